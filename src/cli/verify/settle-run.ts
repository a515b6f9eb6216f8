import type { Contract, Operation } from '../../contract/contract.js'
import { counted } from '../../lib/counted.js'
import { gitHubActions, wantsColour } from '../../options.js'
import {
  baselineReport,
  knownAt,
  type Baseline,
  type RunSpan,
  updatedBaseline,
} from '../../verify/baseline/baseline.js'
import { writeBaseline } from '../../verify/baseline/read-baseline.js'
import { createMask } from '../../verify/call/create-mask.js'
import { coverageOfResult } from '../../verify/coverage/coverage-of-result.js'
import { coverageTable } from '../../verify/coverage/coverage-table.js'
import { type Coverage, mergeCoverage } from '../../verify/coverage/coverage.js'
import type { VerifyResult } from '../../verify/outcome.js'
import { createReport, hasFailed } from '../../verify/report/create-report.js'
import { jsonReport } from '../../verify/report/json-report.js'
import type { Report } from '../../verify/report/report.js'
import { findingsWithout } from '../../verify/without-rules.js'
import type { CommandCall } from '../command.js'
import { writeCoverageFile } from '../coverage-files.js'
import { doAll } from '../do-all.js'
import { coverageShortfalls } from '../min-coverage.js'
import { writeSuggestion } from './write-suggestion.js'
import { createPaint } from '../paint.js'
import { reportLines } from './report-lines.js'
import { packageVersion } from '../version.js'
import type { ServerMeans } from './verify-means.js'
import { withoutUser } from './without-user.js'
import type { VerifyWishes } from './verify-wishes.js'
import { appendToFile, writeFileAtomically } from '../write-file-atomically.js'

/** A run, and what it was told. */
export interface RunContext {
  readonly call: CommandCall
  readonly contract: Contract
  /** Those that were verified. */
  readonly operations: readonly Operation[]
  readonly wishes: VerifyWishes
  readonly means: Pick<ServerMeans, 'base' | 'secrets'>
  readonly baseline: Baseline | undefined
  /** Of other runs. */
  readonly coverage: Coverage
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** True once somebody has asked for an end (Ctrl-C). */
  readonly isStopped: () => boolean
}

/** A part of a plan, or one that was broken off, says nothing of what it has not found; nor does a rule left out. */
const spanOf = ({ call: { values }, wishes, isStopped, startedAt }: RunContext): RunSpan => {
  const parts = [values.only, values.shard, values.changedSince]
  const isWhole = parts.every((part) => part === undefined) && !isStopped()
  const skipped: ReadonlySet<string> = wishes.skipped
  return { now: startedAt, isSeen: ({ rule }) => isWhole && !skipped.has(rule) }
}

const reportOf = (result: VerifyResult, own: Coverage, context: RunContext): Report => {
  const { call, contract, operations, means, baseline = [], startedAt } = context
  const merged = mergeCoverage(own, context.coverage)
  const found = new Set(result.findings.map(({ fingerprint }) => fingerprint))
  return createReport(result, {
    ...{ contract, startedAt, base: withoutUser(means.base) },
    folder: call.world.folder ?? process.cwd(),
    version: packageVersion(),
    file: call.positionals[0],
    mask: createMask(contract, means.secrets),
    known: knownAt(baseline, startedAt),
    coverage: coverageTable(operations, merged),
    ...(context.baseline && { baseline: baselineReport(baseline, found, spanOf(context)) }),
  })
}

/** Writes what was asked for beside the terminal. */
const writeReports = async (report: Report, { call, wishes }: RunContext): Promise<void> => {
  const { values, world } = call
  const gitHub = gitHubActions(world.environment)
  const wantsGitHub = values.github ?? gitHub !== undefined
  if (wishes.reports.length === 0 && !wantsGitHub) return
  const { reporters } = await import('../../verify/report/reporters.js')
  const { gitHubAnnotations } = await import('../../verify/report/git-hub-annotations.js')
  if (wantsGitHub && !values.json)
    for (const line of gitHubAnnotations(report)) world.printer.line(line)
  await doAll([
    ...wishes.reports.map(
      ({ format, file }) =>
        () =>
          writeFileAtomically(file, reporters[format](report)),
    ),
    async () => {
      if (wantsGitHub && gitHub?.summaryFile !== undefined)
        await appendToFile(gitHub.summaryFile, reporters.markdown(report))
    },
  ])
}

const writeNewBaseline = async (report: Report, context: RunContext): Promise<void> => {
  const { call, baseline = [] } = context
  const file = call.values.baseline ?? ''
  const updated = updatedBaseline(baseline, report.findings, spanOf(context))
  await writeFileAtomically(file, writeBaseline(updated))
  call.world.printer.error(`Written: ${file} (${counted(updated.length, 'finding')})`)
}

const print = (report: Report, { values, world }: CommandCall): void => {
  const { printer } = world
  if (values.json) return printer.line(jsonReport(report).trimEnd())
  const paint = createPaint(printer.isTerminal && wantsColour(world.environment))
  for (const line of reportLines(report, paint)) printer.line(line)
}

/** Why too little was done, line by line. */
const shortfalls = (report: Report, { call, wishes }: RunContext): readonly string[] => [
  ...coverageShortfalls(report.coverage, wishes.least),
  ...(call.values.strict && report.counts.unverified > 0
    ? [
        `With --strict nothing may be unverified: ${counted(report.counts.unverified, 'case')} proved nothing.`,
      ]
    : []),
]

/** Reports a run, and gives the exit code: 1 for findings that are not known, 3 when too little was done. */
export const settleRun = async (result: VerifyResult, context: RunContext): Promise<number> => {
  const { call, baseline } = context
  const { values, world } = call
  const shown = { ...result, findings: findingsWithout(result.findings, context.wishes.skipped) }
  const own = coverageOfResult(context.contract, shown)
  const report = reportOf(shown, own, context)
  print(report, call)
  for (const { reason, operation, rule } of baseline ?? [])
    if (!reason)
      world.printer.error(`warning: the baseline says no reason for ${rule} ${operation}`)
  const missing = shortfalls(report, context)
  for (const line of missing) world.printer.error(line)
  await doAll([
    async () => {
      if (values.coverageFile !== undefined) await writeCoverageFile(values.coverageFile, own)
    },
    () => writeReports(report, context),
    () => writeSuggestion(context.contract, result.findings, call),
    async () => {
      if (values.updateBaseline) await writeNewBaseline(report, context)
    },
  ])
  if (hasFailed(report) && !values.updateBaseline) return 1
  return missing.length > 0 ? 3 : 0
}
