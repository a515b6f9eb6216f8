import type { Case, CaseSource } from './case.js'
import type { Stage } from './stage.js'

/** Cases that are sent one after another, on things of their own. */
export interface Scenario {
  /** Stable from run to run: shards are made by it. */
  readonly id: string
  readonly source: CaseSource
  readonly cases: readonly Case[]
  /** At most so many requests, with those that only prepare and look. */
  readonly requests: number
  /** Sends the cases. Rejects only for faults of our own. */
  readonly run: (stage: Stage) => Promise<void>
}
