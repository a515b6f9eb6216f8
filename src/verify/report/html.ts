import { escapeHtml } from '../../lib/escape-html.js'
import { wellFormed } from '../../lib/well-formed.js'
import type { CoverageRow } from '../coverage/coverage-table.js'
import { ruleOf } from '../rules.js'
import { positionText, replyText } from './finding-text.js'
import { htmlStyle } from './html-style.js'
import { verdictOf } from './verdict.js'
import type { CaseReport, FindingGroup, Report, UnverifiedGroup } from './report.js'

// What HTML has no way to write (HTML §13.1.4), and what reverses the direction of text.
const unprintable =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

const text = (value: string | number): string =>
  escapeHtml(
    wellFormed(String(value)).replace(
      unprintable,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  )

const cell = (value: string | number, kind = ''): string =>
  `<td${kind && ` class="${kind}"`}>${text(value)}</td>`

const table = (heads: readonly string[], rows: readonly string[]): string =>
  `<table><thead><tr>${heads.map((head) => `<th scope="col">${text(head)}</th>`).join('')}</tr></thead>` +
  `<tbody>${rows.join('\n')}</tbody></table>`

const findingPart = (group: FindingGroup): string => {
  const { rule, title, severity, known, method, path, operation, message, place } = group
  const { intent, curl, count, fingerprint, fails } = group
  const kind = known ? 'known' : severity
  const { meaning, fix } = ruleOf(rule)
  const reply = replyText(group)
  return [
    `<details${fails ? ' open' : ''} id="f-${text(fingerprint)}">`,
    `<summary><strong class="${kind}">${text(rule)} ${text(kind)}</strong> ${text(title)}: <code>${text(`${method} ${path}`)}</code></summary>`,
    `<p>${text(message)}</p>`,
    ...(known
      ? [`<p class="soft">Known until ${text(known.expires)}: ${text(known.reason)}</p>`]
      : []),
    `<p class="soft"><code>${text(positionText(place))}</code> ${text(`#${place.pointer ?? ''}`)}, operation ${text(operation)}, seen ${count === 1 ? 'once' : `${count} times`}, fingerprint ${text(fingerprint)}</p>`,
    ...(intent === undefined ? [] : [`<p>Case: ${text(intent)}</p>`]),
    ...(curl === undefined ? [] : [`<pre>${text(curl)}</pre>`]),
    ...(reply === '' ? [] : [`<pre>${text(reply)}</pre>`]),
    `<p class="soft">${text(meaning)} ${text(fix)}</p>`,
    '</details>',
  ].join('\n')
}

const coverageRow = ({ kind, covered, total, percent, missing }: CoverageRow): string => {
  const bar = `<progress max="100" value="${percent}">${percent} %</progress>`
  const list = missing.map((name) => `<li>${text(name)}</li>`).join('')
  const open =
    missing.length > 0
      ? `<details><summary>${missing.length}</summary><ul>${list}</ul></details>`
      : ''
  return `<tr>${cell(kind)}<td>${bar} ${percent} %</td>${cell(`${covered} of ${total}`, 'number')}<td>${open}</td></tr>`
}

const caseRow = ({ method, path, intent, source, result, why, status }: CaseReport): string => {
  const kind = result === 'failed' ? 'error' : result === 'passed' ? 'good' : 'soft'
  const said = why === undefined ? result : `${result}: ${why}`
  return `<tr>${cell(`${method} ${path}`)}${cell(source)}${cell(intent)}${cell(status ?? '')}${cell(said, kind)}</tr>`
}

const unverifiedItem = ({ why, cases, operations }: UnverifiedGroup): string =>
  `<li>${cases} × ${text(why)} <span class="soft">(${text(operations.join(', '))})</span></li>`

const summary = ({ counts, requests, milliseconds, base, contract, startedAt }: Report): string =>
  [
    `<p class="soft">${text(contract.title)} ${text(contract.version)} (${text(contract.file ?? '')}) at ${text(base)}, ${text(startedAt)}</p>`,
    `<p>Cases: ${counts.passed} passed, ${counts.failed} failed, ${counts.unverified} unverified, ${counts.skipped} skipped; ${requests} requests in ${(milliseconds / 1000).toFixed(1)} s.</p>`,
  ].join('\n')

const body = (report: Report): string => {
  const { findings, coverage, cases, unverified, notices } = report
  const { text: verdict, isGood } = verdictOf(report)
  const kind = findings.some(({ fails }) => fails) ? 'error' : isGood ? 'good' : 'warning'
  return [
    `<h1 class="${kind}">${text(verdict)}</h1>`,
    summary(report),
    ...notices.map((notice) => `<p class="warning">${text(notice)}</p>`),
    ...(findings.length > 0 ? ['<h2>Findings</h2>', ...findings.map(findingPart)] : []),
    '<h2>Coverage</h2>',
    table(['of', 'percent', 'covered', 'missing'], coverage.map(coverageRow)),
    ...(unverified.length > 0
      ? ['<h2>Unverified</h2>', `<ul>${unverified.map(unverifiedItem).join('\n')}</ul>`]
      : []),
    '<h2>Cases</h2>',
    table(['operation', 'source', 'intent', 'status', 'result'], cases.map(caseRow)),
  ].join('\n')
}

/** A report as one page of HTML: it asks for nothing else, and needs no script. */
export const html = (report: Report): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(report.contract.title)}: contract test</title>
<style>${htmlStyle}</style>
</head>
<body>
<main>
${body(report)}
</main>
</body>
</html>
`
