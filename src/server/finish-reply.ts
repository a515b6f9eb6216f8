import type { Reply } from '../exchange.js'
import { corsHeaders } from './origin.js'
import type { Site } from './site.js'
import type { Visit } from './visit.js'

const requestId = 'X-Request-Id'

/** True when a header of that name, in lower case, is among names and values. */
const hasHeader = (headers: readonly string[], lowerName: string): boolean => {
  for (let at = 0; at < headers.length; at += 2) {
    const name = headers[at] as string
    if (name.length === lowerName.length && name.toLowerCase() === lowerName) return true
  }
  return false
}

/** What belongs to one visitor is nothing for search engines. */
const isHidden = (path: string): boolean =>
  path.startsWith('/@') || path.startsWith('/_sandbox') || path.startsWith('/%40')

/** Who may read an answer is ours to say, and in public no cookie is set, whatever is documented. */
const withoutForeign = (headers: readonly string[], isPublic: boolean): readonly string[] => {
  const foreign = isPublic ? /^(?:access-control-|set-cookie$)/i : /^access-control-/i
  const isKept = (_: string, at: number): boolean => !foreign.test(headers[at - (at % 2)] as string)
  return headers.every(isKept) ? headers : headers.filter(isKept)
}

const addAll = (headers: string[], more: readonly string[]): void => {
  for (const text of more) headers.push(text)
}

/** What every answer carries, beside what its surface says. */
export const finishReply = (site: Site, visit: Visit, reply: Reply): Reply => {
  const { exchange, trust } = visit
  const { profile } = site.settings
  const isPublic = profile === 'public'
  const given =
    isPublic || exchange.headers['origin'] !== undefined
      ? withoutForeign(reply.headers, isPublic)
      : reply.headers
  const headers = [...given]
  addAll(headers, visit.headers)
  // Where the contract documents a header of our own name, its value is what counts.
  if (!hasHeader(reply.headers, 'x-request-id')) headers.push(requestId, exchange.id)
  if (isHidden(exchange.path)) headers.push('X-Robots-Tag', 'noindex')
  addAll(headers, corsHeaders(exchange, trust, profile, given))
  // The time of the sandbox, where it is not the machine's: that is written by whoever sends the answer.
  const clock = site.sandboxes.ownClock(visit.selection.sandbox)
  if (clock && !hasHeader(reply.headers, 'date'))
    headers.push('Date', new Date(clock.now()).toUTCString())
  return { status: reply.status, headers, body: reply.body, cut: reply.cut }
}
