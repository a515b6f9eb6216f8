// What the stories of a run were, as a few figures and a list.
import { readFileSync } from 'node:fs'
import { createExplained } from '../explained.mjs'

const percent = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(2)} %`)
const sum = (list, pick) => list.reduce((total, item) => total + (pick(item) ?? 0), 0)

/** What is the document's own: by document, and there by resource or operation; in explained.json here, or in the one of the mock. */
const createReasons = () => {
  const own = JSON.parse(readFileSync(new URL('explained.json', import.meta.url), 'utf8'))
  const isKnown = createExplained()
  return (document, name) => Object.hasOwn(own[document] ?? {}, name) || isKnown(document, name)
}

/** One line about the document that has just ended. */
export const storyLine = (results, total) => {
  const { name, told = [], faults = [], refused, totalMs = 0 } = results.at(-1)
  const stories = told.filter(({ isStory }) => isStory)
  const failed = stories.filter(({ step }) => step).length
  const broken = faults.filter(({ kind }) => kind === 'broken').length
  const what = refused
    ? `NOT SERVED: ${refused.split('\n')[0]}`
    : `${stories.length} stories${failed > 0 ? `, ${failed} FAILED` : ''}${broken > 0 ? `, ${broken} BROKEN` : ''}`
  return `[${results.length}/${total}] ${name}: ${what} (${(totalMs / 1000).toFixed(1)} s)`
}

/** A short name for a reason, so that equal ones are counted together. */
const classOf = ({ step, why }) =>
  `${step.replace(/^parent: .*/, 'parent')}: ${
    /^answered (\d+)/.test(why)
      ? `${/^answered (\d+[^:]*)/.exec(why)[1]} ${/"type":\s*"[^"]*:([a-z-]+)"/.exec(why)?.[1] ?? ''}`.trim()
      : why.replace(/".*|\d+.*|: .*/s, '').trim()
  }`

const grouped = (list, keyOf) => {
  const groups = new Map()
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one])
  return [...groups].sort(([, a], [, b]) => b.length - a.length)
}

const printGroups = (title, groups, lineOf) => {
  for (const [name, list] of groups) {
    console.log(`\n${title} ${name}: ${list.length}`)
    for (const one of list.slice(0, 10)) console.log(`  ${one.document}  ${lineOf(one)}`)
    if (list.length > 10) console.log(`  … and ${list.length - 10} more, in the report`)
  }
}

const rolesOf = (served) => {
  const all = {}
  for (const { roles } of served)
    for (const [role, counts] of Object.entries(roles)) {
      const one = (all[role] ??= { operations: 0, reached: 0, state: 0 })
      for (const key of Object.keys(one)) one[key] += counts[key]
    }
  return all
}

const tell = (served, key) =>
  served.flatMap(({ name: document, [key]: list }) => list.map((one) => ({ document, ...one })))

const slowestOf = (served) =>
  served.reduce(
    (worst, { name, slowest }) => (slowest.ms > worst.ms ? { document: name, ...slowest } : worst),
    { ms: 0 },
  )

/** The figures of a run, and what is behind them. */
const figuresOf = (results) => {
  const served = results.filter(({ refused }) => !refused)
  const explains = createReasons()
  const told = tell(served, 'told')
  const stories = told.filter(({ isStory }) => isStory)
  const failed = stories.filter(({ step }) => step)
  const isOwn = ({ document, resource, operation }) =>
    explains(document, resource) || explains(document, operation)
  const faults = tell(served, 'faults')
  const broken = faults.filter(({ kind }) => kind === 'broken')
  const counts = {
    documents: results.length,
    served: served.length,
    operations: sum(served, ({ operations }) => operations),
    alike: sum(served, ({ likeness }) => likeness.alike),
    inferred: sum(served, ({ likeness }) => likeness.inferred),
    stories: stories.length,
    passed: stories.length - failed.length,
    explained: failed.filter(isOwn).length,
    replies: sum(served, ({ replies }) => replies),
    broken: broken.filter((one) => !isOwn(one)).length,
    brokenExplained: broken.filter(isOwn).length,
    unjudged: faults.filter(({ kind }) => kind === 'unjudged').length,
    bare: faults.filter(({ kind }) => kind === 'bare').length,
  }
  return {
    counts,
    served,
    told,
    failed: failed.filter((one) => !isOwn(one)),
    broken: broken.filter((one) => !isOwn(one)),
  }
}

const printReasons = ({ told, failed, broken }, results) => {
  const others = told.filter(({ isStory, step }) => !isStory && step)
  const brokenBy = ({ why }) => why.replace(/^[^ ]* /, '').slice(0, 30)
  printGroups('FAILED', grouped(failed, classOf), ({ resource, operation, why }) =>
    [resource, operation, why.slice(0, 200)].join('  '),
  )
  printGroups('NO STORY', grouped(others, classOf), ({ operation, why }) =>
    [operation, why.slice(0, 160)].join('  '),
  )
  printGroups('BROKEN', grouped(broken, brokenBy), ({ operation, answeredBy, code, why }) =>
    [operation, `${code} by ${answeredBy}:`, why.slice(0, 160)].join('  '),
  )
  for (const { name, refused } of results)
    if (refused) console.log(`\nNOT SERVED ${name}: ${refused.split('\n')[0]}`)
}

const printRoles = (roles) => {
  console.log('\nrole          operations   reached   answered by state')
  for (const [role, { operations, reached, state }] of Object.entries(roles)) {
    const cells = [operations, reached, state].map((count) => String(count).padStart(10)).join('')
    console.log(`${role.padEnd(14)}${cells}  ${percent(state, operations)}`)
  }
}

const printFigures = (counts, roles, slowest) => {
  const all = sum(Object.values(roles), ({ operations }) => operations)
  const byState = sum(Object.values(roles), ({ state }) => state)
  const { stories, passed, explained, alike, inferred, replies, broken } = counts
  const { unjudged, bare, brokenExplained, operations } = counts
  const rows = [
    ['Documents served', `${counts.served} of ${counts.documents}`],
    ['Operations with a role', `${all} of ${operations}  ${percent(all, operations)}`],
    ['  of them answered by state', `${byState}  ${percent(byState, all)}`],
    ['Like collection or item', `${alike}; inferred ${inferred}  ${percent(inferred, alike)}`],
    ['Stories that pass', `${passed} of ${stories}  ${percent(passed, stories)}`],
    ["  fail for the document's own reasons", String(explained)],
    ['Replies that break the contract', `${broken} of ${replies}`],
    ['  explained', String(brokenExplained)],
    ['  not judged', String(unjudged)],
    ['  success where none is documented', String(bare)],
    ['Slowest reply', `${slowest.ms.toFixed(0)} ms  ${slowest.document} ${slowest.operation}`],
  ]
  console.log('')
  for (const [what, figure] of rows) console.log(`${what.padEnd(38)}${figure}`)
}

/** Prints the figures and the reasons of failures; the figures. */
export const printStories = (results) => {
  const figures = figuresOf(results)
  const { counts, served, failed } = figures
  const [roles, slowest] = [rolesOf(served), slowestOf(served)]
  printReasons(figures, results)
  printRoles(roles)
  printFigures(counts, roles, slowest)
  const failures = grouped(failed, classOf).map(([name, list]) => [name, list.length])
  return { ...counts, roles, slowest, failures: Object.fromEntries(failures) }
}

/** 95 % of the stories pass, and no reply breaks the contract but for what is explained. */
export const isOnTarget = ({ documents, served, stories, passed, broken }) =>
  documents === served && passed >= 0.95 * stories && broken === 0
