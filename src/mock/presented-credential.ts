import type { SecurityScheme } from '../contract/contract.js'
import { queryPairs } from '../contract/read-parameters.js'
import type { RequestHeaders } from '../exchange.js'
import { cookiePairs } from '../lib/cookie-pairs.js'

/** The parts of a request that may carry credentials. */
export interface CredentialSource {
  readonly headers: RequestHeaders
  readonly query: string
}

/** What follows the name of a scheme in the Authorization header (RFC 9110 §11.6.2). */
const afterScheme = (headers: RequestHeaders, scheme: string): string | undefined => {
  const header = headers['authorization'] ?? ''
  if (
    header.length <= scheme.length + 1 ||
    header.slice(0, scheme.length + 1).toLowerCase() !== `${scheme} `
  )
    return undefined
  return header.slice(scheme.length + 1).trim() || undefined
}

/** Names that browsers write before a cookie's name on https (RFC 6265bis §4.1.3). */
const cookiePrefix = /^__(?:Host|Secure)-/

const valueOf = (pairs: readonly (readonly [string, string, ...unknown[]])[], name: string) =>
  pairs.find(([given, value]) => given === name && value !== '')?.[1]

const apiKey = (
  { name = '', in: place }: SecurityScheme,
  { headers, query }: CredentialSource,
): string | undefined => {
  if (place === 'header') return headers[name.toLowerCase()] || undefined
  if (place === 'query') return valueOf(queryPairs(query), name)
  const cookies = cookiePairs(headers['cookie'])
  return valueOf(
    cookies.map(([given, value]) => [given.replace(cookiePrefix, ''), value] as const),
    name,
  )
}

/** Basic credentials are the base64 of a name, a colon and a password (RFC 7617 §2), in UTF-8. */
const basic = (headers: RequestHeaders): string | undefined => {
  const given = afterScheme(headers, 'basic')
  if (given === undefined) return undefined
  try {
    const bytes = Uint8Array.from(atob(given), (char) => char.charCodeAt(0))
    const text = new TextDecoder().decode(bytes)
    return text.includes(':') ? text : undefined
  } catch {
    return undefined
  }
}

/**
 * What a request presents for a scheme: a token, a key, `name:password`; empty for what no message
 * shows (mutual TLS); undefined when it presents nothing.
 */
export const presentedCredential = (
  scheme: SecurityScheme | undefined,
  source: CredentialSource,
): string | undefined => {
  if (!scheme) return undefined
  if (scheme.type === 'apiKey') return apiKey(scheme, source)
  if (scheme.type === 'http' && scheme.scheme === 'basic') return basic(source.headers)
  if (scheme.type === 'http') return afterScheme(source.headers, scheme.scheme ?? '')
  if (scheme.type === 'oauth2' || scheme.type === 'openIdConnect')
    return afterScheme(source.headers, 'bearer')
  return ''
}
