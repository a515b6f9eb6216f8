// Writes the samples of every operation of the corpus and judges their requests. See README.md.
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
    fraction: { type: 'string' },
    json: { type: 'string' },
    workers: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '180' },
    megabytes: { type: 'string', default: '2048' },
    help: { type: 'boolean', default: false },
  },
})

const help = `node corpus/run-samples.mjs [options]
  --folder DIR     the documents of a folder instead of the corpus
  --only PATTERN   documents whose name matches a regular expression
  --fraction I/N   the I-th of N parts, from 1
  --json FILE      where the report is written (default: corpus/samples-report.json)
  --workers N      processes at a time (default: 2)
  --seconds N      the longest a document may take (default: 180)
  --megabytes N    the largest heap of a process (default: 2048)`

/** The share of operations that have a valid request and whose sample is one. */
const wanted = 0.995

const print = (results) => {
  const total = (status) => results.reduce((sum, { counts = {} }) => sum + (counts[status] ?? 0), 0)
  const names = ['valid', 'invalid', 'failed', 'impossible', 'shadowed']
  const counts = Object.fromEntries(names.map((name) => [name, total(name)]))
  const refused = results.filter((result) => result.refused)
  for (const { name, failures = [] } of results)
    for (const { operation, status, why = '' } of failures)
      if (status === 'invalid' || status === 'failed')
        console.log(`${name}  ${operation}  ${status}: ${why.slice(0, 160)}`)
  for (const { name, refused: why } of refused) console.log(`${name}  NOT JUDGED: ${why}`)
  const judged = counts.valid + counts.invalid + counts.failed
  const share = judged === 0 ? 1 : counts.valid / judged
  console.log(`\n${results.length} documents; operations: ${JSON.stringify(counts)}`)
  console.log(`Samples that are valid requests: ${(100 * share).toFixed(3)} %`)
  return { counts, share, isGood: share >= wanted && counts.failed + refused.length === 0 }
}

const run = async () => {
  const results = []
  const limits = {
    worker: 'samples/worker.mjs',
    workers: Number(options.workers),
    seconds: Number(options.seconds),
    megabytes: Number(options.megabytes),
  }
  const documents = chosenDocuments({ ...options, part: options.fraction })
  await runPool(documents, limits, ({ name }, result) => results.push({ name, ...result }))
  results.sort((a, b) => (a.name < b.name ? -1 : 1))
  const summary = print(results)
  const file =
    options.json ?? join(fileURLToPath(new URL('.', import.meta.url)), 'samples-report.json')
  writeFileSync(file, JSON.stringify({ summary, results }, undefined, 1))
  console.log(`Each of them: ${file}`)
  if (!summary.isGood) process.exitCode = 1
}

if (options.help) console.log(help)
else await run()
