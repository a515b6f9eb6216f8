import { cookiePairs } from './cookie-pairs.js'

/** A cookie as an HTTP archive tells it (HAR 1.2, cookies). */
export interface HarCookie {
  readonly name: string
  readonly value: string
  readonly path?: string
  readonly domain?: string
  /** ISO 8601. */
  readonly expires?: string
  readonly httpOnly?: true
  readonly secure?: true
}

type Headers = readonly { readonly name: string; readonly value: string }[]

const valuesOf = (headers: Headers, wanted: string): readonly string[] =>
  headers.flatMap(({ name, value }) => (name.toLowerCase() === wanted ? [value] : []))

const attribute = (line: string, wanted: string): string | undefined => {
  const parts = line.split(';').slice(1)
  const found = parts.map((part) => part.split('=')).find(([name]) => isNamed(name, wanted))
  return found?.slice(1).join('=').trim()
}

const isNamed = (name: string | undefined, wanted: string): boolean =>
  name?.trim().toLowerCase() === wanted

const setCookie = (line: string): readonly HarCookie[] =>
  cookiePairs(line.split(';', 1)[0]).map(([name, value]) => {
    const [path, domain] = [attribute(line, 'path'), attribute(line, 'domain')]
    const expires = Date.parse(attribute(line, 'expires') ?? '')
    return {
      ...{ name, value },
      ...(path !== undefined && { path }),
      ...(domain !== undefined && { domain }),
      ...(!Number.isNaN(expires) && { expires: new Date(expires).toISOString() }),
      ...(attribute(line, 'httponly') !== undefined && { httpOnly: true as const }),
      ...(attribute(line, 'secure') !== undefined && { secure: true as const }),
    }
  })

/** The cookies that a request sends. */
export const sentCookies = (headers: Headers): readonly HarCookie[] =>
  valuesOf(headers, 'cookie')
    .flatMap(cookiePairs)
    .map(([name, value]) => ({ name, value }))

/** The cookies that a response sets. */
export const setCookies = (headers: Headers): readonly HarCookie[] =>
  valuesOf(headers, 'set-cookie').flatMap(setCookie)
