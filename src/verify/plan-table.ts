import { groupBy } from '../lib/group-by.js'
import type { Case } from './case.js'
import type { Plan } from './plan/create-plan.js'

/** What is planned for one operation. */
export interface PlannedOperation {
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly cases: readonly Pick<Case, 'id' | 'source' | 'intent'>[]
}

/** The cases of a plan by operation, in the order of the plan. */
export const planTable = ({ scenarios }: Plan): readonly PlannedOperation[] => {
  const cases = scenarios.flatMap((scenario) => scenario.cases)
  return [...groupBy(cases, ({ operation }) => operation)].map(([{ id, method, path }, all]) => ({
    ...{ operation: id, method, path },
    cases: all.map((one) => ({ id: one.id, source: one.source, intent: one.intent })),
  }))
}
