import type { Contract, Operation } from '../contract/contract.js'
import { inferResources } from '../resources/inference/infer-resources.js'
import type { CredentialsFor } from './call/credentials.js'
import type { VerifyResult } from './outcome.js'
import { createPlan, type Plan } from './plan/create-plan.js'
import { runPlan } from './run-plan.js'
import type { Actor, RunSettings } from './stage.js'
import type { Send } from './wire.js'

/** What is verified, and by what means. */
export interface VerifyOptions {
  readonly contract: Contract
  /** Those that are verified; all when absent. */
  readonly operations?: readonly Operation[]
  readonly settings: RunSettings
  readonly credentials: CredentialsFor
  readonly send: Send
  /** Told the status of each answer (0: none), so that credentials can be renewed. */
  readonly answered?: ((operation: Operation, as: Actor, status: number) => void) | undefined
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Milliseconds that only grow. */
  readonly monotonic: () => number
  /** Told after each scenario how many are done, and how many findings there are. */
  readonly progress?: (done: number, findings: number) => void
}

/** A plan and what carries it out. */
export interface Verification {
  readonly plan: Plan
  readonly run: () => Promise<VerifyResult>
}

/** Plans a run; nothing is sent before `run` is called. */
export const prepareVerification = async (options: VerifyOptions): Promise<Verification> => {
  const { contract, operations = contract.operations, settings } = options
  const model = inferResources(contract)
  const plan = await createPlan({ contract, model, operations, settings })
  return { plan, run: () => runPlan(plan, { ...options, model }) }
}

/** Verifies a server: whether it does what the contract says. */
export const verify = async (options: VerifyOptions): Promise<VerifyResult> =>
  (await prepareVerification(options)).run()
