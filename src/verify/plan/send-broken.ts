import type { Stage } from '../stage.js'
import type { PlannedCase } from './change.js'
import { ownDraft } from './own-draft.js'
import { readDraft } from './read-draft.js'

/**
 * Sends requests that have to be refused, all for one thing: for another one only after one was accepted,
 * which may have changed it.
 */
export const sendBroken = async (stage: Stage, cases: readonly PlannedCase[]): Promise<void> => {
  for (const { case: one, change } of cases) {
    const { operation } = one
    const own = await ownDraft(stage, operation, { values: 'fresh', seed: one.id })
    const draft = change(own.draft)
    const violations = await readDraft(stage.contract, draft)
    if (violations === undefined || violations.length === 0) {
      stage.unverified(one, 'With these ids the contract allows it.')
      continue
    }
    await stage.send(one, draft, 'user', own.isOwn)
  }
}
