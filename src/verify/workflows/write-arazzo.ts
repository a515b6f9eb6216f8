import type { Contract } from '../../contract/contract.js'
import type { ResourceModel } from '../../resources/resource-model.js'
import { operationsOf } from '../lifecycle/resource-operations.js'
import { LifecycleWriter } from './lifecycle-writer.js'

/** An Arazzo document (1.0.1), to be written as JSON or YAML. */
export interface WrittenArazzo {
  readonly arazzo: '1.0.1'
  readonly info: { readonly title: string; readonly version: string }
  readonly sourceDescriptions: readonly object[]
  readonly workflows: readonly object[]
}

/**
 * The lifecycles that were inferred as workflows: each makes a thing below parents of its own, reads,
 * changes and deletes it, and takes the parents away. `url` is where the contract lies. Undefined when
 * there is none to write.
 */
export const writeArazzo = async (
  contract: Contract,
  model: ResourceModel,
  url: string,
): Promise<WrittenArazzo | undefined> => {
  const workflows: object[] = []
  for (const resource of model.resources.values()) {
    if (resource.isSingleton || !operationsOf(model, resource).has('create')) continue
    const workflow = await new LifecycleWriter(contract, model).workflow(resource)
    if (workflow) workflows.push(workflow)
  }
  if (workflows.length === 0) return undefined
  return {
    arazzo: '1.0.1',
    info: { title: `Lifecycles of ${contract.title}`, version: contract.version || '1' },
    sourceDescriptions: [{ name: 'api', url, type: 'openapi' }],
    workflows,
  }
}
