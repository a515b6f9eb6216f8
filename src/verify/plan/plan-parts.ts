import type { Contract, Operation } from '../../contract/contract.js'
import type { ResourceModel } from '../../resources/resource-model.js'
import type { ArazzoDocument } from '../workflows/arazzo-document.js'
import type { RunSettings } from '../stage.js'

/** What a plan is made of. */
export interface PlanParts {
  readonly contract: Contract
  readonly model: ResourceModel
  /** Those that are verified. */
  readonly operations: readonly Operation[]
  readonly settings: RunSettings
  /** Arazzo documents whose workflows are carried out. */
  readonly workflows?: readonly ArazzoDocument[]
  /** Milliseconds that only grow. */
  readonly monotonic: () => number
}
