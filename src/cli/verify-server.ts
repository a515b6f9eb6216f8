import type { Contract, Operation } from '../contract/contract.js'
import { monotonic, systemClock } from '../sandbox/clock.js'
import { createSessions } from '../verify/call/credentials.js'
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
import { openVerifiedServer, type VerifiedServer } from './verified-server.js'
import { baseOf, contractOf, settingsOf } from './verify-means.js'
import { createProgress } from './verify-progress.js'
import { readWishes, type VerifyWishes } from './verify-wishes.js'

/** What is verified. */
interface Subject {
  readonly contract: Contract
  readonly operations: readonly Operation[]
  readonly wishes: VerifyWishes
}

const subjectOf = async (call: CommandCall): Promise<Subject> => {
  const wishes = readWishes(call.values)
  const contract = await contractOf(call)
  const operations = chosenOperations(contract, call.values.only)
  return { contract, operations, wishes }
}

const narrowed =
  ({ shard, skipped }: VerifyWishes) =>
  (plan: Plan): Plan => {
    const own = withoutRules(plan, skipped)
    return shard ? shardOf(own, shard) : own
  }

/** The plan, and a way to carry it out on a server. */
const verificationOf = (
  { contract, operations, wishes }: Subject,
  call: CommandCall,
  { send, sessions }: Pick<VerifiedServer, 'send' | 'sessions'>,
): Promise<Verification> =>
  prepareVerification({
    ...{ contract, operations, send, ...sessions },
    settings: settingsOf(call),
    narrow: narrowed(wishes),
    ...{ now: systemClock.now, monotonic },
  })

const printPlan = async (subject: Subject, call: CommandCall): Promise<number> => {
  const { values, world } = call
  const send = () => Promise.resolve({ failure: 'Nothing is sent.', milliseconds: 0 })
  const nobody = { user: new Map(), other: new Map() }
  const sessions = createSessions(subject.contract, nobody)
  const { plan } = await verificationOf(subject, call, { send, sessions })
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
  const server = await openVerifiedServer(subject.contract, base, call)
  try {
    const verification = await verificationOf(subject, call, server)
    const startedAt = systemClock.now()
    const result = await carryOut(verification, call)
    const secrets = server.sessions.secrets()
    return await settleRun(result, { ...subject, secrets, call, base, baseline, startedAt })
  } finally {
    server.close()
  }
}
