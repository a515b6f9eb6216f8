import type { Operation } from '../contract/contract.js'
import { coverageKey, type Coverage } from '../verify/coverage/coverage.js'
import type { CoverageRow } from '../verify/coverage/coverage-table.js'
import type { FindingGroup } from '../verify/report/report.js'
import { createPaint, type Paint } from './paint.js'
import { placeText } from './place-text.js'
import { escapeControls, maskSecrets } from './printable.js'

/** What `run` has found out. */
export interface RunReport {
  /** The command, as it was called. */
  readonly command: string
  readonly requests: number
  /** How many of them broke the contract. */
  readonly broken: number
  readonly violations: readonly FindingGroup[]
  /** Answers of the sandbox itself that break the contract. */
  readonly sandboxFaults: readonly FindingGroup[]
  readonly coverage: readonly CoverageRow[]
  /** By operation, what was answered. */
  readonly touched: Coverage
  readonly operations: readonly Operation[]
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)

const indented = (text: string): readonly string[] =>
  text.split('\n').map((line) => `  ${escapeControls(line)}`.trimEnd())

const nameOf = ({ operation, method, path }: FindingGroup): string =>
  operation === `${method} ${path}` ? operation : `${method} ${path} (${operation})`

const groupLines = (group: FindingGroup, paint: Paint): readonly string[] => {
  const { rule, title, severity, count, status, fails, place, message, curl } = group
  const label = fails ? paint.level('error') : severity === 'error' ? 'allowed' : severity
  const answered = status === undefined ? '' : `, answered ${paint.status(status)}`
  return [
    '',
    `${label} ${rule} ${title}: ${paint.bold(escapeControls(nameOf(group)))}, ${times(count)}${answered}`,
    ...indented(message),
    ...indented(paint.dim(placeText(place))),
    ...(curl === undefined ? [] : indented(maskSecrets(curl))),
  ]
}

/** At most so many operations that nobody called are named. */
const maxUntouched = 10

const coverageLines = ({ coverage, touched, operations }: RunReport): readonly string[] => {
  const rows = coverage.filter(({ kind }) => kind === 'operation' || kind === 'status')
  const parts = rows.map((row) => `${row.kind} ${row.percent} % (${row.covered} of ${row.total})`)
  const seen = operations.flatMap((operation) => {
    const entry = touched.get(coverageKey(operation))
    return entry ? [`  ${coverageKey(operation)}: ${[...entry.statuses].sort().join(', ')}`] : []
  })
  const names = operations.map(coverageKey).filter((key) => !touched.has(key))
  const more = names.length > maxUntouched ? `, and ${names.length - maxUntouched} more` : ''
  const untouched = names.slice(0, maxUntouched).join(', ')
  return [
    `Coverage: ${parts.join(', ')}`,
    ...seen,
    ...(names.length === 0 ? [] : [`  not called: ${untouched}${more}`]),
  ]
}

const maxCommand = 60

const summary = ({ command: words, requests, broken }: RunReport): string => {
  const command = words.length > maxCommand ? `${words.slice(0, maxCommand)}…` : words
  if (requests === 0)
    return `No request of ${command} reached the sandbox: is its URL, OPENAPI_SANDBOX_URL, what the program calls?`
  const sent = requests === 1 ? '1 request' : `${requests} requests`
  return `${sent} of ${command}, ${broken === 0 ? 'none' : broken} of which broke the contract.`
}

const faultLines = ({ sandboxFaults }: RunReport, paint: Paint): readonly string[] =>
  sandboxFaults.length === 0
    ? []
    : [
        '',
        'Answers of the sandbox itself that break the contract (no fault of the command, and not counted):',
        ...sandboxFaults.flatMap((group) =>
          groupLines({ ...group, severity: 'warning', fails: false }, paint),
        ),
      ]

/** What `run` prints when the command has ended. */
export const runLines = (report: RunReport, paint: Paint): readonly string[] => {
  const { violations } = report
  const rules = [...new Set(violations.map(({ rule }) => rule))]
  return [
    '',
    escapeControls(summary(report)),
    ...violations.flatMap((group) => groupLines(group, paint)),
    ...faultLines(report, paint),
    '',
    ...coverageLines(report).map(escapeControls),
    ...(rules.length === 0 ? [] : ['', `What a rule means: openapi-sandbox explain ${rules[0]}`]),
  ]
}

/** The same for the summary of a step in GitHub Actions: texts of others stay in a fence. */
export const runMarkdown = (report: RunReport, shortfalls: readonly string[]): string => {
  const lines = [...runLines(report, createPaint(false)), ...shortfalls]
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length),
  )
  const fence = '`'.repeat(longest + 1)
  return [
    '### Requests against the contract',
    '',
    `${fence}text`,
    ...lines.slice(1),
    fence,
    '',
  ].join('\n')
}

/** The same for programs. */
export const runJson = (report: RunReport, exitCode: number): string => {
  const { command, requests, broken, violations, sandboxFaults, coverage } = report
  const operations = report.operations.map((operation) => {
    const entry = report.touched.get(coverageKey(operation))
    const { id, method, path } = operation
    const statuses = [...(entry?.statuses ?? [])].sort()
    return { id, method, path, requests: entry?.requests ?? 0, statuses }
  })
  const text = {
    ...{ format: 'openapi-sandbox-run', formatVersion: 1, exitCode },
    ...{ command, requests, broken, violations, sandboxFaults, coverage, operations },
  }
  return JSON.stringify(text, null, 2)
}
