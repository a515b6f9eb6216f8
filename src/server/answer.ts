import type { Exchange, Reply } from '../exchange.js'
import { monotonic } from '../sandbox/clock.js'
import { disturb, isDisturbed } from './disturb.js'
import { landingReply } from './landing.js'
import { observeVisit, rereadable } from './observe-visit.js'
import { corsHeaders, originTrust } from './origin.js'
import { everyMethod, isPreflight, preflightReply } from './preflight.js'
import { recordVisit } from './record-visit.js'
import { refuse } from './refuse.js'
import { requireOriginOf, requireSandbox } from './require-sandbox.js'
import { selectSandbox } from './select-sandbox.js'
import type { Site } from './site.js'
import { findArea } from './match-operation.js'
import { allowReply, usualAnswer } from './usual-answer.js'
import { enter, type Visit } from './visit.js'

/** Turns an exchange into a reply; never rejects. */
export type Answer = (exchange: Exchange) => Promise<Reply>

/** The life of a request, whatever its surface: ARCHITECTURE.md walks through it. */
export const createAnswer =
  (currentSite: () => Site): Answer =>
  async (received) => {
    // Looked up once: a reload changes nothing for a request that has begun.
    const site = currentSite()
    const started = monotonic()
    const { allowOrigin, publicUrl, onExchange } = site.settings
    const exchange = onExchange ? rereadable(received) : received
    const visit = enter(exchange, originTrust(exchange, allowOrigin), publicUrl)
    let reply: Reply
    try {
      reply = await respond(site, visit)
    } catch (error) {
      reply = await refuse(error, visit, site)
    }
    const applied = appliedTo(visit)
    const { wait } = visit.preference
    if (wait !== undefined) await site.delay(wait)
    if (applied.length > 0) visit.headers.push('Preference-Applied', applied.join(', '))
    const complete = finish(site, visit, reply)
    // 6. write the journal
    recordVisit(site, visit, complete.status, monotonic() - started)
    if (onExchange) await observeVisit(onExchange, visit, complete, monotonic() - started)
    if (!isSet(visit)) site.callbacks.follow(visit, complete)
    return complete
  }

/** True for an answer that was set: the operation has not made it. */
const isSet = ({ answeredBy }: Visit): boolean => answeredBy === 'fault' || answeredBy === 'script'

/** A refusal is none of the answers that were asked for, and neither is one that was set. */
const appliedTo = (visit: Visit): readonly string[] => {
  const { applied } = visit.preference
  return visit.refusal || isSet(visit)
    ? applied.filter((preference) => /^(?:wait|fault)=/.test(preference))
    : applied
}

const respond = async (site: Site, visit: Visit): Promise<Reply> => {
  const { exchange } = visit
  // 1. find the sandbox
  const host = site.checkHost(exchange.headers['host'], !exchange.inProcess)
  if (isPreflight(exchange)) return preflightReply(site, visit)
  visit.selection = selectSandbox(exchange, host)
  const { path } = visit.selection
  requireOriginOf(site, visit)
  // 2. find the surface; 3. match
  const area = findArea(site.areas, path)
  const beside = area.base === '' ? besideOperations(site, visit) : undefined
  const page = beside && (await beside)
  if (page) return page
  requireSandbox(site, visit, area)
  const opening = site.sandboxes.ready(visit.selection.sandbox)
  if (opening) await opening
  const usual = usualAnswer(site, visit, area)
  // 4. let go wrong what is to go wrong, or 5. answer
  return isDisturbed(site, visit) ? disturb(site, visit, usual) : usual()
}

/** What no sandbox is needed for: the landing page and the docs site. Undefined where an operation may be. */
const besideOperations = (
  site: Site,
  visit: Visit,
): Reply | Promise<Reply | undefined> | undefined => {
  const { exchange, selection } = visit
  const { path } = selection
  if (path === '/' && site.hasLanding) return landingReply(site, visit)
  if (path === '*' && exchange.method === 'OPTIONS') return allowReply(everyMethod)
  return site.docs.has(path) ? site.docs.respond(visit) : undefined
}

const requestId = 'X-Request-Id'

/** True when the contract documents a header of our own name: then its value is what counts. */
const namesRequest = ({ headers }: Reply): boolean =>
  headers.some(
    (name, at) =>
      at % 2 === 0 &&
      name.length === requestId.length &&
      name.toLowerCase() === requestId.toLowerCase(),
  )

/** What belongs to one visitor is nothing for search engines. */
const isHidden = (path: string): boolean =>
  path.startsWith('/@') || path.startsWith('/_sandbox') || path.startsWith('/%40')

const hidden: readonly string[] = ['X-Robots-Tag', 'noindex']
const nothing: readonly string[] = []

/** Who may read an answer is ours to say, and in public no cookie is set, whatever is documented. */
const withoutForeign = (headers: readonly string[], isPublic: boolean): readonly string[] => {
  const foreign = isPublic ? /^(?:access-control-|set-cookie$)/i : /^access-control-/i
  const isKept = (_: string, at: number): boolean => !foreign.test(headers[at - (at % 2)] as string)
  return headers.every(isKept) ? headers : headers.filter(isKept)
}

/** The time of the sandbox, where it is not the machine's: that is written by whoever sends the answer. */
const dateOf = (
  { sandboxes }: Site,
  { selection }: Visit,
  { headers }: Reply,
): readonly string[] => {
  const clock = sandboxes.ownClock(selection.sandbox)
  if (!clock || headers.some((name, at) => at % 2 === 0 && /^date$/i.test(name))) return nothing
  return ['Date', new Date(clock.now()).toUTCString()]
}

/** What every answer carries, beside what its surface says. */
const finish = (site: Site, visit: Visit, reply: Reply): Reply => {
  const { exchange, trust, headers } = visit
  const { profile } = site.settings
  const id = namesRequest(reply) ? nothing : [requestId, exchange.id]
  const isPublic = profile === 'public'
  const given =
    isPublic || exchange.headers['origin'] !== undefined
      ? withoutForeign(reply.headers, isPublic)
      : reply.headers
  const robots = isHidden(exchange.path) ? hidden : nothing
  const cors = corsHeaders(exchange, trust, profile, given)
  const date = dateOf(site, visit, reply)
  return { ...reply, headers: [...given, ...headers, ...id, ...robots, ...cors, ...date] }
}
