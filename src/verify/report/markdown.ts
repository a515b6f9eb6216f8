import { printable, printableJson, unicodeEscape } from '../../samples/printable.js'
import { findingText, positionText, replyText } from './finding-text.js'
import type { FindingGroup, Report } from './report.js'

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
    `${plain(message)}`,
    [
      `- ${plain(severityText(group))}, seen ${count === 1 ? 'once' : `${count} times`}`,
      `- ${plain(`${positionText(place)} #${place.pointer ?? ''}`)}`,
      ...(intent === undefined ? [] : [`- case: ${plain(intent)}`]),
    ].join('\n'),
    ...(curl === undefined ? [] : [fenced(curl, 'sh')]),
    ...(reply === '' ? [] : [fenced(reply, 'text')]),
  ].join('\n\n')
}

/** The summary of a step has room for so many; the others are in the other reports. */
const maxFindings = 50

const heading = ({ findings, contract }: Report): string => {
  const failing = findings.filter(({ fails }) => fails).length
  const said = failing === 0 ? 'the server keeps the contract' : `findings: ${failing}`
  return `## ${plain(contract.title)}: ${said}`
}

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
  const open = unverified.map(
    ({ why, cases, operations }) => `- ${cases} × ${plain(why)} (${plain(operations.join(', '))})`,
  )
  const parts = [
    heading(report),
    `Server: ${plain(base)}`,
    tables(report),
    ...shown.map(findingPart),
    ...(rest.length > 0
      ? [`And ${rest.length} more:`, fenced(rest.map(findingText).join('\n\n'), 'text')]
      : []),
    ...(open.length > 0 ? ['### Unverified', open.join('\n')] : []),
  ]
  return `${parts.join('\n\n')}\n`
}
