import type { Operation } from '../../contract/contract.js'
import type { Case } from '../case.js'
import { judgeExpectation } from '../judge/judge-expectation.js'
import type { Sent, Stage } from '../stage.js'
import type { PlannedCase } from './change.js'
import { namesOthers, ownDraft, type OwnDraft } from './own-draft.js'
import type { Together } from './positive-cases.js'
import { isAllowedDraft } from './read-draft.js'
import { type DraftWish, withSubject } from './valid-draft.js'

/** What deletes its subject needs another one each time. */
const needsFresh = ({ method }: Operation): boolean => method === 'DELETE'

/** The request of a case: a valid one with its parts, as far as these go together with its ids. */
const drafted = async (
  stage: Stage,
  one: Case,
  values: DraftWish['values'],
  parts: readonly PlannedCase[],
): Promise<OwnDraft | undefined> => {
  const own = await ownDraft(
    stage,
    one.operation,
    { values, seed: one.id },
    needsFresh(one.operation),
  )
  const changed = parts.reduce((before, { change }) => change(before), own.draft)
  const draft = withSubject(changed, own.subject)
  const isOwn = own.isOwn && !namesOthers(draft, own.subject)
  return (await isAllowedDraft(stage.contract, draft)) ? { ...own, draft, isOwn } : undefined
}

const noneValid = 'No request was found that the contract allows.'

/** Sends a valid request that has to be accepted. */
export const sendValid = async (
  stage: Stage,
  one: Case,
  values: DraftWish['values'],
  parts: readonly PlannedCase[] = [],
): Promise<Sent | undefined> => {
  const own = await drafted(stage, one, values, parts)
  if (own) return stage.send(one, own.draft, 'user', own.isOwn)
  stage.unverified(one, noneValid)
  return undefined
}

/** Whether some of the parts are refused without the others. */
const isRefused = async (stage: Stage, all: Case, parts: Together['parts']): Promise<boolean> => {
  const id = `${all.id} ${parts[0]?.case.id ?? ''}`
  const one: Case = { ...all, id, expect: { ...all.expect, kind: 'any' }, covers: [] }
  const sent = await sendValid(stage, one, 'fresh', parts)
  return sent?.isSuccess === false
}

/** Halves what was refused until it is one part; true when one alone is refused. */
const tellApart = async (stage: Stage, all: Case, parts: Together['parts']): Promise<boolean> => {
  const [first] = parts
  if (!first) return false
  if (parts.length === 1)
    return (await sendValid(stage, first.case, 'fresh', [first]))?.isSuccess === false
  const middle = Math.ceil(parts.length / 2)
  let isTold = false
  for (const half of [parts.slice(0, middle), parts.slice(middle)]) {
    if (half.length > 1 && !(await isRefused(stage, all, half))) continue
    isTold = (await tellApart(stage, all, half)) || isTold
  }
  return isTold
}

/** What was refused together is sent in halves, after a request with nothing unusual. */
const sendEach = async (stage: Stage, { case: all, parts }: Together): Promise<boolean> => {
  const plain: Case = { ...all, id: `${all.id} plain`, intent: 'a plain valid request', covers: [] }
  const before = await sendValid(stage, plain, 'fresh')
  if (before?.isSuccess !== true) {
    stage.unverified(all, 'A plain request of the operation is refused as well.')
    return false
  }
  const isTold = await tellApart(stage, all, parts)
  stage.unverified(
    all,
    isTold
      ? 'It was refused, so each of its parts was sent alone.'
      : 'It was refused only all together.',
  )
  return true
}

/** Sends values that may go together; false when nothing more can be learned of the operation. */
export const sendTogether = async (stage: Stage, together: Together): Promise<boolean> => {
  const { case: one, parts } = together
  const own = await drafted(stage, one, 'fresh', parts)
  if (!own) {
    stage.unverified(one, noneValid)
    return true
  }
  const sent = await stage.send(
    { ...one, expect: { ...one.expect, kind: 'any' } },
    own.draft,
    'user',
    own.isOwn,
  )
  const verdict = judgeExpectation(one, sent, { own: own.isOwn })
  if (verdict.result === 'unverified') stage.unverified(one, verdict.why)
  return verdict.result === 'failed' ? sendEach(stage, together) : true
}
