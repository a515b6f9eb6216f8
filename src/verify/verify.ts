import type { Operation } from '../contract/contract.js'
import { inferResources } from '../resources/inference/infer-resources.js'
import type { VerifyResult } from './outcome.js'
import { createPlan, type Plan } from './plan/create-plan.js'
import { runPlan, type RunParts } from './run-plan.js'
import type { ArazzoDocument } from './workflows/arazzo-document.js'

/** What is verified, and by what means. */
export interface VerifyOptions extends Omit<RunParts, 'model' | 'progress'> {
  /** Those that are verified; all when absent. */
  readonly operations?: readonly Operation[]
  /** Arazzo documents whose workflows are carried out. */
  readonly workflows?: readonly ArazzoDocument[]
  /** Takes a part of the plan, such as a shard. */
  readonly narrow?: (plan: Plan) => Plan
}

/** A plan and what carries it out. */
export interface Verification {
  readonly plan: Plan
  /** `progress` is told after each scenario how many are done, and how many findings there are. */
  readonly run: (progress?: RunParts['progress']) => Promise<VerifyResult>
}

/**
 * Plans a run; nothing is sent before `run` is called.
 * @throws SetupError `workflow-invalid` when a workflow does not fit the contract.
 */
export const prepareVerification = async (options: VerifyOptions): Promise<Verification> => {
  const { contract, operations = contract.operations, settings, monotonic } = options
  const { workflows = [] } = options
  const model = inferResources(contract)
  const whole = await createPlan({
    ...{ contract, model, operations, settings, monotonic, workflows },
  })
  const plan = options.narrow?.(whole) ?? whole
  return { plan, run: (progress) => runPlan(plan, { ...options, model, progress }) }
}

/** Verifies a server: whether it does what the contract says. */
export const verify = async (options: VerifyOptions): Promise<VerifyResult> =>
  (await prepareVerification(options)).run()
