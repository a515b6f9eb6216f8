import type { Operation } from '../../contract/contract.js'
import type { Case } from '../case.js'
import { judgeExpectation } from '../judge/judge-expectation.js'
import { namesOthers } from '../plan/own-draft.js'
import type { PlanParts } from '../plan/plan-parts.js'
import type { RequestDraft } from '../request-draft.js'
import type { Scenario } from '../scenario.js'
import type { Sent, Stage } from '../stage.js'
import { randomDraft, spoiltDraft } from './random-draft.js'
import { shrinkDraft } from './shrink-draft.js'

/** What an operation is sent at random. */
interface Target {
  readonly operation: Operation
  readonly valid: Case
  readonly invalid: Case
}

const targetOf = (operation: Operation, seed: string): Target => {
  const again = `repeat it with --run-seed ${seed}`
  const part = { operation, source: 'fuzz' } as const
  return {
    operation,
    valid: {
      ...part,
      id: `${operation.id} fuzz valid`,
      intent: `a random valid request (${again})`,
      expect: { kind: 'accepted', rule: 'V111' },
    },
    invalid: {
      ...part,
      id: `${operation.id} fuzz invalid`,
      intent: `a random invalid request (${again})`,
      expect: { kind: 'refused', rule: 'V110' },
    },
  }
}

/** What is wrong with an answer, in one word; undefined when nothing is. */
const wrongWith = (one: Case, sent: Sent, own: boolean): string | undefined => {
  const [fault] = sent.faults
  if (fault) return `${fault.rule} ${fault.keyword ?? ''} ${fault.dataPointer ?? ''}`
  const verdict = judgeExpectation(one, sent, { own })
  return verdict.result === 'failed' ? verdict.fault.rule : undefined
}

/** Sends a request unjudged; what is wrong is told with the simplest request that shows it, once. */
const tryOut = async (
  stage: Stage,
  one: Case,
  draft: RequestDraft,
  own: boolean,
  told: Set<string>,
): Promise<void> => {
  const look = async (next: RequestDraft): Promise<string | undefined> =>
    wrongWith(one, await stage.unjudged(next), own)
  const wrong = await look(draft)
  const key = `${one.operation.id} ${wrong ?? one.id}`
  if (told.has(key)) return
  told.add(key)
  if (wrong === undefined) {
    // That nothing was wrong is an outcome as well.
    await stage.send(one, draft, 'user', own)
    return
  }
  const isValid = one.expect.kind === 'accepted'
  const shows = async (next: RequestDraft): Promise<boolean> => (await look(next)) === wrong
  const smallest = await shrinkDraft(stage.contract, draft, isValid, shows)
  await stage.send(one, smallest, 'user', own)
}

const sendOne = async (
  stage: Stage,
  { operation, valid, invalid }: Target,
  seed: string,
  told: Set<string>,
): Promise<void> => {
  const subject = await stage.subject(operation)
  const draft = await randomDraft(stage.contract, operation, subject, seed)
  if (!draft) return
  const own = subject.isOwn && !namesOthers(draft, subject)
  await tryOut(stage, valid, draft, own, told)
  const spoilt = await spoiltDraft(stage.contract, draft, seed)
  if (spoilt) await tryOut(stage, invalid, spoilt, own, told)
}

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Random requests to all operations in turn, until the time is up; none where no time is given. */
export const fuzzScenarios = (parts: PlanParts): readonly Scenario[] => {
  const { operations, settings, monotonic } = parts
  const { fuzz: milliseconds, nonce, safeOnly } = settings
  const fit = operations.filter(
    ({ fault, method }) => !fault && (!safeOnly || safeMethods.has(method)),
  )
  if (milliseconds === undefined || fit.length === 0) return []
  const targets = fit.map((operation) => targetOf(operation, nonce))
  const run = async (stage: Stage): Promise<void> => {
    const [end, told] = [monotonic() + milliseconds, new Set<string>()]
    for (let count = 0; monotonic() < end; count++)
      for (const target of targets) {
        if (monotonic() >= end) break
        await sendOne(stage, target, `${nonce} ${target.operation.id} ${count}`, told)
      }
  }
  const cases = targets.flatMap(({ valid, invalid }) => [valid, invalid])
  return [{ id: 'fuzz', source: 'fuzz', cases, requests: cases.length, run }]
}
