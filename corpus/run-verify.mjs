// Has `verify` judge our own mock and sandbox of every document of the corpus. See README.md.
import { parseArgs } from 'node:util'
import { chosenDocuments } from './documents.mjs'
import { reportRun } from './report-run.mjs'
import { isOnTarget, printVerified, verifyLine } from './verify/report.mjs'

const { values: options } = parseArgs({
  options: {
    folder: { type: 'string' },
    only: { type: 'string' },
    part: { type: 'string' },
    requests: { type: 'string', default: '1500' },
    json: { type: 'string' },
    workers: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '180' },
    megabytes: { type: 'string', default: '2048' },
    quiet: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const help = `node corpus/run-verify.mjs [options]
  --folder DIR     the documents of a folder instead of the corpus
  --only PATTERN   documents whose name matches a regular expression
  --part I/N       the I-th of N parts, from 1
  --requests N     the most that a plan may have; of longer ones a shard is taken (default: 1500)
  --json FILE      where the report is written (default: corpus/verify-report.json)
  --workers N      processes at a time (default: 2)
  --seconds N      the longest a document may take (default: 180)
  --megabytes N    the largest heap of a process (default: 2048)
  --quiet          no line for each document`

const run = () =>
  reportRun(chosenDocuments(options), options, {
    limits: { worker: 'verify/worker.mjs', argument: options.requests },
    line: verifyLine,
    print: printVerified,
    isOnTarget,
    ...{ name: 'verify-report.json', each: 'finding' },
  })

if (options.help) console.log(help)
else await run()
