/** Where and how the session cookie of one exchange is written. */
export interface SessionCookieOptions {
  /** True when the client spoke https: the cookie is then `Secure` and its name has a prefix. */
  readonly secure: boolean
  /** The cookie's Path: `/`, or `/@NAME/` for a sandbox that is named by path. */
  readonly path: string
  /** False: cookies are neither set nor read (public profile). */
  readonly enabled: boolean
}

/** The session cookie as one exchange must write and read it (RFC 6265bis). */
export interface SessionCookie {
  readonly name: string
  /** The Set-Cookie value that stores this id; undefined when cookies are off. */
  readonly set: (id: string) => string | undefined
  /** The Set-Cookie value that removes the cookie; undefined when cookies are off. */
  readonly clear: () => string | undefined
  /** The id in a Cookie header, or undefined; the first of several, the one of the longest path. */
  readonly read: (cookieHeader: string | undefined) => string | undefined
}

/**
 * Makes the cookie of one exchange: `access_token`, HttpOnly, SameSite=Lax, without Max-Age because
 * a browser would judge expiry by its own clock, not the sandbox's. On https the name says that
 * nobody on http can have set it: `__Host-` at path `/`, `__Secure-` elsewhere (RFC 6265bis §4.1.3).
 */
export const sessionCookie = ({ secure, path, enabled }: SessionCookieOptions): SessionCookie => {
  const prefix = secure ? (path === '/' ? '__Host-' : '__Secure-') : ''
  const name = `${prefix}access_token`
  const attributes = () => `Path=${path}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
  return {
    name,
    set: (id) => (enabled ? `${name}=${id}; ${attributes()}` : undefined),
    clear: () =>
      enabled
        ? `${name}=; ${attributes()}; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT`
        : undefined,
    read: (header) => (enabled && header !== undefined ? readCookie(header, name) : undefined),
  }
}

const readCookie = (header: string, name: string): string | undefined => {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at === -1 || pair.slice(0, at).trim() !== name) continue
    const value = pair.slice(at + 1).trim()
    if (value !== '') return value
  }
  return undefined
}

/** Of what needs none: nothing is set or read. */
export const noCookie: SessionCookie = sessionCookie({ secure: false, path: '/', enabled: false })
