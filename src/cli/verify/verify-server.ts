import type { Contract, Operation } from '../../contract/contract.js'
import { monotonic, systemClock } from '../../sandbox/clock.js'
import type { VerifyResult } from '../../verify/outcome.js'
import type { Plan } from '../../verify/plan/create-plan.js'
import { shardOf } from '../../verify/shard.js'
import type { RunSettings } from '../../verify/stage.js'
import { prepareVerification, type Verification } from '../../verify/verify.js'
import type { ArazzoDocument } from '../../verify/workflows/arazzo-document.js'
import { loadArazzo } from '../../verify/workflows/load-arazzo.js'
import { withoutRules } from '../../verify/without-rules.js'
import { chosenOperations } from './chosen-operations.js'
import type { Command, CommandCall } from '../command.js'
import { counted } from '../../lib/counted.js'
import { readCoverageFiles } from '../coverage-files.js'
import { planJson, planLines } from './plan-lines.js'
import { firstSignal } from '../signals.js'
import { readBaselineFile } from './read-baseline-file.js'
import { settleRun } from './settle-run.js'
import { baseOf, contractOf, meansOf, type ServerMeans, settingsOf } from './verify-means.js'
import { createProgress } from './verify-progress.js'
import { writeLifecycles } from './write-lifecycles.js'
import { readWishes, type VerifyWishes } from './verify-wishes.js'

/** 128 + SIGINT, as shells count. */
const interrupted = 130

/** What is verified. */
interface Subject {
  readonly contract: Contract
  readonly operations: readonly Operation[]
  readonly wishes: VerifyWishes
  readonly settings: RunSettings
  readonly workflows: readonly ArazzoDocument[]
  /** True once somebody has asked for an end (Ctrl-C). */
  readonly isStopped: () => boolean
}

/** Those that are not the same in the older contract of the options. */
const changedOf = async (
  contract: Contract,
  operations: readonly Operation[],
  { positionals: [name], values, world }: CommandCall,
): Promise<readonly Operation[]> => {
  const { changedSince, overlay } = values
  if (changedSince === undefined) return operations
  const [{ olderContract }, { changedOperations }] = await Promise.all([
    import('./older-contract.js'),
    import('../../verify/changed-operations.js'),
  ])
  const older = await olderContract(name, changedSince, overlay ? { overlay } : {})
  const changed = new Set(changedOperations(older, contract))
  const chosen = operations.filter((operation) => changed.has(operation))
  const said = `${counted(chosen.length, 'operation')} of ${operations.length}`
  world.printer.error(`Changed since ${changedSince}: ${said}.`)
  return chosen
}

/** What was made on a server is taken away before the end; a second signal ends at once. */
const stoppedBySignal = ({ world }: CommandCall): (() => boolean) => {
  let isStopped = false
  void firstSignal(world.signals, world.exitNow).then(() => {
    isStopped = true
    world.printer.error('Stopping: what was made on the server is taken away first.')
  })
  return () => isStopped
}

const subjectOf = async (call: CommandCall): Promise<Subject> => {
  const wishes = readWishes(call.values)
  const contract = await contractOf(call)
  const operations = await changedOf(contract, chosenOperations(contract, call.values.only), call)
  const workflows = await Promise.all((call.values.workflows ?? []).map(loadArazzo))
  const isStopped = stoppedBySignal(call)
  return { contract, operations, wishes, settings: settingsOf(call), workflows, isStopped }
}

const narrowed =
  ({ shard, skipped }: VerifyWishes) =>
  (plan: Plan): Plan => {
    const own = withoutRules(plan, skipped)
    return shard ? shardOf(own, shard) : own
  }

type UsedMeans = Pick<ServerMeans, 'send' | 'credentials' | 'answered' | 'safeOnly' | 'waits'>

/** Nothing is sent when there is only a plan to be made. */
const noServer: UsedMeans = {
  send: () => Promise.resolve({ failure: 'Nothing is sent.', milliseconds: 0 }),
  credentials: () => undefined,
  answered: () => undefined,
  safeOnly: false,
  waits: {},
}

/** The plan, and a way to carry it out on a server. */
const verificationOf = (
  { contract, operations, wishes, settings, workflows, isStopped }: Subject,
  { send, credentials, answered, safeOnly, waits }: UsedMeans,
): Promise<Verification> =>
  prepareVerification({
    ...{ contract, operations, workflows, send, credentials, answered, isStopped },
    settings: { ...settings, ...waits, safeOnly },
    narrow: narrowed(wishes),
    ...{ now: systemClock.now, monotonic },
  })

const printPlan = async (subject: Subject, call: CommandCall): Promise<number> => {
  const { values, world } = call
  const { plan } = await verificationOf(subject, noServer)
  if (values.json) world.printer.line(planJson(plan))
  else for (const line of planLines(plan)) world.printer.line(line)
  return 0
}

/** Carries out the plan on a server; a bar shows how far it is. */
const runOn = async (
  subject: Subject,
  means: UsedMeans,
  { world }: CommandCall,
): Promise<VerifyResult> => {
  const { plan, run } = await verificationOf(subject, means)
  const { fuzz, nonce } = subject.settings
  if (fuzz !== undefined)
    world.printer.error(`Random requests are sent; the same again with --run-seed ${nonce}`)
  const progress = createProgress(world, plan.scenarios.length)
  try {
    return await run(progress.show)
  } finally {
    progress.end()
  }
}

/** Sends the plan to two servers, one after the other, and tells where they differ. */
const verifyBoth = async (subject: Subject, there: string, call: CommandCall): Promise<number> => {
  const { refuseWithParity, settleParity } = await import('./settle-parity.js')
  refuseWithParity(call.values)
  const { contract } = subject
  const first = await meansOf(contract, baseOf(call), call)
  const second = await meansOf(contract, there, call)
  try {
    const safeOnly = first.safeOnly || second.safeOnly
    const left = await runOn(subject, { ...first, safeOnly }, call)
    const right = await runOn(subject, { ...second, safeOnly }, call)
    return await settleParity({ ...subject, call, left, right, first, second })
  } finally {
    first.close()
    second.close()
  }
}

const verifyOne = async (subject: Subject, call: CommandCall): Promise<number> => {
  const baseline = await readBaselineFile(call.values)
  const coverage = await readCoverageFiles(call.values.mergeCoverage ?? [])
  const means = await meansOf(subject.contract, baseOf(call), call)
  try {
    const startedAt = systemClock.now()
    const result = await runOn(subject, means, call)
    return await settleRun(result, { ...subject, call, means, baseline, coverage, startedAt })
  } finally {
    means.close()
  }
}

/**
 * Verifies a server as the options say. Resolves to 0 when it keeps the contract, 1 when not, 3 when
 * too little was covered or, with --strict, verified; 130 when it was interrupted.
 */
export const verifyServer: Command = async (call) => {
  const { plan, parity, base, writeArazzo } = call.values
  const subject = await subjectOf(call)
  await writeLifecycles(subject.contract, call)
  if (plan) return printPlan(subject, call)
  if (writeArazzo !== undefined && base === undefined) return 0
  const code = await (parity === undefined
    ? verifyOne(subject, call)
    : verifyBoth(subject, parity, call))
  return subject.isStopped() ? interrupted : code
}
