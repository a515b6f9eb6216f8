import type { Contract } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { environmentWith, gitHubActions, wantsColour } from '../options.js'
import type { Server } from '../server/create-server.js'
import type { OnExchange } from '../server/seen-exchange.js'
import { ClientJournal, type ClientReport, type OnHit } from '../testing/client-journal.js'
import { createMask } from '../verify/call/create-mask.js'
import {
  type Coverage,
  emptyCoverage,
  mergeCoverage,
  noteExchange,
} from '../verify/coverage/coverage.js'
import { coverageTable } from '../verify/coverage/coverage-table.js'
import { sentParameters } from '../verify/coverage/sent-parameters.js'
import type { Finding } from '../verify/finding.js'
import { gitHubAnnotations } from '../verify/report/git-hub-annotations.js'
import { groupFindings } from '../verify/report/group-findings.js'
import { allowanceIn, type IsAllowed } from './allowance.js'
import type { CommandCall } from './command.js'
import { readCoverageFiles, writeCoverageFile } from './coverage-files.js'
import { coverageShortfalls, minCoverageOf } from './min-coverage.js'
import { createLog } from './log.js'
import { createPaint } from './paint.js'
import { doAll } from './do-all.js'
import { appendToFile, writeFileAtomically } from './write-file-atomically.js'
import { runProgram } from './run-program.js'
import { type RunReport, runJson, runLines, runMarkdown } from './run-report.js'
import { serverOptionsOf } from './server-options-of.js'

/** A sandbox that remembers nothing of earlier runs, on a port that is free. */
const open = async (call: CommandCall, onExchange: OnExchange): Promise<Server> => {
  const { values, said, world } = call
  const level = said.has('logLevel') ? values.logLevel : 'error'
  // With --json standard output is for the report.
  const printer = values.json ? { ...world.printer, line: world.printer.error } : world.printer
  const format = values.logFormat ?? 'pretty'
  const log = createLog(printer, { level, format, isColoured: false })
  const createServer = await world.loadServer()
  const options = await serverOptionsOf(call, log)
  return createServer({ ...options, store: 'memory', data: undefined, watch: false, onExchange })
}

/** What the program is told: where the sandbox is, and the mock of the first contract. */
const environmentOf = ({ world }: CommandCall, url: string, [first]: readonly Contract[]) =>
  environmentWith(
    {
      OPENAPI_SANDBOX_URL: url,
      ...(first && { OPENAPI_SANDBOX_MOCK_URL: `${url}/_mock/${first.slug}` }),
    },
    world.environment,
  )

/** The sandbox is gone when the report is read: its requests are written for one that is served. */
const servedBase = 'http://localhost:4010'

const groupsOf = (
  findings: readonly Finding[],
  contracts: readonly Contract[],
  isAllowed: IsAllowed,
  folder: string,
) => {
  const masks = contracts.map((contract) => createMask(contract, []))
  const allowed = new Set(findings.filter(isAllowed).map(({ fingerprint }) => fingerprint))
  const known = { reason: '--allow', expires: '9999-12-31' }
  return groupFindings(findings, {
    base: servedBase,
    folder,
    mask: {
      request: (request) => masks.reduce((rest, mask) => mask.request(rest), request),
      answer: (answer) => masks.reduce((rest, mask) => mask.answer(rest), answer),
      text: (text) => masks.reduce((rest, mask) => mask.text(rest), text),
    },
    known: (fingerprint) => (allowed.has(fingerprint) ? known : undefined),
  })
}

/** A run, once the program has ended. */
interface Ended {
  readonly code: number
  readonly found: ClientReport
  readonly contracts: readonly Contract[]
  readonly isAllowed: IsAllowed
}

/** Runs the program against a sandbox that ends with it; `onHit` is told what hit an operation. */
const carryOut = async (call: CommandCall, onHit: OnHit): Promise<Ended> => {
  const { values, said, world, behind = [] } = call
  const server = await open(call, (seen) => journal.note(seen))
  const contracts = server.contracts()
  const journal = new ClientJournal(contracts, onHit)
  try {
    const isAllowed = allowanceIn(values.allow, contracts)
    const port = said.has('port') ? values.port : 0
    const { url } = await server.listen({ port, host: '127.0.0.1' })
    const code = await runProgram({
      words: behind,
      environment: environmentOf(call, url, contracts),
      signals: world.signals,
      folder: world.folder,
      isQuiet: values.json,
      exitNow: world.exitNow,
    })
    return { code, found: await journal.report(), contracts, isAllowed }
  } finally {
    await server.close()
  }
}

