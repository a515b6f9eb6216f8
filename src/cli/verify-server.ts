import type { Contract, Operation } from '../contract/contract.js'
import { monotonic, systemClock } from '../sandbox/clock.js'
import type { VerifyResult } from '../verify/outcome.js'
import type { Plan } from '../verify/plan/create-plan.js'
import { shardOf } from '../verify/shard.js'
import { prepareVerification, type Verification } from '../verify/verify.js'
import { withoutRules } from '../verify/without-rules.js'
import { chosenOperations } from './chosen-operations.js'
import type { Command, CommandCall } from './command.js'
import { planJson, planLines } from './plan-lines.js'
import { readBaselineFile } from './read-baseline-file.js'
import { settleRun } from './settle-run.js'
import {
  baseOf,
  contractOf,
  credentialsOf,
  senderOf,
  settingsOf,
  type VerifyCredentials,
} from './verify-means.js'
import { createProgress } from './verify-progress.js'
import { readWishes, type VerifyWishes } from './verify-wishes.js'

/** What is verified. */
interface Subject {
  readonly contract: Contract
  readonly operations: readonly Operation[]
  readonly wishes: VerifyWishes
  readonly means: VerifyCredentials
}

const subjectOf = async (call: CommandCall): Promise<Subject> => {
  const wishes = readWishes(call.values)
  const contract = await contractOf(call)
  const operations = chosenOperations(contract, call.values.only)
  return { contract, operations, wishes, means: credentialsOf(contract, call) }
}

const narrowed =
  ({ shard, skipped }: VerifyWishes) =>
  (plan: Plan): Plan => {
    const own = withoutRules(plan, skipped)
    return shard ? shardOf(own, shard) : own
  }

/** The plan, and a way to carry it out on a server. */
const verificationOf = (
  { contract, operations, wishes, means }: Subject,
  call: CommandCall,
  send: Parameters<typeof prepareVerification>[0]['send'],
): Promise<Verification> =>
  prepareVerification({
    ...{ contract, operations, send, credentials: means.credentials },
    settings: settingsOf(call),
    narrow: narrowed(wishes),
    ...{ now: systemClock.now, monotonic },
  })

const printPlan = async (subject: Subject, call: CommandCall): Promise<number> => {
  const { values, world } = call
  const never = () => Promise.resolve({ failure: 'Nothing is sent.', milliseconds: 0 })
  const { plan } = await verificationOf(subject, call, never)
  if (values.json) world.printer.line(planJson(plan))
  else for (const line of planLines(plan)) world.printer.line(line)
  return 0
}

const carryOut = async (
  { plan, run }: Verification,
  { world }: CommandCall,
): Promise<VerifyResult> => {
  const progress = createProgress(world, plan.scenarios.length)
  try {
    return await run(progress.show)
  } finally {
    progress.end()
  }
}

/**
 * Verifies a server as the options say. Resolves to 0 when it keeps the contract, 1 when not, 3 when
 * too little was covered or, with --strict, verified.
 */
export const verifyServer: Command = async (call) => {
  const subject = await subjectOf(call)
  if (call.values.plan) return printPlan(subject, call)
  const base = baseOf(call)
  const baseline = await readBaselineFile(call.values)
  const sender = senderOf(base, call)
  try {
    const verification = await verificationOf(subject, call, sender.send)
    const startedAt = systemClock.now()
    const result = await carryOut(verification, call)
    return await settleRun(result, { ...subject, call, base, baseline, startedAt })
  } finally {
    sender.close()
  }
}
