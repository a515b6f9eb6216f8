// What a run found, as a few figures and a list.
import { classOf } from './classes.mjs'
import { createExplained } from './explained.mjs'

const sum = (list, pick) => list.reduce((total, item) => total + (pick(item) ?? 0), 0)
const percent = (part, whole) => (whole === 0 ? '100 %' : `${((100 * part) / whole).toFixed(3)} %`)
const worst = (list, pick) => list.reduce((a, b) => (pick(b) > pick(a) ? b : a), list[0])
const mega = (bytes) => `${Math.round(bytes / 1_048_576)} MB`

/** One line about the document that has just ended. */
export const progressLine = (results, total) => {
  const { name, operations = 0, failures = [], refused, totalMs = 0 } = results.at(-1)
  const what = refused
    ? `NOT SERVED: ${refused.split('\n')[0]}`
    : `${operations} operations${failures.length > 0 ? `, ${failures.length} FAILED` : ''}`
  return `[${results.length}/${total}] ${name}: ${what} (${(totalMs / 1000).toFixed(1)} s)`
}

/** Failures by class, the class with most first. */
const byClass = (results) => {
  const classes = new Map()
  for (const { name, failures = [] } of results)
    for (const failure of failures) {
      const key = classOf(failure)
      classes.set(key, [...(classes.get(key) ?? []), { document: name, ...failure }])
    }
  return [...classes].sort(([, a], [, b]) => b.length - a.length)
}

const printClasses = (classes) => {
  for (const [name, list] of classes) {
    console.log(`\n${name}: ${list.length}`)
    for (const { document, operation, why = '' } of list.slice(0, 10))
      console.log(`  ${document}  ${operation}  ${why.slice(0, 160)}`)
    if (list.length > 10) console.log(`  … and ${list.length - 10} more, in the report`)
  }
}

const countsOf = (results) => {
  const served = results.filter((result) => !result.refused)
  const bodies = (kind) => sum(served, (result) => result.bodies[kind])
  const judged = bodies('valid') + bodies('invalid') + bodies('unjudged')
  return {
    documents: results.length,
    served: served.length,
    operations: sum(served, (result) => result.operations),
    answered: sum(served, (result) => result.answered),
    bodies: { judged, valid: bodies('valid'), other: bodies('other'), none: bodies('none') },
  }
}

const worstOf = (results) => {
  const served = results.filter((result) => !result.refused)
  if (served.length === 0) return {}
  const start = worst(served, (result) => result.startMs)
  const first = worst(served, (result) => result.firstMs ?? 0)
  const request = worst(served, (result) => result.slowest.ms)
  const memory = worst(served, (result) => result.memory)
  return {
    slowestStart: { document: start.name, ms: start.startMs },
    slowestFirstAnswer: { document: first.name, ms: first.firstMs },
    slowestRequest: { document: request.name, ...request.slowest },
    peakMemory: { document: memory.name, bytes: memory.memory },
  }
}

/** Prints the figures and the classes of failures; the figures. */
export const printSummary = (results) => {
  const counts = countsOf(results)
  const extremes = worstOf(results)
  const classes = byClass(results)
  const { documents, served, operations, answered, bodies } = counts
  printClasses(classes)
  for (const { name, refused } of results)
    if (refused)
      console.log(`\nNOT SERVED ${name}\n  ${refused.split('\n').slice(0, 3).join('\n  ')}`)
  console.log(`\nDocuments served              ${served} of ${documents}`)
  console.log(
    `Operations answered as documented  ${answered} of ${operations}  ${percent(answered, operations)}`,
  )
  console.log(
    `JSON bodies valid             ${bodies.valid} of ${bodies.judged}  ${percent(bodies.valid, bodies.judged)}` +
      `  (others ${bodies.other}, none ${bodies.none})`,
  )
  for (const [what, { document, operation, ms, bytes }] of Object.entries(extremes)) {
    const value = bytes === undefined ? `${ms?.toFixed(0)} ms` : mega(bytes)
    console.log(`${what.padEnd(30)}${value}  ${document} ${operation ?? ''}`)
  }
  console.log(`Failures not explained        ${unexplained(results).length}`)
  const lists = Object.fromEntries(classes.map(([name, list]) => [name, list.length]))
  return { ...counts, ...extremes, classes: lists }
}

/** Failures that explained.json does not explain. */
const unexplained = (results) => {
  const isExplained = createExplained()
  return results.flatMap(({ name, failures = [] }) =>
    failures.filter(({ operation }) => !isExplained(name, operation)).map(() => name),
  )
}

/**
 * All documents served; every operation answered as documented and 99.9 % of the bodies valid, but for
 * what is explained one by one.
 */
export const isOnTarget = ({ documents, served, bodies }, results) =>
  served === documents && unexplained(results).length === 0 && bodies.valid >= 0.999 * bodies.judged