const reportOf = (
  { behind = [], world }: CommandCall,
  { found, contracts, isAllowed }: Ended,
  touched: Coverage,
): RunReport => {
  const operations = contracts.flatMap((contract) => contract.operations)
  const folder = world.folder ?? process.cwd()
  return {
    command: behind.join(' '),
    requests: found.requests,
    broken: found.broken,
    violations: groupsOf(found.violations, contracts, isAllowed, folder),
    sandboxFaults: groupsOf(found.sandboxFaults, contracts, () => false, folder),
    coverage: coverageTable(operations, touched),
    ...{ touched, operations },
  }
}

const print = (
  { values, world }: CommandCall,
  report: RunReport,
  shortfalls: readonly string[],
  code: number,
): void => {
  const { printer } = world
  const paint = createPaint(printer.isTerminal && wantsColour(world.environment))
  if (values.json) printer.line(runJson(report, code))
  else for (const line of runLines(report, paint)) printer.line(line)
  for (const line of shortfalls) printer.error(line)
}

/** Marks violations in the contract, and writes the summary of the step. */
const tellGitHub = async (
  { values, world }: CommandCall,
  report: RunReport,
  shortfalls: readonly string[],
): Promise<void> => {
  const gitHub = gitHubActions(world.environment)
  if (!(values.github ?? gitHub !== undefined)) return
  if (!values.json)
    for (const line of gitHubAnnotations({ findings: report.violations })) world.printer.line(line)
  if (gitHub?.summaryFile !== undefined)
    await appendToFile(gitHub.summaryFile, runMarkdown(report, shortfalls))
}

const writers = {
  json: (report: RunReport, _: readonly string[], code: number) => `${runJson(report, code)}\n`,
  markdown: (report: RunReport, shortfalls: readonly string[]) => runMarkdown(report, shortfalls),
} as const

/**
 * The reports that are asked for, by file.
 * @throws SetupError `option-invalid`.
 */
const reportsOf = ({ values }: CommandCall) =>
  (values.report ?? []).map((text) => {
    const [, format, file = ''] = /^(json|markdown)=(.+)$/s.exec(text) ?? []
    if (format === 'json' || format === 'markdown') return { write: writers[format], file }
    throw new SetupError(
      'option-invalid',
      `--report cannot be ${JSON.stringify(text)}.`,
      {},
      'run writes json=FILE and markdown=FILE.',
    )
  })

const exitCode = (code: number, { violations }: RunReport, shortfalls: readonly string[]): number =>
  code || (violations.some(({ fails }) => fails) ? 1 : shortfalls.length > 0 ? 3 : 0)

/** Runs a command against a fresh sandbox, prints what its requests broke, and gives the exit code. */
export const gateClient = async (call: CommandCall): Promise<number> => {
  const { coverageFile, mergeCoverage: others = [], minCoverage } = call.values
  const limits = minCoverageOf(minCoverage)
  const reports = reportsOf(call)
  const before = await readCoverageFiles(others)
  const coverage = emptyCoverage()
  const ended = await carryOut(call, (operation, request, { status }) =>
    noteExchange(coverage, operation, { status, parameters: sentParameters(operation, request) }),
  )
  const report = reportOf(call, ended, mergeCoverage(before, coverage))
  const shortfalls = coverageShortfalls(report.coverage, limits)
  const code = exitCode(ended.code, report, shortfalls)
  print(call, report, shortfalls, code)
  await doAll([
    async () => {
      if (coverageFile !== undefined) await writeCoverageFile(coverageFile, coverage)
    },
    ...reports.map(
      ({ write, file }) =>
        () =>
          writeFileAtomically(file, write(report, shortfalls, code)),
    ),
    () => tellGitHub(call, report, shortfalls),
  ])
  return code
}
