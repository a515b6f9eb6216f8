import type { Finding } from '../finding.js'
import { fuzzScenarios } from '../fuzz/fuzz-scenarios.js'
import { lifecycleScenarios } from '../lifecycle/lifecycle-scenarios.js'
import { linkScenarios } from '../lifecycle/link-scenarios.js'
import type { Scenario } from '../scenario.js'
import { workflowScenarios } from '../workflows/workflow-scenarios.js'
import { boundaryScenarios } from './boundary-scenarios.js'
import { exampleFindings } from './example-findings.js'
import { exampleScenarios } from './example-scenarios.js'
import type { PlanParts } from './plan-parts.js'
import { protocolScenarios } from './protocol-scenarios.js'

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

/** Makes scenarios of the operations that are verified. */
type Source = (parts: PlanParts) => Promise<readonly Scenario[]> | readonly Scenario[]

/** In the order of the plan. */
const sources: readonly Source[] = [
  exampleScenarios,
  boundaryScenarios,
  protocolScenarios,
  lifecycleScenarios,
  linkScenarios,
  ({ contract, workflows = [] }) => workflowScenarios(contract, workflows),
  fuzzScenarios,
]

/** Plans a run: examples, boundaries, protocol, lifecycles, links, workflows, random requests, in this order. */
export const createPlan = async (parts: PlanParts): Promise<Plan> => {
  const all: Scenario[] = []
  for (const source of sources) all.push(...(await source(parts)))
  const scenarios = parts.settings.safeOnly ? all.filter(isSafe) : all
  const requests = scenarios.reduce((sum, scenario) => sum + scenario.requests, 0)
  return { scenarios, findings: exampleFindings(parts), requests }
}
