// Serves every document of the corpus and judges what each operation answers. See README.md.
import { parseArgs } from 'node:util'
import { chosenDocuments } from './documents.mjs'
import { reportRun } from './report-run.mjs'
import { isOnTarget, printSummary, progressLine } from './report.mjs'

const { values: options } = parseArgs({
  options: {
    folder: { type: 'string' },
    only: { type: 'string' },
    shard: { type: 'string' },
    limit: { type: 'string' },
    json: { type: 'string' },
    workers: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '60' },
    megabytes: { type: 'string', default: '2048' },
    quiet: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const help = `node corpus/run.mjs [options]
  --folder DIR     the documents of a folder instead of the corpus
  --only PATTERN   documents whose name matches a regular expression
  --shard I/N      the I-th of N parts, from 1
  --limit N        the first N documents
  --json FILE      where the report is written (default: corpus/report.json)
  --workers N      processes at a time (default: 2)
  --seconds N      the longest a document may take (default: 60)
  --megabytes N    the largest heap of a process (default: 2048)
  --quiet          no line for each document`

const selected = () =>
  chosenDocuments({ ...options, part: options.shard }).slice(
    0,
    options.limit ? Number(options.limit) : undefined,
  )

const run = () =>
  reportRun(selected(), options, {
    limits: {},
    line: progressLine,
    print: printSummary,
    isOnTarget,
    ...{ name: 'report.json', each: 'failure' },
  })

if (options.help) console.log(help)
else await run()
