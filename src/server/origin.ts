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

/**
 * Judges the origin of an exchange: by Origin, else by Sec-Fetch-Site (Fetch Metadata). Browsers send
 * origins in lower case: anything else is no browser's.
 */
export const originTrust = (
  { headers }: Pick<Exchange, 'headers'>,
  allowed: ReadonlySet<string>,
): OriginTrust => {
  const origin = headers['origin']
  if (origin === undefined) return headers['sec-fetch-site'] === 'cross-site' ? 'foreign' : 'none'
  if (origin !== origin.toLowerCase()) return 'foreign'
  if (isLoopbackOrigin(origin)) return 'loopback'
  if (allowed.has(origin)) return 'allowed'
  return headers['sec-fetch-site'] === 'same-origin' ? 'allowed' : 'foreign'
}

/** True when a page may send cookies along. */
export const mayUseCookies = (trust: OriginTrust): boolean => trust !== 'foreign'

const authorityOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined

/** True for a page of this very origin, as far as headers tell; `publicUrl` is an origin of ours. */
export const isSameOrigin = (
  { headers }: Pick<Exchange, 'headers'>,
  publicUrl: string | undefined,
): boolean => {
  const { origin, host, 'sec-fetch-site': site } = headers
  if (site !== undefined) return site === 'same-origin'
  if (origin === undefined) return false
  return origin === publicUrl || authorityOf(origin) === host?.toLowerCase()
}

const varying: readonly string[] = ['Vary', 'Origin']

/** What a page may always look for. */
const exposed: readonly string[] = [
  ...['X-Request-Id', 'Preference-Applied', 'Location', 'Retry-After', 'Allow', 'Violations'],
  ...['X-Violations', 'X-Answered-By'],
]

/** What a page reads without being told (Fetch §2.2.2), and what it never reads. */
const notExposed = new Set([
  ...['cache-control', 'content-language', 'content-length', 'content-type', 'expires', 'pragma'],
  ...['last-modified', 'set-cookie', 'vary', ...exposed.map((name) => name.toLowerCase())],
])

/** Whoever reads the body reads the headers as well: ETag, Link, those of the contract. */
const exposing = (reply: readonly string[]): readonly string[] => {
  const names = reply.filter((name, at) => at % 2 === 0 && !notExposed.has(name.toLowerCase()))
  return ['Access-Control-Expose-Headers', [...exposed, ...new Set(names)].join(', ')]
}

/**
 * The CORS headers of an answer with these headers (Fetch §3.2). Every origin may read what a bearer
 * opens; trusted ones may send cookies as well, and what others ask with cookies stays unread. In public
 * nobody has any.
 */
export const corsHeaders = (
  { headers }: Exchange,
  trust: OriginTrust,
  profile: 'local' | 'public',
  reply: readonly string[],
): readonly string[] => {
  const origin = headers['origin']
  if (origin === undefined || /[^\x21-\x7e]/.test(origin)) return varying
  if (profile === 'public')
    return [...varying, 'Access-Control-Allow-Origin', '*', ...exposing(reply)]
  const isTrusted = mayUseCookies(trust)
  if (!isTrusted && headers['cookie'] !== undefined) return varying
  return [
    ...varying,
    ...['Access-Control-Allow-Origin', origin],
    ...exposing(reply),
    ...(isTrusted ? ['Access-Control-Allow-Credentials', 'true'] : []),
  ]
}

/** True for what a page of this machine, or a program, asks. */
const isFromHere = ({ headers }: Exchange): boolean =>
  headers['sec-fetch-site'] !== 'cross-site' &&
  (headers['origin'] === undefined || isLoopbackOrigin(headers['origin']))

/**
 * The control API reads tokens out of mails: only pages of this machine, and programs, may call it; for
 * what holds no secret of others (`isOwn`) pages of this very origin as well.
 * @throws Problem `origin-forbidden` (403).
 */
export const requireControlOrigin = (
  exchange: Exchange,
  isOwn: () => boolean,
  publicUrl: string | undefined,
): void => {
  if (isFromHere(exchange) || (isSameOrigin(exchange, publicUrl) && isOwn())) return
  throw new Problem('origin-forbidden', {
    detail: 'Only loopback origins may call /_sandbox: its answers hold tokens.',
    fix: 'Call it from a page on localhost, from a test or from the command line.',
  })
}
