import { credentialsOf } from '../auth/security.js'
import { sessionCookie, type SessionCookie } from '../auth/session-cookie.js'
import { Problem } from '../errors.js'
import { mayUseCookies } from './origin.js'
import type { ServerSettings } from './server-options.js'
import type { Visit } from './visit.js'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/** True for methods that change nothing (RFC 9110 §9.2.1). */
export const isSafe = (method: string): boolean => safeMethods.has(method)

/**
 * A page of another origin must not act with the user's cookie (CSRF); with a bearer it may. In public no
 * cookie means anything.
 * @throws Problem `origin-forbidden` (403).
 */
export const requireTrustedOrigin = (
  { exchange, trust, selection }: Visit,
  { profile }: ServerSettings,
): void => {
  if (profile === 'public' || mayUseCookies(trust) || isSafe(exchange.method)) return
  const readable = { secure: exchange.secure, path: selection.cookiePath, enabled: true }
  const { bearer, cookie } = credentialsOf(exchange.headers, sessionCookie(readable))
  if (bearer !== undefined || cookie === undefined) return
  throw new Problem('origin-forbidden', {
    detail: `The origin ${exchange.headers['origin'] ?? '(cross-site)'} may not act with a cookie.`,
    fix: 'Send a bearer token, or start the server with --allow-origin ORIGIN.',
  })
}

/** The session cookie as a visit may read and write it. */
export const cookieOf = (
  { exchange, trust, selection }: Visit,
  settings: ServerSettings,
): SessionCookie =>
  sessionCookie({
    secure: exchange.secure,
    path: selection.cookiePath,
    enabled: settings.profile === 'local' && mayUseCookies(trust),
  })
