// What `verify` found in our own servers, as a few figures and a list.
import { readFileSync } from 'node:fs'

const sum = (list, pick) => list.reduce((total, one) => total + (pick(one) ?? 0), 0)
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`

/** A finding of a rule at a place of an operation of a document: whether explained.json explains it. */
const createReasons = () => {
  const known = JSON.parse(readFileSync(new URL('explained.json', import.meta.url), 'utf8'))
  return (document, { name }) => Object.hasOwn(known[document] ?? {}, name)
}

const runsOf = ({ mock, sandbox }) => [mock, sandbox].filter(Boolean)
const failuresOf = (result) => runsOf(result).flatMap(({ failures = [] }) => failures)
const isOfServer = ({ rule, severity }) => rule !== 'V160' && severity === 'error'

/** One line about the document that has just ended. */
export const verifyLine = (results, total) => {
  const result = results.at(-1)
  const { name, refused, totalMs = 0 } = result
  const crashed = runsOf(result).find((run) => run.crashed)?.crashed
  const failures = failuresOf(result)
  const what = refused
    ? `NOT VERIFIED: ${refused.split('\n')[0]}`
    : `${sum(runsOf(result), (run) => run.requests)} requests` +
      (crashed ? `, CRASHED: ${crashed.split('\n')[0]}` : '') +
      (failures.length > 0 ? `, ${failures.map(({ rule }) => rule).join(' ')}` : '')
  return `[${results.length}/${total}] ${name}: ${what.slice(0, 200)} (${seconds(totalMs)})`
}

const grouped = (list, keyOf) => {
  const groups = new Map()
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one])
  return [...groups].sort(([, a], [, b]) => b.length - a.length)
}

const printFailures = (failures) => {
  for (const [name, list] of grouped(failures, ({ kind, rule }) => `${rule} (${kind})`)) {
    console.log(`\n${name}: ${list.length}`)
    for (const { document, operation, status, message } of list.slice(0, 10))
      console.log(`  ${document}  ${operation}  ${status}: ${message.slice(0, 160)}`)
    if (list.length > 10) console.log(`  … and ${list.length - 10} more, in the report`)
  }
}

const worst = (results, of) =>
  results.reduce((a, b) => ((of(b) ?? 0) > (of(a) ?? 0) ? b : a), results[0])

const figuresOf = (results) => {
  const isExplained = createReasons()
  const all = results.flatMap((result) =>
    failuresOf(result).map((failure) => ({ document: result.name, ...failure })),
  )
  const found = all.filter(isOfServer)
  const runs = results.flatMap(runsOf)
  return {
    documents: results.length,
    ended: results.filter(({ refused }) => !refused).length,
    crashed: runs.filter(({ crashed }) => crashed).length,
    operations: sum(results, ({ operations }) => operations),
    cases: sum(runs, ({ cases }) => cases),
    requests: sum(runs, ({ requests }) => requests),
    passed: sum(runs, ({ outcomes }) => outcomes?.passed),
    unverified: sum(runs, ({ outcomes }) => outcomes?.unverified),
    cut: runs.filter(({ shards }) => shards > 1).length,
    examples: all.filter(({ rule }) => rule === 'V160').length,
    warnings: all.filter(({ severity }) => severity === 'warning').length,
    explained: found.filter((one) => isExplained(one.document, one)).length,
    failures: found.filter((one) => !isExplained(one.document, one)),
  }
}

/** Prints the figures and the findings; the figures. */
export const printVerified = (results) => {
  const { failures, ...counts } = figuresOf(results)
  printFailures(failures)
  for (const { name, refused, mock, sandbox } of results)
    for (const why of [refused, mock?.crashed, sandbox?.crashed])
      if (why) console.log(`\nNO END ${name}\n  ${why.split('\n').slice(0, 4).join('\n  ')}`)
  const rows = [
    [
      'Documents verified',
      `${counts.ended} of ${counts.documents}; runs that crashed ${counts.crashed}`,
    ],
    ['Operations', counts.operations],
    ['Cases planned', `${counts.cases}; ${counts.cut} runs took a shard of the plan`],
    [
      'Requests',
      `${counts.requests}; cases passed ${counts.passed}, unverified ${counts.unverified}`,
    ],
    ['Examples that break their schemas', `${counts.examples} (V160: of the documents)`],
    ['Warnings', counts.warnings],
    ['Findings that are explained', counts.explained],
    ['Findings', failures.length],
  ]
  console.log('')
  for (const [what, figure] of rows) console.log(`${what.padEnd(36)}${figure}`)
  const slowPlan = worst(results, (one) => Math.max(...runsOf(one).map(({ planMs = 0 }) => planMs)))
  const slow = worst(results, ({ totalMs }) => totalMs)
  const memory = worst(results, (one) => one.memory)
  const planMs = Math.max(0, ...runsOf(slowPlan ?? {}).map((run) => run.planMs ?? 0))
  console.log(`${'Slowest plan'.padEnd(36)}${seconds(planMs)}  ${slowPlan?.name}`)
  console.log(`${'Slowest document'.padEnd(36)}${seconds(slow?.totalMs ?? 0)}  ${slow?.name}`)
  console.log(
    `${'Most memory'.padEnd(36)}${Math.round((memory?.memory ?? 0) / 1_048_576)} MB  ${memory?.name}`,
  )
  const rules = grouped(failures, ({ rule }) => rule).map(([rule, list]) => [rule, list.length])
  return { ...counts, findings: failures.length, rules: Object.fromEntries(rules) }
}

/** Every document verified to its end, and no finding that is not explained. */
export const isOnTarget = ({ documents, ended, crashed, findings }) =>
  documents === ended && crashed === 0 && findings === 0
