import type { Reply } from '../exchange.js'

const pathAttribute = /(;\s*path=)\/(?=;|$)/i

const isCookieName = (name: string): boolean =>
  name.length === 10 && name.toLowerCase() === 'set-cookie'

const setsCookie = ({ headers }: Reply): boolean => {
  for (let at = 0; at < headers.length; at += 2)
    if (isCookieName(headers[at] as string)) return true
  return false
}

/**
 * A documented cookie for the whole host is set for the mock alone: it must not replace the one that
 * the sandbox on the same host has given.
 */
export const withOwnCookies = (reply: Reply, path: string): Reply => {
  if (!setsCookie(reply)) return reply
  const headers = reply.headers.map((text, at) =>
    at % 2 === 1 && isCookieName(reply.headers[at - 1] as string)
      ? text.replace(pathAttribute, `$1${path}`)
      : text,
  )
  return { ...reply, headers }
}

interface Rewritten {
  readonly path: string
  readonly reply: Reply
}

/** The same for prepared replies: they come again and again, most of them for one path. */
export const createOwnCookies = () => {
  const made = new WeakMap<Reply, Rewritten>()
  return (reply: Reply, path: string): Reply => {
    if (!setsCookie(reply)) return reply
    const known = made.get(reply)
    if (known?.path === path) return known.reply
    const rewritten = withOwnCookies(reply, path)
    made.set(reply, { path, reply: rewritten })
    return rewritten
  }
}
