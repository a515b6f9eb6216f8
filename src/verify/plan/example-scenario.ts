import type { Operation } from '../../contract/contract.js'
import type { Case } from '../case.js'
import type { Scenario } from '../scenario.js'
import type { Stage } from '../stage.js'
import { validDraft } from './valid-draft.js'

/** The documented request of an operation: it has to be accepted. */
export const exampleScenario = (operation: Operation): Scenario => {
  const one: Case = {
    id: `${operation.id} example`,
    operation,
    source: 'example',
    intent: 'the documented request',
    expect: { kind: 'accepted', rule: 'V111' },
  }
  const run = async (stage: Stage): Promise<void> => {
    const subject = await stage.subject(operation, { fresh: operation.method === 'DELETE' })
    const draft = await validDraft(operation, { subject, values: 'documented', seed: one.id })
    await stage.send(one, draft, 'user', subject.isOwn)
  }
  return { id: one.id, source: 'example', cases: [one], requests: 3, run }
}
