import type { Operation } from '../../contract/contract.js'
import type { Stage } from '../stage.js'
import type { PlannedCase } from './change.js'
import { ownDraft } from './own-draft.js'
import { readDraft } from './read-draft.js'

const changesNothing = ({ method }: Operation): boolean =>
  method === 'GET' || method === 'HEAD' || method === 'OPTIONS'

/**
 * Sends requests that have to be refused, all for one thing: for another one after one was accepted,
 * which may have changed it.
 */
export const sendBroken = async (stage: Stage, cases: readonly PlannedCase[]): Promise<void> => {
  let isSpent = true
  for (const { case: one, change } of cases) {
    const { operation } = one
    const isFresh = isSpent && !changesNothing(operation)
    const own = await ownDraft(stage, operation, { values: 'fresh', seed: one.id }, isFresh)
    const draft = change(own.draft)
    const violations = await readDraft(stage.contract, draft)
    if (violations === undefined || violations.length === 0) {
      stage.unverified(one, 'With these ids the contract allows it.')
      continue
    }
    isSpent = (await stage.send(one, draft, 'user', own.isOwn)).isSuccess
  }
}
