import type { CoverageKind, CoverageRow } from '../../verify/coverage/coverage-table.js'
import type { FindingGroup, Report, UnverifiedGroup } from '../../verify/report/report.js'
import { verdictOf } from '../../verify/report/verdict.js'
import type { Severity } from '../../verify/rules.js'
import { counted } from '../../lib/counted.js'
import type { Paint } from '../paint.js'
import { placeText } from '../place-text.js'
import { capBytes, escapeControls, maskSecrets } from '../printable.js'

const plain = (text: string): string => capBytes(escapeControls(maskSecrets(text)))

/** A longer line of a request hides everything else on a terminal. */
const maxColumns = 2000

const curlLine = (line: string): string =>
  line.length > maxColumns
    ? `    ${plain(line.slice(0, maxColumns))}… (${line.length} characters; --json and --report have all)`
    : `    ${plain(line)}`

const severityText = (severity: Severity, paint: Paint): string => {
  if (severity === 'note') return paint.dim('note')
  const level = severity === 'error' ? 'error' : 'warn'
  return paint.level(level).replace('warn', 'warning')
}

const heading = (group: FindingGroup, paint: Paint): string => {
  const { rule, title, severity, known } = group
  const label = known ? paint.dim('known') : severityText(severity, paint)
  return `${paint.bold(rule)} ${label} ${title}`
}

const replyLines = ({ reply }: FindingGroup, paint: Paint): readonly string[] => {
  if (!reply) return []
  if (reply.failure !== undefined) return [`  no answer: ${plain(reply.failure)}`]
  const type = reply.mediaType === undefined ? '' : ` ${plain(reply.mediaType)}`
  return [
    `  ${paint.status(reply.status)}${type}`,
    ...reply.lines.map((line) => paint.dim(`  | ${plain(line)}`)),
  ]
}

const timesText = ({ count, cases: { length } }: FindingGroup): string => {
  if (count === 1) return ''
  return `  seen ${count} times${length === 0 ? '' : `, in ${counted(length, 'case')}`}`
}

/** Everything about a finding: a person can send the request again, and find the place in the contract. */
const findingLines = (group: FindingGroup, paint: Paint): readonly string[] => {
  const { method, path, operation, place, message, intent, curl, known, fingerprint } = group
  return [
    heading(group, paint),
    `  ${plain(`${method} ${path}`)} ${paint.dim(`(${plain(operation)})`)}`,
    paint.dim(`  ${plain(placeText(place))}`),
    `  ${plain(message)}`,
    ...(known ? [`  known until ${known.expires}: ${plain(known.reason)}`] : []),
    ...(intent === undefined ? [] : [paint.dim(`  case: ${plain(intent)}`)]),
    ...(curl === undefined ? [] : curl.split('\n').map(curlLine)),
    ...replyLines(group, paint),
    ...[timesText(group)].filter(Boolean),
    paint.dim(`  fingerprint ${fingerprint}`),
    '',
  ]
}

const maxOperations = 3

const unverifiedLine = ({ why, cases, operations }: UnverifiedGroup): string => {
  const shown = operations.slice(0, maxOperations).join(', ')
  const more = operations.length > maxOperations ? ', …' : ''
  return plain(`  ${cases} × ${why} (${shown}${more})`)
}

/** Those that are told in one line. */
const told: ReadonlySet<CoverageKind> = new Set(['operation', 'status', 'parameter', 'keyword'])

/** Coverage in one line: `operation 10/10 (100 %), status 12/30 (40 %)`. */
export const coverageText = (rows: readonly CoverageRow[]): string =>
  rows
    .filter(({ kind, total }) => told.has(kind) && total > 0)
    .map(({ kind, covered, total, percent }) => `${kind} ${covered}/${total} (${percent} %)`)
    .join(', ')

const baselineLines = ({ baseline }: Report): readonly string[] => {
  if (!baseline) return []
  const { known, expired, stale } = baseline
  return [
    `Baseline: ${counted(known, 'known finding')}, ${expired.length} expired, ${stale.length} no longer seen.`,
    ...expired.map((text) => plain(`  expired: ${text}`)),
    ...stale.map((text) => plain(`  no longer seen: ${text}`)),
  ]
}

const explainLine = ({ findings }: Report): readonly string[] => {
  const [first] = findings
  return first ? [`More about a rule: openapi-sandbox explain ${first.rule}`] : []
}

/** What a run has found and done, in a few lines. */
export const summaryLines = (report: Report, paint: Paint): readonly string[] => {
  const { counts, requests, milliseconds, unverified, coverage, left } = report
  const { passed, failed, unverified: open, skipped } = counts
  const seconds = (milliseconds / 1000).toFixed(1)
  const covered = coverageText(coverage)
  return [
    paint.bold(`${verdictOf(report).text}.`),
    ...report.notices.map(plain),
    `Cases: ${passed} passed, ${failed} failed, ${open} unverified${skipped > 0 ? `, ${skipped} skipped` : ''}; ${counted(requests, 'request')} in ${seconds} s.`,
    ...(left > 0
      ? [`Left on the server: ${counted(left, 'thing')} that could not be deleted.`]
      : []),
    ...(covered === '' ? [] : [`Coverage: ${covered}.`]),
    ...baselineLines(report),
    ...(unverified.length > 0 ? ['Unverified:', ...unverified.map(unverifiedLine)] : []),
    ...explainLine(report),
  ]
}

/** A report for people at a terminal: findings worst first, then the summary. */
export const reportLines = (report: Report, paint: Paint): readonly string[] => [
  ...report.findings.flatMap((group) => findingLines(group, paint)),
  ...summaryLines(report, paint),
]
