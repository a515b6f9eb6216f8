import type { Contract } from '../../contract/contract.js'
import { FirstRecords, type ResourceSeed } from './first-records.js'
import { References } from './references.js'
import type { RecordSelector } from './record-selector.js'
import type { ResourceModel } from '../resource-model.js'
import { type ContractState, createContractState, type ResourceState } from './resource-state.js'
import { createSamplers, type Sampler } from './sampler.js'
import type { StateFaults, StateWriter } from './state-writer.js'
import type { MockSettings } from '../../mock/mock.js'
import { unsatisfiable } from '../../mock/unsatisfiable.js'

/** What the state of a contract is kept with, beside its contents. */
export interface StateOptions {
  /** The first records, in the place of those that the document shows. */
  readonly seed?: ResourceSeed | undefined
  /** Tells the log what could not be answered from state. */
  readonly warn?: (message: string) => void
  /** Whether a schema that no value can be made for is a fault (501, the default), a warning, or nothing. */
  readonly replyCheck?: MockSettings['replyCheck']
}

/** What all who read and write the records of one contract share. */
export interface StateRuntime {
  readonly model: ResourceModel
  readonly contract: ContractState
  readonly references: References
  readonly samplers: () => Promise<Sampler>
  readonly first: FirstRecords
  readonly faults: StateFaults
  /** Writers by operation id, and selectors by what they select: each is made once. */
  readonly writers: Map<string, StateWriter>
  readonly selectors: WeakMap<ResourceState, Map<string, RecordSelector>>
}

/** Makes what the records of a contract are read and written with. */
export const createStateRuntime = (
  { slug, place }: Pick<Contract, 'slug' | 'place'>,
  model: ResourceModel,
  { seed, warn = () => undefined, replyCheck = 'error' }: StateOptions = {},
): StateRuntime => {
  const contract = createContractState(slug, model)
  const references = new References(contract)
  const first = new FirstRecords(contract, references, seed)
  const [writers, selectors] = [new Map(), new WeakMap()]
  const samplers = createSamplers()
  const faults: StateFaults = {
    warn,
    unsatisfiable: (operation, response, content, flaw) => {
      if (replyCheck === 'error') throw unsatisfiable({ place }, operation, response, content, flaw)
    },
  }
  return { model, contract, references, samplers, first, faults, writers, selectors }
}
