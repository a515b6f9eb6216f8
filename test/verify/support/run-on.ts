import type { Contract } from '../../../src/contract/contract.js'
import { inferResources } from '../../../src/resources/inference/infer-resources.js'
import type { PlanParts } from '../../../src/verify/plan/plan-parts.js'
import { type RunParts, runPlan } from '../../../src/verify/run-plan.js'
import type { Scenario } from '../../../src/verify/scenario.js'
import type { VerifyResult } from '../../../src/verify/outcome.js'
import type { RunSettings } from '../../../src/verify/stage.js'
import { verify, type VerifyOptions } from '../../../src/verify/verify.js'
import { sendTo } from './send-to.js'

/** A server in this process. */
export type Fetch = (request: Request) => Promise<Response>

/** Settings of a run that may write and knows one user. */
export const settings: RunSettings = {
  ...{ stateless: false, nonce: 'n', hasOther: false, safeOnly: false, rounds: 2 },
}

/** Verifies a server in this process by a contract, without credentials. */
export const runOn = (
  contract: Contract,
  fetch: Fetch,
  more: Partial<VerifyOptions> = {},
): Promise<VerifyResult> =>
  verify({
    contract,
    settings,
    credentials: () => ({ headers: [], query: [], cookies: [] }),
    send: sendTo(fetch),
    now: () => 0,
    monotonic: () => 0,
    ...more,
  })

/** Carries out these scenarios on a server in this process. */
export const runScenarios = (
  contract: Contract,
  fetch: Fetch,
  scenarios: (parts: PlanParts) => readonly Scenario[],
  more: Partial<RunParts> = {},
): Promise<VerifyResult> => {
  const model = inferResources(contract)
  const parts = { contract, model, settings: more.settings ?? settings }
  const found = scenarios({ ...parts, operations: contract.operations, monotonic: () => 0 })
  return runPlan(
    { scenarios: found, findings: [], requests: 0 },
    {
      ...parts,
      credentials: () => ({ headers: [], query: [], cookies: [] }),
      send: sendTo(fetch),
      now: () => 0,
      monotonic: () => 0,
      ...more,
    },
  )
}

/** What a run has found, in short: `V121 readPet`. */
export const told = ({ findings }: VerifyResult): readonly string[] => [
  ...new Set(findings.map(({ rule, operation, message }) => `${rule} ${operation}: ${message}`)),
]
