import { Problem } from '../errors.js'
import type { Exchange, Reply } from '../exchange.js'
import { isConsolePath } from '../console/console-page.js'
import { monotonic } from '../sandbox/clock.js'
import { disturb, isDisturbed } from './disturb.js'
import type { Host } from './host.js'
import { landingReply } from './landing.js'
import { beginKeeping, keepVisit } from './keep-visit.js'
import { observeVisit } from './observe-visit.js'
import { corsHeaders, originTrust } from './origin.js'
import { everyMethod, isPreflight, preflightReply } from './preflight.js'
import { recordVisit } from './record-visit.js'
import { refuse } from './refuse.js'
import { requireOriginOf, requireSandbox } from './require-sandbox.js'
import { selectSandbox } from './select-sandbox.js'
import type { Site } from './site.js'
import { findArea } from './match-operation.js'
import { allowReply, usualAnswer } from './usual-answer.js'
import { enter, isSet, type Visit } from './visit.js'

/** Turns an exchange into a reply; never rejects. */
export type Answer = (exchange: Exchange) => Promise<Reply>

/** The life of a request, whatever its surface: ARCHITECTURE.md walks through it. */
export const createAnswer =
  (currentSite: () => Site): Answer =>
  async (exchange) => {
    // Looked up once: a reload changes nothing for a request that has begun.
    const site = currentSite()
    const started = monotonic()
    const { allowOrigin, publicUrl, onExchange } = site.settings
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
    recordVisit(site, visit, complete, monotonic() - started)
    if (onExchange) await observeVisit(onExchange, visit, complete, monotonic() - started)
    if (!isSet(visit)) site.callbacks.follow(visit, complete)
    // 6. write the journal
    return visit.keptAt === undefined ? complete : keepVisit(site, visit, started, complete)
  }

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
  if (isPreflight(exchange)) return answerPreflight(site, visit, host)
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
  beginKeeping(site, visit)
  const usual = usualAnswer(site, visit, area)
  // 4. let go wrong what is to go wrong, or 5. answer
  const given = () => (isDisturbed(site, visit) ? disturb(site, visit, usual) : usual())
  return visit.selection.named ? inUse(site, visit, given) : given()
}

/** A sandbox that somebody waits in is used: it does not expire. */
const inUse = async (
  { sandboxes }: Site,
  { selection }: Visit,
  given: () => Reply | Promise<Reply>,
): Promise<Reply> => {
  const end = sandboxes.uses.begin(selection.sandbox)
  try {
    return await given()
  } finally {
    end()
  }
}

/** It is answered whatever it names; what the browser will not send afterwards is worth knowing. */
const answerPreflight = (site: Site, visit: Visit, host: Host): Reply => {
  const reply = preflightReply(site, visit)
  if (!visit.preflightRefusal) return reply
  try {
    visit.selection = selectSandbox(visit.exchange, host)
    requireSandbox(site, visit, findArea(site.areas, visit.selection.path))
    beginKeeping(site, visit)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
  return reply
}

/** What no sandbox is needed for: the landing page, the console and the docs site. Undefined where an operation may be. */
const besideOperations = (
  site: Site,
  visit: Visit,
): Reply | Promise<Reply | undefined> | undefined => {
  const { exchange, selection } = visit
  const { path } = selection
  if (path === '/' && site.hasLanding) return landingReply(site, visit)
  if (isConsolePath(path)) return site.console(exchange, path)
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
