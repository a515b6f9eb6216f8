import type { Contract, Operation } from '../../contract/contract.js'
import type { ResourceModel } from '../../resources/resource-model.js'
import type { RunSettings } from '../stage.js'

/** What a plan is made of. */
export interface PlanParts {
  readonly contract: Contract
  readonly model: ResourceModel
  /** Those that are verified. */
  readonly operations: readonly Operation[]
  readonly settings: RunSettings
  /** Milliseconds that only grow. */
  readonly monotonic: () => number
}
