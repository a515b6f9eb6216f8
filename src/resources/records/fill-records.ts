import type { Sandbox } from '../../sandbox/sandbox.js'
import { allRecords } from './all-records.js'
import { FirstRecords, type ResourceSeed } from './first-records.js'
import type { StateRuntime } from './state-runtime.js'
import { StateSession } from './state-session.js'

/** Makes the first records of every resource at once, by a seed of the sandbox's own. */
export const fillRecords = async (
  runtime: StateRuntime,
  sandbox: Sandbox,
  seed: ResourceSeed | undefined,
): Promise<void> => {
  const { contract, references, model, samplers } = runtime
  const first = new FirstRecords(contract, references, seed)
  const session = new StateSession(sandbox, { ...runtime, first, sampler: await samplers() })
  for (const resource of model.resources.values()) await allRecords(session, contract.of(resource))
}
