import type { SecurityScheme } from '../../contract/contract.js'

/** What is added to a request so that the server knows who sends it. */
export interface SentCredentials {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly cookies: readonly (readonly [name: string, value: string])[]
}

/** What is sent where nobody asks who sends it. */
export const noCredentials: SentCredentials = { headers: [], query: [], cookies: [] }

/** All of several credentials; of several Authorization headers the first (RFC 9110 §11.6.2). */
export const together = (all: readonly SentCredentials[]): SentCredentials => {
  const headers = all.flatMap((one) => one.headers)
  const isFirst = (name: string, index: number): boolean =>
    headers.findIndex(([other]) => other.toLowerCase() === name.toLowerCase()) === index
  return {
    headers: headers.filter(([name], index) => isFirst(name, index)),
    query: all.flatMap(({ query }) => query),
    cookies: all.flatMap(({ cookies }) => cookies),
  }
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64')

const apiKey = ({ name = '', in: place }: SecurityScheme, secret: string): SentCredentials => {
  if (place === 'query') return { ...noCredentials, query: [[name, secret]] }
  if (place === 'cookie') return { ...noCredentials, cookies: [[name, secret]] }
  return { ...noCredentials, headers: [[name, secret]] }
}

/**
 * A secret as its security scheme sends it (OpenAPI 3.0.3 §4.7.27); of basic it is `user:password`.
 * Undefined for schemes that requests do not carry, such as mutualTLS.
 */
export const writtenCredential = (
  scheme: SecurityScheme,
  secret: string,
): SentCredentials | undefined => {
  const { type } = scheme
  if (type === 'apiKey') return apiKey(scheme, secret)
  if (type !== 'http' && type !== 'oauth2' && type !== 'openIdConnect') return undefined
  const kind = type === 'http' ? (scheme.scheme ?? 'bearer') : 'bearer'
  const value = kind === 'basic' ? base64(secret) : secret
  const label = `${kind[0]?.toUpperCase()}${kind.slice(1)}`
  return { ...noCredentials, headers: [['Authorization', `${label} ${value}`]] }
}

const urlText = (value: object): string =>
  Buffer.from(JSON.stringify(value), 'utf8').toString('base64url')

/** A token that is none, and whose form is right: of nobody, valid until 2100. */
const madeUpJwt = [
  urlText({ alg: 'HS256', typ: 'JWT' }),
  urlText({ sub: 'nobody', iat: 1_700_000_000, exp: 4_102_444_800 }),
  Buffer.from('not a signature of this server').toString('base64url'),
].join('.')

/** A secret that no server can know, and that looks like one of the scheme; `like` is a real one. */
export const madeUpSecret = (scheme: SecurityScheme, like = ''): string => {
  if (scheme.scheme === 'basic') return 'nobody:not-a-password'
  const isJwt = scheme.bearerFormat?.toUpperCase() === 'JWT' || like.startsWith('eyJ')
  return isJwt ? madeUpJwt : 'not-a-credential-0123456789abcdef'
}
