import type { Contract, Operation } from '../../contract/contract.js'
import type { ResourceModel } from '../../resources/resource-model.js'
import type { Scenario } from '../scenario.js'
import type { Finding } from '../finding.js'
import type { RunSettings } from '../stage.js'
import { lifecycleScenarios } from '../lifecycle/lifecycle-scenarios.js'
import { exampleScenario } from './example-scenario.js'

/** What a plan is made of. */
export interface PlanParts {
  readonly contract: Contract
  readonly model: ResourceModel
  /** Those that are verified. */
  readonly operations: readonly Operation[]
  readonly settings: RunSettings
}

/** Everything that is going to be sent, known before the first request. */
export interface Plan {
  readonly scenarios: readonly Scenario[]
  /** What the contract alone shows (V160). */
  readonly findings: readonly Finding[]
  /** At most so many requests. */
  readonly requests: number
}

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

const isSafe = ({ cases }: Scenario): boolean =>
  cases.every(({ operation }) => safeMethods.has(operation.method))

/** Plans a run: examples, boundaries, protocol, lifecycles, workflows, in this order. */
export const createPlan = async (parts: PlanParts): Promise<Plan> => {
  const all: readonly Scenario[] = [
    ...parts.operations.flatMap((operation) => [exampleScenario(operation)]),
    ...lifecycleScenarios(parts),
  ]
  const scenarios = parts.settings.safeOnly ? all.filter(isSafe) : all
  const requests = scenarios.reduce((sum, scenario) => sum + scenario.requests, 0)
  return Promise.resolve({ scenarios, findings: [], requests })
}
