import { counted } from '../../lib/counted.js'
import type { CoverageRow } from '../coverage/coverage-table.js'
import { htmlFindings } from './html-findings.js'
import { htmlStyle } from './html-style.js'
import { htmlCell as cell, htmlTable, htmlText as text } from './html-text.js'
import { verdictOf } from './verdict.js'
import type { BaselineReport, CaseReport, Report, UnverifiedGroup } from './report.js'

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

const baselinePart = (baseline: BaselineReport | undefined): readonly string[] => {
  if (!baseline) return []
  const { known, expired, stale } = baseline
  const items = [
    ...expired.map((one) => `<li>expired: ${text(one)}</li>`),
    ...stale.map((one) => `<li>no longer seen: ${text(one)}</li>`),
  ]
  const counts = `${counted(known, 'known finding')}, ${expired.length} expired, ${stale.length} no longer seen.`
  return [
    '<h2>Baseline</h2>',
    `<p>${counts}</p>`,
    ...(items.length > 0 ? [`<ul>${items.join('\n')}</ul>`] : []),
  ]
}

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
    ...htmlFindings(findings),
    ...baselinePart(report.baseline),
    '<h2>Coverage</h2>',
    htmlTable('Coverage', ['of', 'percent', 'covered', 'missing'], coverage.map(coverageRow)),
    ...(unverified.length > 0
      ? ['<h2>Unverified</h2>', `<ul>${unverified.map(unverifiedItem).join('\n')}</ul>`]
      : []),
    '<h2>Cases</h2>',
    `<details><summary>${counted(cases.length, 'case')}</summary>`,
    htmlTable('Cases', ['operation', 'source', 'intent', 'status', 'result'], cases.map(caseRow)),
    '</details>',
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
