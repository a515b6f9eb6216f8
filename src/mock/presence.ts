import { queryPairs } from '../contract/read-parameters.js'
import { unknownScheme } from '../contract/contract-faults.js'
import type { Contract, Operation, SecurityScheme } from '../contract/contract.js'
import { Problem } from '../errors.js'
import type { RequestHeaders } from '../exchange.js'
import { cookiePairs } from '../lib/cookie-pairs.js'
import { challengesOf } from './challenge.js'

/** The parts of a request that may carry credentials. */
export interface CredentialSource {
  readonly headers: RequestHeaders
  readonly query: string
}

const hasScheme = (headers: RequestHeaders, scheme: string): boolean => {
  const header = headers['authorization'] ?? ''
  return (
    header.length > scheme.length + 1 &&
    header.slice(0, scheme.length + 1).toLowerCase() === `${scheme} ` &&
    header.slice(scheme.length + 1).trim() !== ''
  )
}

/** Names that browsers write before a cookie's name on https (RFC 6265bis §4.1.3). */
const cookiePrefix = /^__(?:Host|Secure)-/

const hasApiKey = (scheme: SecurityScheme, { headers, query }: CredentialSource): boolean => {
  const name = scheme.name ?? ''
  if (scheme.in === 'header') return (headers[name.toLowerCase()] ?? '') !== ''
  if (scheme.in === 'query')
    return queryPairs(query).some(([given, value]) => given === name && value !== '')
  return cookiePairs(headers['cookie']).some(
    ([given, value]) => given.replace(cookiePrefix, '') === name && value !== '',
  )
}

/** Basic credentials are the base64 of a name, a colon and a password (RFC 7617 §2). */
const hasBasic = (headers: RequestHeaders): boolean => {
  if (!hasScheme(headers, 'basic')) return false
  try {
    return atob(headers['authorization']?.slice('basic '.length).trim() ?? '').includes(':')
  } catch {
    return false
  }
}

const isPresent = (scheme: SecurityScheme | undefined, source: CredentialSource): boolean => {
  if (!scheme) return false
  if (scheme.type === 'apiKey') return hasApiKey(scheme, source)
  if (scheme.type === 'http' && scheme.scheme === 'basic') return hasBasic(source.headers)
  if (scheme.type === 'http') return hasScheme(source.headers, scheme.scheme ?? '')
  if (scheme.type === 'oauth2' || scheme.type === 'openIdConnect')
    return hasScheme(source.headers, 'bearer')
  return true
}

const usesAuthorization = (scheme: SecurityScheme | undefined): boolean =>
  scheme?.type === 'apiKey'
    ? scheme.in === 'header' && scheme.name?.toLowerCase() === 'authorization'
    : scheme !== undefined && scheme.type !== 'mutualTLS'

/**
 * All schemes of an alternative. Those that share the one Authorization header of a request
 * (RFC 9110 §11.6.2) cannot all be there: one of them will do.
 */
const areThere = (
  names: readonly string[],
  { securitySchemes }: Contract,
  source: CredentialSource,
): boolean => {
  const schemes = names.map((name) => securitySchemes.get(name))
  if (schemes.every((scheme) => isPresent(scheme, source))) return true
  const shared = schemes.filter(usesAuthorization)
  return (
    shared.length > 1 &&
    shared.some((scheme) => isPresent(scheme, source)) &&
    schemes.every((scheme) => usesAuthorization(scheme) || isPresent(scheme, source))
  )
}

/**
 * Sees to it that credentials of one of the operation's alternatives are present; what they say is
 * not looked at (OpenAPI 3.0.3 §4.7.30).
 * @throws Problem `credentials-missing` (401).
 * @throws SetupError (501) when the contract describes none of them.
 */
export const requirePresence = (
  contract: Contract,
  operation: Operation,
  source: CredentialSource,
): void => {
  if (operation.security.length === 0) return
  for (const alternative of operation.security)
    if (areThere(Object.keys(alternative), contract, source)) return
  const missing = operation.security.map((alternative) =>
    Object.keys(alternative).find((name) => !contract.securitySchemes.has(name)),
  )
  if (missing.every((name) => name !== undefined))
    throw unknownScheme(missing[0] as string, contract.place(operation.pointer))
  const wanted = operation.security.map((one) => Object.keys(one).join(' and ')).join(', or ')
  throw new Problem('credentials-missing', {
    detail: `The operation asks for credentials: ${wanted}. The request has none of them.`,
    headers: challengesOf(contract, operation),
  })
}
