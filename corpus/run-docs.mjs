// Reads every docs page of every document. See README.md.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chosenDocuments } from './documents.mjs'
import { runPool } from './pool.mjs'

const { values: options } = parseArgs({
  options: {
    folder: { type: 'string' },
    only: { type: 'string' },
    shard: { type: 'string' },
    json: { type: 'string' },
    workers: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '120' },
    megabytes: { type: 'string', default: '2048' },
    help: { type: 'boolean', default: false },
  },
})

const help = `node corpus/run-docs.mjs [options]
  --folder DIR     the documents of a folder instead of the corpus
  --only PATTERN   documents whose name matches a regular expression
  --shard I/N      the I-th of N parts, from 1
  --json FILE      where the report is written (default: corpus/docs-report.json)
  --workers N      processes at a time (default: 2)
  --seconds N      the longest a document may take (default: 120)
  --megabytes N    the largest heap of a process (default: 2048)`

const isBroken = ({ refused, failures = [] }) => Boolean(refused) || failures.length > 0

const printSummary = (results) => {
  const sum = (of) => results.reduce((total, one) => total + (of(one) ?? 0), 0)
  const top = (of) => [...results].sort((a, b) => (of(b) ?? 0) - (of(a) ?? 0))[0]
  const slowest = top((one) => one.slowest?.ms)
  const largest = top((one) => one.largest?.bytes)
  const page = slowest.slowest ?? { path: '', ms: 0 }
  const body = largest.largest ?? { path: '', bytes: 0 }
  console.log(
    `\ndocuments      ${results.length}, ${results.filter(isBroken).length} with failures`,
  )
  console.log(`pages          ${sum((one) => one.pages)}`)
  console.log(`failures       ${sum((one) => one.failures?.length)}`)
  console.log(`slowest page   ${Math.round(page.ms)} ms, ${slowest.name} ${page.path}`)
  console.log(`largest page   ${Math.round(body.bytes / 1024)} KB, ${largest.name} ${body.path}`)
}

const run = async () => {
  const documents = chosenDocuments({ ...options, part: options.shard })
  const results = []
  const limits = {
    worker: 'docs/worker.mjs',
    workers: Number(options.workers),
    seconds: Number(options.seconds),
    megabytes: Number(options.megabytes),
  }
  await runPool(documents, limits, ({ name }, result) => {
    results.push({ name, ...result })
    const why = result.refused ?? result.failures[0]?.why
    if (why !== undefined)
      console.log(`${name}: ${result.failures?.length ?? ''} ${String(why).slice(0, 300)}`)
    if (results.length % 50 === 0) console.log(`${results.length} of ${documents.length}`)
  })
  const file =
    options.json ?? join(fileURLToPath(new URL('.', import.meta.url)), 'docs-report.json')
  printSummary(results)
  writeFileSync(file, JSON.stringify(results, undefined, 1))
  console.log(`\nEach failure: ${file}`)
  if (results.some(isBroken)) process.exitCode = 1
}

if (options.help) console.log(help)
else await run()
