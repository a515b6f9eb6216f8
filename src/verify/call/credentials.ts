import type { Contract, Operation, SecurityScheme } from '../../contract/contract.js'
import type { Actor } from '../stage.js'

/** What is added to a request so that the server knows who sends it. */
export interface SentCredentials {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly cookies: readonly (readonly [name: string, value: string])[]
}

/** Finds the credentials of a request; undefined when an operation asks for some and none are known. */
export type CredentialsFor = (
  operation: Operation,
  as: Actor,
) => SentCredentials | undefined | Promise<SentCredentials | undefined>

/** Credentials by the name of the security scheme. */
export type KnownCredentials = ReadonlyMap<string, string>

const none: SentCredentials = { headers: [], query: [], cookies: [] }

const together = (all: readonly SentCredentials[]): SentCredentials => ({
  headers: all.flatMap(({ headers }) => headers),
  query: all.flatMap(({ query }) => query),
  cookies: all.flatMap(({ cookies }) => cookies),
})

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64')

const written = (scheme: SecurityScheme, secret: string): SentCredentials => {
  const { type, name = '', in: place } = scheme
  if (type === 'apiKey') {
    if (place === 'query') return { ...none, query: [[name, secret]] }
    if (place === 'cookie') return { ...none, cookies: [[name, secret]] }
    return { ...none, headers: [[name, secret]] }
  }
  const kind = type === 'http' ? (scheme.scheme ?? 'bearer') : 'bearer'
  const value = kind === 'basic' ? base64(secret) : secret
  const label = `${kind[0]?.toUpperCase()}${kind.slice(1)}`
  return { ...none, headers: [['Authorization', `${label} ${value}`]] }
}

const madeUp = 'not-a-credential'

/** Credentials by security scheme: of the user, of a second one, and made-up ones. */
export const createCredentials = (
  { securitySchemes }: Contract,
  known: { readonly user: KnownCredentials; readonly other: KnownCredentials },
): CredentialsFor => {
  const find = (names: readonly string[], of: (name: string) => string | undefined) => {
    const parts = names.map((name) => {
      const scheme = securitySchemes.get(name)
      const secret = of(name)
      return scheme && secret !== undefined ? written(scheme, secret) : undefined
    })
    return parts.every((part) => part !== undefined) ? together(parts) : undefined
  }
  return ({ security }, as) => {
    if (as === 'nobody' || security.length === 0) return none
    const of = (name: string): string | undefined =>
      as === 'stranger' ? madeUp : known[as].get(name)
    for (const alternative of security) {
      const found = find(Object.keys(alternative), of)
      if (found) return found
    }
    return undefined
  }
}
