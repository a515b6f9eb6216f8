import type { Contract, Operation, SecurityScheme } from '../contract/contract.js'
import type { SampleHeader, SampleRequest } from './sample-request.js'

/** Where credentials stand in a request, with placeholders for them. */
export interface PlaceholderCredentials {
  readonly headers: readonly SampleHeader[]
  readonly query: readonly SampleHeader[]
  readonly cookies: readonly SampleHeader[]
  readonly basic?: SampleRequest['basic']
}

const none: PlaceholderCredentials = { headers: [], query: [], cookies: [] }

/** What samples show in the place of a credential; of basic a name, a colon and a password. */
export const placeholderOf = ({ type, scheme, bearerFormat }: SecurityScheme): string => {
  if (type === 'apiKey') return 'YOUR_API_KEY_HERE'
  if (type !== 'http') return '<YOUR_TOKEN_HERE>'
  if (scheme === 'basic') return 'YOUR_USERNAME:YOUR_PASSWORD'
  if (scheme !== 'bearer') return '<YOUR_CREDENTIALS_HERE>'
  return bearerFormat?.toUpperCase() === 'JWT' ? '<YOUR_JWT_HERE>' : '<YOUR_TOKEN_HERE>'
}

const apiKey = (scheme: SecurityScheme): PlaceholderCredentials => {
  const { name = '', in: place } = scheme
  const pair = [name, placeholderOf(scheme)] as const
  if (place === 'query') return { ...none, query: [pair] }
  return place === 'cookie' ? { ...none, cookies: [pair] } : { ...none, headers: [pair] }
}

const authorization = (scheme: string, placeholder: string): PlaceholderCredentials => ({
  ...none,
  headers: [['Authorization', `${scheme[0]?.toUpperCase()}${scheme.slice(1)} ${placeholder}`]],
})

const ofScheme = (scheme: SecurityScheme): PlaceholderCredentials => {
  if (scheme.type === 'apiKey') return apiKey(scheme)
  if (scheme.type === 'oauth2' || scheme.type === 'openIdConnect')
    return authorization('bearer', placeholderOf(scheme))
  if (scheme.type !== 'http' || !scheme.scheme) return none
  const placeholder = placeholderOf(scheme)
  if (scheme.scheme !== 'basic') return authorization(scheme.scheme, placeholder)
  const [user = '', password = ''] = placeholder.split(':')
  return { ...none, basic: { user, password } }
}

/** Whether one of the pairs has this name, whatever its case. */
export const isTaken = (pairs: readonly SampleHeader[], name: string): boolean =>
  pairs.some(([taken]) => taken.toLowerCase() === name.toLowerCase())

const isAuthorization = ([name]: SampleHeader): boolean => name.toLowerCase() === 'authorization'

/** A request has one Authorization header (RFC 9110 §11.6.2): of several schemes the first has it. */
const together = (a: PlaceholderCredentials, b: PlaceholderCredentials): PlaceholderCredentials => {
  const hasOne = a.basic !== undefined || a.headers.some(isAuthorization)
  const basic = hasOne ? a.basic : b.basic
  return {
    headers: [...a.headers, ...b.headers.filter((header) => !hasOne || !isAuthorization(header))],
    query: [...a.query, ...b.query.filter(([name]) => !isTaken(a.query, name))],
    cookies: [...a.cookies, ...b.cookies.filter(([name]) => !isTaken(a.cookies, name))],
    ...(basic && { basic }),
  }
}

/**
 * Placeholders for the first alternative of an operation's security, all schemes of it; nothing where
 * the first alternative is to send none.
 */
export const placeholderCredentials = (
  { securitySchemes }: Contract,
  { security }: Operation,
): PlaceholderCredentials =>
  Object.keys(security[0] ?? {}).reduce<PlaceholderCredentials>((found, name) => {
    const scheme = securitySchemes.get(name)
    return scheme ? together(found, ofScheme(scheme)) : found
  }, none)
