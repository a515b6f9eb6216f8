// Has every document worked on, and writes what came of it: a line each, a summary, a report as JSON.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runPool } from './pool.mjs'

/**
 * `options` are those of the command line. `limits` are what the pool is told beside them, `line` says what came of
 * the last document, `print` prints all results and gives their summary, `isOnTarget` judges it. The report is
 * `name` in this folder, unless `--json` says another file; `each` is what stands in it, in a word.
 */
export const reportRun = async (
  documents,
  options,
  { limits, line, print, isOnTarget, name, each },
) => {
  const results = []
  const bounds = {
    ...limits,
    workers: Number(options.workers),
    seconds: Number(options.seconds),
    megabytes: Number(options.megabytes),
  }
  await runPool(documents, bounds, (document, result) => {
    results.push({ name: document.name, ...result })
    if (!options.quiet) console.log(line(results, documents.length))
  })
  results.sort((a, b) => (a.name < b.name ? -1 : 1))
  const file = options.json ?? join(fileURLToPath(new URL('.', import.meta.url)), name)
  const summary = print(results)
  writeFileSync(file, JSON.stringify({ summary, results }, undefined, 1))
  console.log(`\nEach ${each}: ${file}`)
  if (!isOnTarget(summary, results)) process.exitCode = 1
}
