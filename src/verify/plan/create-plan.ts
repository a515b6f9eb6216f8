import type { Operation } from '../../contract/contract.js'
import type { Finding } from '../finding.js'
import { lifecycleScenarios } from '../lifecycle/lifecycle-scenarios.js'
import type { Scenario } from '../scenario.js'
import { boundaryScenario } from './boundary-scenario.js'
import { exampleFindings } from './example-findings.js'
import { exampleScenario } from './example-scenario.js'
import type { PlanParts } from './plan-parts.js'
import { protocolScenario } from './protocol-scenario.js'
import { SentBefore } from './sent-before.js'

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

/** Makes the scenarios of one operation. */
type Source = (
  parts: PlanParts & { readonly before: SentBefore },
  operation: Operation,
) => Promise<Scenario | undefined> | Scenario | undefined

/** In the order of the plan. */
const perOperation: readonly Source[] = [
  ({ contract }, operation) => exampleScenario(contract, operation),
  ({ contract, before }, operation) => boundaryScenario(contract, operation, before),
  ({ contract, settings }, operation) => protocolScenario(contract, operation, settings),
]

/** Plans a run: examples, boundaries, protocol, lifecycles, workflows, in this order. */
export const createPlan = async (parts: PlanParts): Promise<Plan> => {
  const all: Scenario[] = []
  const before = new SentBefore()
  for (const source of perOperation)
    for (const operation of parts.operations) {
      const scenario = await source({ ...parts, before }, operation)
      if (scenario) all.push(scenario)
    }
  all.push(...lifecycleScenarios(parts))
  const scenarios = parts.settings.safeOnly ? all.filter(isSafe) : all
  const requests = scenarios.reduce((sum, scenario) => sum + scenario.requests, 0)
  return { scenarios, findings: exampleFindings(parts), requests }
}
