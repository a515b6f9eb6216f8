import type { Case } from '../case.js'
import { judgeExpectation } from '../judge/judge-expectation.js'
import type { RequestDraft } from '../request-draft.js'
import type { Stage } from '../stage.js'

/** A documented request, and the same with names that nobody else has. */
export interface ExampleDraft {
  readonly draft: RequestDraft
  readonly isOwn: boolean
  readonly again: () => Promise<RequestDraft>
}

/** What is there already is no fault: names have to be unique. */
const conflicts: ReadonlySet<number> = new Set([409, 422])

/** Sends a documented request; where it conflicts with what is there, once more with fresh names. */
export const sendExample = async (
  stage: Stage,
  one: Case,
  { draft, isOwn, again }: ExampleDraft,
): Promise<void> => {
  const first = { ...one, expect: { ...one.expect, kind: 'any' } as const }
  const sent = await stage.send(first, draft, 'user', isOwn)
  const verdict = judgeExpectation(one, sent, { own: isOwn })
  if (conflicts.has(sent.status) && draft.body !== undefined && verdict.result !== 'passed') {
    await stage.send(one, await again(), 'user', isOwn)
    return
  }
  if (verdict.result === 'failed') stage.find(one, verdict.fault, sent)
  if (verdict.result === 'unverified') stage.unverified(one, verdict.why)
}
