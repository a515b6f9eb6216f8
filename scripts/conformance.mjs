// Has contract tests of others judge this server, and writes docs/conformance.md of what they said.
//
//   node scripts/conformance.mjs            prints the table; exit code 1 when a judge complains
//   node scripts/conformance.mjs --write    and writes the page
//   node scripts/conformance.mjs --json     prints the rows, with all that was said where there was a complaint
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { installJudges } from './conformance/install-judges.mjs'
import { judgement, judges } from './conformance/judges.mjs'
import { serving, targets } from './conformance/targets.mjs'

const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    judge: { type: 'string' },
  },
})

const installed = installJudges()
const rows = []
for (const judge of judges) {
  const { name, version } = judge
  if (values.judge !== undefined && !name.includes(values.judge)) continue
  if (!judge.isThere(installed)) {
    rows.push({ judge: name, version, notRun: 'could not be installed here' })
    continue
  }
  for (const target of targets.filter((one) => judge.judges(one))) {
    const start = performance.now()
    const said = await serving(target, (served) => judgement(judge, installed, target, served))
    const seconds = (performance.now() - start) / 1000
    const { cases, failed, networkErrors, text } = said
    const isClean = failed === 0 && networkErrors === 0 && cases > 0
    const row = { judge: name, version, target: target.name, cases, failed, networkErrors, seconds }
    rows.push({ ...row, isClean, ...(!isClean && { text }) })
  }
}

const cellsOf = (row) =>
  row.notRun
    ? [`${row.judge} ${row.version}`, row.notRun, '', '', '', '']
    : [
        `${row.judge} ${row.version}`,
        row.target,
        row.cases.toLocaleString('en'),
        String(row.failed),
        String(row.networkErrors),
        row.seconds.toFixed(0),
      ]

const tableOf = () => {
  const head = ['judge', 'server', 'cases', 'failed', 'network errors', 'seconds']
  const all = [head, ...rows.map(cellsOf)]
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)))
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [line(head), rule, ...all.slice(1).map(line)].join('\n')
}

console.log(values.json ? JSON.stringify(rows) : tableOf())
if (!values.json) for (const { text } of rows) if (text) console.error(text.slice(-6000))

if (values.write) {
  const page = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'conformance.md')
  const marked = /(<!-- judges -->\n)[\s\S]*?(<!-- \/judges -->)/
  const text = readFileSync(page, 'utf8')
  writeFileSync(
    page,
    text.replace(marked, (_, before, after) => `${before}\n${tableOf()}\n\n${after}`),
  )
}
process.exitCode = rows.every(({ isClean, notRun }) => isClean || notRun) ? 0 : 1
