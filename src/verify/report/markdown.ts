import { counted } from '../../lib/counted.js'
import { printable, printableJson, unicodeEscape } from '../../samples/printable.js'
import { positionText, replyText } from './finding-text.js'
import type { BaselineReport, FindingGroup, Report, UnverifiedGroup } from './report.js'
import { verdictOf } from './verdict.js'

/** Characters that Markdown and HTML would take for more than text. */
const plain = (text: string): string =>
  printable(text.replace(/\r?\n/g, ' '), unicodeEscape)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|~#@!]/g, '\\$&')

/** A block of code whose fence no line of the text ends. */
const fenced = (text: string, language: string): string => {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${printableJson(text)}\n${fence}`
}

const severityText = ({ severity, known }: FindingGroup): string =>
  known ? `known until ${known.expires}: ${known.reason}` : severity

const findingPart = (group: FindingGroup): string => {
  const { rule, title, method, path, message, place, intent, curl, count } = group
  const reply = replyText(group)
  return [
    `### ${rule} ${plain(title)}: ${plain(`${method} ${path}`)}`,
    plain(cut(message, maxMessage)),
    [
      `- ${plain(severityText(group))}, seen ${count === 1 ? 'once' : `${count} times`}`,
      `- ${plain(`${positionText(place)} #${place.pointer ?? ''}`)}`,
      ...(intent === undefined ? [] : [`- case: ${plain(intent)}`]),
    ].join('\n'),
    ...(curl === undefined ? [] : [fenced(cut(curl, maxCurl), 'sh')]),
    ...(reply === '' ? [] : [fenced(reply, 'text')]),
  ].join('\n\n')
}

/** The summary of a step has room for so many; the others are in the other reports. */
const maxFindings = 50

/** GitHub takes no summary beyond 1 MiB: of many findings, and of long requests, the beginning is shown. */
const maxListed = 200
const maxCurl = 4000
const maxMessage = 1000
const maxOperations = 20

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}…` : text

const listItem = ({ rule, method, path, message }: FindingGroup): string =>
  `- ${rule} ${plain(`${method} ${path}: ${cut(message, maxMessage)}`)}`

const restPart = (rest: readonly FindingGroup[]): readonly string[] => {
  if (rest.length === 0) return []
  const more = rest.length - maxListed
  return [
    `And ${rest.length} more:`,
    rest.slice(0, maxListed).map(listItem).join('\n'),
    ...(more > 0 ? [`${more} others are in the other reports.`] : []),
  ]
}

const unverifiedItem = ({ why, cases, operations }: UnverifiedGroup): string => {
  const names = operations.slice(0, maxOperations).join(', ')
  const more = operations.length > maxOperations ? ', …' : ''
  return `- ${cases} × ${plain(why)} (${plain(names)}${more})`
}

const baselinePart = (baseline: BaselineReport | undefined): readonly string[] => {
  if (!baseline) return []
  const { known, expired, stale } = baseline
  const lines = [
    ...expired.map((one) => `expired: ${one}`),
    ...stale.map((one) => `no longer seen: ${one}`),
  ]
  const more = lines.length > maxListed ? [`- and ${lines.length - maxListed} more`] : []
  return [
    '### Baseline',
    `${counted(known, 'known finding')}, ${expired.length} expired, ${stale.length} no longer seen.`,
    [...lines.slice(0, maxListed).map((one) => `- ${plain(cut(one, maxMessage))}`), ...more].join(
      '\n',
    ),
  ].filter(Boolean)
}

const heading = (report: Report): string =>
  `## ${plain(report.contract.title)}: ${plain(verdictOf(report).text)}`

const tables = ({ counts, coverage, requests, milliseconds }: Report): string =>
  [
    '| passed | failed | unverified | skipped | requests | seconds |',
    '| ---: | ---: | ---: | ---: | ---: | ---: |',
    `| ${counts.passed} | ${counts.failed} | ${counts.unverified} | ${counts.skipped} | ${requests} | ${(milliseconds / 1000).toFixed(1)} |`,
    '',
    '| coverage | covered | of | percent |',
    '| --- | ---: | ---: | ---: |',
    ...coverage.map(
      ({ kind, covered, total, percent }) => `| ${kind} | ${covered} | ${total} | ${percent} % |`,
    ),
  ].join('\n')

/** A report as Markdown (GitHub's), as the summary of a step shows it. */
export const markdown = (report: Report): string => {
  const { findings, unverified, base } = report
  const shown = findings.slice(0, maxFindings)
  const rest = findings.slice(maxFindings)
  const parts = [
    heading(report),
    `Server: ${plain(base)}`,
    ...report.notices.map((notice) => `**${plain(notice)}**`),
    tables(report),
    ...shown.map(findingPart),
    ...restPart(rest),
    ...baselinePart(report.baseline),
    ...(unverified.length > 0 ? ['### Unverified', unverified.map(unverifiedItem).join('\n')] : []),
  ]
  return `${parts.join('\n\n')}\n`
}
