import type { Operation } from '../../contract/contract.js'
import type { ResourceModel } from '../../resources/resource-model.js'
import type { Scenario } from '../scenario.js'
import type { RunSettings } from '../stage.js'
import { lifecycleScenario } from './lifecycle-scenario.js'
import { listScenario } from './list-scenario.js'

/** What a plan of lifecycles is made of. */
export interface LifecycleParts {
  readonly model: ResourceModel
  readonly operations: readonly Operation[]
  readonly settings: RunSettings
}

/** The lifecycles and lists of all resources that have any of the operations. */
export const lifecycleScenarios = ({
  model,
  operations,
  settings,
}: LifecycleParts): readonly Scenario[] => {
  if (settings.stateless) return []
  const wanted = new Set(operations)
  return [...model.resources.values()]
    .flatMap((resource) => [
      lifecycleScenario(model, resource, settings),
      listScenario(model, resource),
    ])
    .filter((one) => one !== undefined)
    .filter(({ cases }) => cases.some(({ operation }) => wanted.has(operation)))
}
