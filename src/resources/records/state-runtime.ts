import type { Contract } from '../../contract/contract.js'
import { FirstRecords, type ResourceSeed } from './first-records.js'
import { References } from './references.js'
import type { RecordSelector } from './record-selector.js'
import type { ResourceModel } from '../resource-model.js'
import { type ContractState, createContractState, type ResourceState } from './resource-state.js'
import { createSamplers, type Sampler } from './sampler.js'
import type { StateWriter } from './state-answer.js'

/** What the state of a contract is kept with, beside its contents. */
export interface StateOptions {
  /** The first records, in the place of those that the document shows. */
  readonly seed?: ResourceSeed | undefined
  /** Tells the log what could not be answered from state. */
  readonly warn?: (message: string) => void
}

/** What all who read and write the records of one contract share. */
export interface StateRuntime {
  readonly model: ResourceModel
  readonly contract: ContractState
  readonly references: References
  readonly samplers: () => Promise<Sampler>
  readonly first: FirstRecords
  readonly warn: (message: string) => void
  /** Writers by operation id, and selectors by what they select: each is made once. */
  readonly writers: Map<string, StateWriter>
  readonly selectors: WeakMap<ResourceState, Map<string, RecordSelector>>
}

/** Makes what the records of a contract are read and written with. */
export const createStateRuntime = (
  { slug }: Pick<Contract, 'slug'>,
  model: ResourceModel,
  { seed, warn = () => undefined }: StateOptions = {},
): StateRuntime => {
  const contract = createContractState(slug, model)
  const references = new References(contract)
  const first = new FirstRecords(contract, references, seed)
  const [writers, selectors] = [new Map(), new WeakMap()]
  const samplers = createSamplers()
  return { model, contract, references, samplers, first, warn, writers, selectors }
}
