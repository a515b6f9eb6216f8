import type { Reply } from '../exchange.js'
import type { Fault, Outcome } from '../sandbox/faults/fault.js'
import type { FaultRule, FaultTarget } from '../sandbox/faults/fault-rule.js'
import type { ScriptedAnswer } from '../sandbox/faults/scripts.js'
import { lengthOf, withLength } from './body-pieces.js'
import { dripped } from './drip.js'
import type { AnsweredBy } from './log-entry.js'
import { refuse } from './refuse.js'
import { setAnswer } from './set-answer.js'
import type { Site } from './site.js'
import type { Visit } from './visit.js'

/** Answers a visit as if nothing was to go wrong. */
export type Usual = () => Reply | Promise<Reply>

/** What is ours, and the question what is allowed at a path, can be relied on. */
const isSpared = ({ selection, operation, exchange }: Visit): boolean =>
  selection.path.startsWith('/_sandbox') || (exchange.method === 'OPTIONS' && !operation)

/** True when something may go wrong with the answer; asked of every request. */
export const isDisturbed = ({ sandboxes }: Site, visit: Visit): boolean => {
  const { selection, operation, preference } = visit
  const { sandbox } = selection
  const mayBe =
    preference.fault !== undefined ||
    sandboxes.faultRules.of(sandbox).length > 0 ||
    (operation !== undefined && sandboxes.scripts.has(sandbox, operation.id))
  return mayBe && !isSpared(visit)
}

/** The usual answer, be it a refusal: rules look at its status. */
const settled = async (site: Site, visit: Visit, usual: Usual): Promise<Reply> => {
  try {
    return await usual()
  } catch (error) {
    return refuse(error, visit, site)
  }
}

/** The answer is none of the surface that the request was for. */
const replaced = (visit: Visit, answeredBy: AnsweredBy, reply: Reply): Reply => {
  visit.answeredBy = answeredBy
  visit.headers.length = 0
  visit.headers.push('X-Answered-By', answeredBy)
  return reply
}

/** What is not sent: the status is that of the answer that got lost, if there was one. */
const broken = (connection: 'reset' | 'empty', lost?: Reply): Reply => ({
  status: lost?.status ?? 0,
  headers: [],
  cut: connection,
})

/** A body that has no more than those bytes is whole, and its message ends properly. */
const truncated = ({ exchange }: Visit, reply: Reply, afterBytes: number): Reply =>
  exchange.method === 'HEAD' || lengthOf(reply.body) <= afterBytes
    ? reply
    : { ...withLength(reply), cut: { afterBytes } }

const scriptReply = (
  site: Site,
  visit: Visit,
  { answer, status, connection }: ScriptedAnswer,
): Promise<Reply> | Reply | undefined => {
  if (connection) return broken(connection)
  if (answer) return setAnswer(site, visit, answer)
  return status === undefined ? undefined : setAnswer(site, visit, { status })
}

/** The next answer of the script, where the operation has one; else the usual one. */
const scripted = async (site: Site, visit: Visit, usual: Usual): Promise<Reply> => {
  const { sandbox } = visit.selection
  const next = visit.operation && site.sandboxes.scripts.take(sandbox, visit.operation.id)
  if (!next) return usual()
  const given = await scriptReply(site, visit, next.answer)
  const reply = given ? replaced(visit, 'script', given) : await settled(site, visit, usual)
  if (next.latencyMs > 0) await site.delay(next.latencyMs)
  return reply
}

/** What becomes of an answer; `lost` is the usual one, where the operation was carried out already. */
const outcomeReply = async (
  site: Site,
  visit: Visit,
  outcome: Outcome,
  carryOut: Usual,
  lost: Reply | undefined,
): Promise<Reply> => {
  if ('answer' in outcome || 'connection' in outcome) {
    // The client is not told, but it has happened.
    if (lost && visit.answeredBy !== 'script') site.callbacks.follow(visit, lost)
    const reply =
      'answer' in outcome
        ? await setAnswer(site, visit, outcome.answer)
        : broken(outcome.connection, lost)
    return replaced(visit, 'fault', reply)
  }
  const reply = lost ?? (await carryOut())
  return 'drip' in outcome
    ? dripped(reply, outcome.drip, site.delay)
    : truncated(visit, reply, outcome.truncateAfterBytes)
}

const apply = async (
  site: Site,
  visit: Visit,
  { name, latencyMs, outcome }: Fault,
  carryOut: Usual,
  lost?: Reply,
): Promise<Reply> => {
  visit.fault = name
  const reply = outcome
    ? await outcomeReply(site, visit, outcome, carryOut, lost)
    : (lost ?? (await carryOut()))
  if (latencyMs > 0) await site.delay(latencyMs)
  return reply
}

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** A rule may write a path as it was sent or decoded, and without the base path of the mock. */
const targetOf = ({ exchange, selection, operation, target }: Visit): FaultTarget => {
  const { path } = selection
  const inside = target ? path.slice(target.base.length) : path
  const paths = [path, inside, decoded(path), decoded(inside)]
  return { operationId: operation?.id, method: exchange.method, paths: [...new Set(paths)] }
}

const fits = ({ record }: FaultRule, { status }: Reply): boolean => {
  const wanted = record.rule.status
  return wanted === undefined || wanted === String(status) || wanted === `${String(status)[0]}XX`
}

/**
 * Answers a visit with what is to go wrong: what the request itself asks for, else the first fault rule
 * that matches, else the script of the operation, else nothing.
 */
export const disturb = async (site: Site, visit: Visit, usual: Usual): Promise<Reply> => {
  const { sandbox } = visit.selection
  const carryOut = () => settled(site, visit, () => scripted(site, visit, usual))
  const { fault: wished } = visit.preference
  if (wished) return apply(site, visit, wished, carryOut)
  const target = targetOf(visit)
  let answered: Reply | undefined
  for (const rule of site.sandboxes.faultRules.of(sandbox)) {
    if (!rule.concerns(target)) continue
    if (rule.record.rule.status !== undefined) {
      answered ??= await carryOut()
      // While the operation was carried out, others may have used the rule up.
      if (!fits(rule, answered) || rule.hasEnded) continue
    }
    const now = (site.sandboxes.ownClock(sandbox) ?? site.clock).now()
    const fault = rule.decide(now)
    return fault ? apply(site, visit, fault, carryOut, answered) : (answered ?? carryOut())
  }
  return answered ?? carryOut()
}
