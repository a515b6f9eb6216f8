// Measures contract tests of others and ours on the fault server of the tests: with each of its faults, one at a
// time, and without any. A tool has found a fault when checks fail that did not fail without it.
// usage: node bench/peers/contract-tests.mjs [--tool NAME] [--every N] [--write] [--json]
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { contractText, faultServer } from './contract-tests/fault-server.mjs'
import { forget, generateWords, prepare, tools } from './contract-tests/tools.mjs'
import { node } from './servers.mjs'

const { values } = parseArgs({
  options: {
    tool: { type: 'string' },
    every: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

const { createFaultyServer, faults, folder } = await faultServer()
prepare(folder, contractText)

const run = (words) =>
  new Promise((resolve) => {
    const child = spawn(node, words, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
    const limit = setTimeout(() => child.kill('SIGKILL'), 120_000)
    let stdout = ''
    child.stdout.on('data', (chunk) => (stdout += chunk))
    child.on('close', (code) => {
      clearTimeout(limit)
      resolve({ code, stdout })
    })
  })

/** What a tool says about a server with one fault, or with none. */
const judged = async (tool, fault) => {
  const server = await createFaultyServer(fault ? { fault: fault.id } : {})
  forget(folder, tool)
  const start = performance.now()
  const ended = await run(tool.words(folder, server.url))
  const seconds = (performance.now() - start) / 1000
  const failed = tool.failed(folder, ended)
  await server.close()
  if (failed) return { failed: new Set(failed), seconds, requests: server.requests() }
  throw new Error(`${tool.name} said nothing about ${fault?.id ?? 'the server without fault'}`)
}

const chosen = faults.filter((_, index) => index % Number(values.every) === 0)

const measured = async (tool) => {
  // Twice: what comes and goes by itself is no sign of a fault.
  const clean = [await judged(tool), await judged(tool)]
  const usual = new Set(clean.flatMap(({ failed }) => [...failed]))
  const found = []
  for (const fault of chosen) {
    const { failed } = await judged(tool, fault)
    if ([...failed].some((check) => !usual.has(check))) found.push(fault.id)
  }
  const row = {
    name: tool.name,
    version: tool.version,
    found: found.length,
    of: chosen.length,
    falseAlarms: clean[0].failed.size,
    requests: clean[0].requests,
    seconds: Math.min(...clean.map(({ seconds }) => seconds)),
  }
  process.stderr.write(`${JSON.stringify(row)}\n`)
  return { ...row, missed: chosen.map(({ id }) => id).filter((id) => !found.includes(id)) }
}

const tableOf = (rows) => {
  const cells = rows.map(({ name, version, found, of, falseAlarms, requests, seconds }) => [
    version === 'this version' ? name : name.replace(/(,|$)/, ` ${version}$1`),
    `${found} of ${of}`,
    String(falseAlarms),
    String(requests),
    seconds.toFixed(1),
  ])
  const all = [['tool', 'faults found', 'false alarms', 'requests', 'seconds'], ...cells]
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)))
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [line(all[0]), rule, ...all.slice(1).map(line)].join('\n')
}

const isWanted = ({ name, version }) =>
  version !== undefined && (values.tool === undefined || name.includes(values.tool))
const wanted = tools.filter(isWanted)
if (wanted.some(({ name }) => name.includes('generates'))) await run(generateWords(folder))
const rows = []
for (const tool of wanted) rows.push(await measured(tool))
console.log(values.json ? JSON.stringify(rows, null, 2) : tableOf(rows))

if (values.write) {
  const page = join(dirname(fileURLToPath(import.meta.url)), '..', 'README.md')
  const marked = /(<!-- contract-tests -->\n)[\s\S]*?(<!-- \/contract-tests -->)/
  const text = readFileSync(page, 'utf8')
  writeFileSync(
    page,
    text.replace(marked, (_, before, after) => `${before}\n${tableOf(rows)}\n\n${after}`),
  )
}
