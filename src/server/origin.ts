import { Problem } from '../errors.js'
import type { Exchange } from '../exchange.js'
import { isLoopbackHost, readHost } from './host.js'

/** How far the page that sent a request is trusted. `none`: no browser page, as far as headers tell. */
export type OriginTrust = 'none' | 'loopback' | 'allowed' | 'foreign'

/** True for the origin of a page on this machine. */
export const isLoopbackOrigin = (origin: string): boolean => {
  const match = /^https?:\/\/([^/]+)$/i.exec(origin)
  if (!match) return false
  try {
    return isLoopbackHost(readHost(match[1]).name)
  } catch {
    return false
  }
}

/** Judges the origin of an exchange: by Origin, else by Sec-Fetch-Site (Fetch Metadata). */
export const originTrust = (
  { headers }: Pick<Exchange, 'headers'>,
  allowed: ReadonlySet<string>,
): OriginTrust => {
  const origin = headers['origin']
  if (origin === undefined) return headers['sec-fetch-site'] === 'cross-site' ? 'foreign' : 'none'
  if (isLoopbackOrigin(origin)) return 'loopback'
  if (allowed.has(origin.toLowerCase())) return 'allowed'
  return headers['sec-fetch-site'] === 'same-origin' ? 'allowed' : 'foreign'
}

const exposed =
  'X-Request-Id, Preference-Applied, Location, Retry-After, Allow, Violations, X-Violations, X-Answered-By'

/** True when a page may send cookies along. */
export const mayUseCookies = (trust: OriginTrust): boolean => trust !== 'foreign'

/**
 * The CORS headers of any answer (Fetch §3.2): every origin may read what a bearer opens, trusted
 * ones may send cookies as well. `Vary: Origin` stands on every answer.
 */
export const corsHeaders = (
  exchange: Exchange,
  trust: OriginTrust,
  credentials: boolean,
): readonly string[] => {
  const origin = exchange.headers['origin']
  if (origin === undefined || /[^\x21-\x7e]/.test(origin)) return ['Vary', 'Origin']
  const headers = [
    'Vary',
    'Origin',
    'Access-Control-Allow-Origin',
    origin,
    'Access-Control-Expose-Headers',
    exposed,
  ]
  if (credentials && mayUseCookies(trust)) headers.push('Access-Control-Allow-Credentials', 'true')
  return headers
}

/** True for the question a browser asks before a request (Fetch §3.2.2). */
export const isPreflight = ({ method, headers }: Exchange): boolean =>
  method === 'OPTIONS' &&
  headers['origin'] !== undefined &&
  headers['access-control-request-method'] !== undefined

/** What answers a preflight beside the CORS headers of any answer. */
export const preflightHeaders = ({ headers }: Exchange, allow: string): readonly string[] => {
  const asked = headers['access-control-request-headers']
  return [
    'Access-Control-Allow-Methods',
    allow,
    ...(asked === undefined || /[^\x20-\x7e]/.test(asked)
      ? []
      : ['Access-Control-Allow-Headers', asked]),
    'Access-Control-Max-Age',
    '600',
    'Vary',
    'Access-Control-Request-Method, Access-Control-Request-Headers',
  ]
}

/**
 * The control API reads tokens out of mails: only pages of this machine, and programs, may call it.
 * @throws Problem `origin-forbidden` (403).
 */
export const requireLoopbackOrigin = ({ headers }: Exchange): void => {
  const origin = headers['origin']
  if (
    headers['sec-fetch-site'] !== 'cross-site' &&
    (origin === undefined || isLoopbackOrigin(origin))
  )
    return
  throw new Problem('origin-forbidden', {
    detail: 'Only loopback origins may call /_sandbox: its answers hold tokens.',
    fix: 'Call it from a page on localhost, from a test or from the command line.',
  })
}
