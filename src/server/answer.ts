import { Problem } from '../errors.js'
import type { Exchange, Reply } from '../exchange.js'
import { isConsolePath } from '../console/console-page.js'
import { andThen, type Awaitable, isPending } from '../lib/and-then.js'
import { monotonic } from '../sandbox/clock.js'
import type { Area } from './area.js'
import { disturb, isDisturbed } from './disturb.js'
import { finishReply } from './finish-reply.js'
import type { Host } from './host.js'
import { landingReply } from './landing.js'
import { beginKeeping, keepVisit } from './keep-visit.js'
import { observeVisit } from './observe-visit.js'
import { originTrust } from './origin.js'
import { everyMethod, isPreflight, preflightReply } from './preflight.js'
import { recordVisit } from './record-visit.js'
import { refuse } from './refuse.js'
import { requireOriginOf, requireSandbox } from './require-sandbox.js'
import { selectSandbox } from './select-sandbox.js'
import type { Site } from './site.js'
import { findArea } from './match-operation.js'
import { allowReply, usualAnswer } from './usual-answer.js'
import { enter, isSet, type Visit } from './visit.js'

/** Turns an exchange into a reply, at once where nothing has to be waited for; never rejects. */
export type Answer = (exchange: Exchange) => Awaitable<Reply>

/** The life of a request, whatever its surface: ARCHITECTURE.md walks through it. */
export const createAnswer =
  (currentSite: () => Site): Answer =>
  (exchange) => {
    // Looked up once: a reload changes nothing for a request that has begun.
    const site = currentSite()
    const started = monotonic()
    const { allowOrigin, publicUrl } = site.settings
    const visit = enter(exchange, originTrust(exchange, allowOrigin), publicUrl)
    const refused = (error: unknown): Promise<Reply> =>
      refuse(error, visit, site).then((reply) => settle(site, visit, started, reply))
    let reply: Awaitable<Reply>
    try {
      reply = respond(site, visit)
    } catch (error) {
      return refused(error)
    }
    return isPending(reply)
      ? reply.then((one) => settle(site, visit, started, one), refused)
      : settle(site, visit, started, reply)
  }

/** Whatever the answer is, the client may have asked to wait for it. */
const settle = (site: Site, visit: Visit, started: number, reply: Reply): Awaitable<Reply> => {
  const { wait } = visit.preference
  return wait === undefined
    ? complete(site, visit, started, reply)
    : site.delay(wait).then(() => complete(site, visit, started, reply))
}

const complete = (site: Site, visit: Visit, started: number, reply: Reply): Awaitable<Reply> => {
  const { onExchange } = site.settings
  const applied = appliedTo(visit)
  if (applied.length > 0) visit.headers.push('Preference-Applied', applied.join(', '))
  const finished = finishReply(site, visit, reply)
  recordVisit(site, visit, finished, monotonic() - started)
  if (!onExchange) return end(site, visit, started, finished)
  const observed = observeVisit(onExchange, visit, finished, monotonic() - started)
  return observed.then(() => end(site, visit, started, finished))
}

const end = (site: Site, visit: Visit, started: number, reply: Reply): Awaitable<Reply> => {
  if (!isSet(visit)) site.callbacks.follow(visit, reply)
  // 6. write the journal
  return visit.keptAt === undefined ? reply : keepVisit(site, visit, started, reply)
}

/** A refusal is none of the answers that were asked for, and neither is one that was set. */
const appliedTo = (visit: Visit): readonly string[] => {
  const { applied } = visit.preference
  return visit.refusal || isSet(visit)
    ? applied.filter((preference) => /^(?:wait|fault)=/.test(preference))
    : applied
}

const respond = (site: Site, visit: Visit): Awaitable<Reply> => {
  const { exchange } = visit
  // 1. find the sandbox
  const host = site.checkHost(exchange.headers['host'], !exchange.inProcess)
  if (isPreflight(exchange)) return answerPreflight(site, visit, host)
  visit.selection = selectSandbox(exchange, host)
  requireOriginOf(site, visit)
  // 2. find the surface
  const area = findArea(site.areas, visit.selection.path)
  const beside = area.base === '' ? besideOperations(site, visit) : undefined
  return andThen(beside, (page) => page ?? inSandbox(site, visit, area))
}

const inSandbox = (site: Site, visit: Visit, area: Area): Awaitable<Reply> => {
  requireSandbox(site, visit, area)
  const opening = site.sandboxes.ready(visit.selection.sandbox)
  return andThen(opening, () => onSurface(site, visit, area))
}

const onSurface = (site: Site, visit: Visit, area: Area): Awaitable<Reply> => {
  beginKeeping(site, visit)
  // 3. match
  const usual = usualAnswer(site, visit, area)
  // 4. let go wrong what is to go wrong, or 5. answer
  const given = () => (isDisturbed(site, visit) ? disturb(site, visit, usual) : usual())
  return visit.selection.named ? inUse(site, visit, given) : given()
}

/** A sandbox that somebody waits in is used: it does not expire. */
const inUse = (
  { sandboxes }: Site,
  { selection }: Visit,
  given: () => Awaitable<Reply>,
): Awaitable<Reply> => {
  const leave = sandboxes.uses.begin(selection.sandbox)
  let reply: Awaitable<Reply> | undefined
  try {
    reply = given()
  } finally {
    if (!isPending(reply)) leave()
  }
  return isPending(reply) ? reply.finally(leave) : reply
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
const besideOperations = (site: Site, visit: Visit): Awaitable<Reply | undefined> => {
  const { exchange, selection } = visit
  const { path } = selection
  if (path === '/' && site.hasLanding) return landingReply(site, visit)
  if (isConsolePath(path)) return site.console(exchange, path)
  if (path === '*' && exchange.method === 'OPTIONS') return allowReply(everyMethod)
  return site.docs.has(path) ? site.docs.respond(visit) : undefined
}
