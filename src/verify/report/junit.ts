import { escapeXml, escapeXmlAttribute } from '../../lib/escape-xml.js'
import { groupBy } from '../../lib/group-by.js'
import { findingText } from './finding-text.js'
import type { CaseReport, FindingGroup, Report } from './report.js'

const attributes = (all: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(all)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeXmlAttribute(String(value))}"`)
    .join('')

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3)

/** One `testcase`: of a case, or of a finding that no case was for. */
interface TestCase {
  readonly classname: string
  readonly name: string
  readonly place: CaseReport['place']
  readonly milliseconds: number
  readonly failures: readonly FindingGroup[]
  /** What does not make it fail. */
  readonly notes: readonly FindingGroup[]
  readonly skipped?: string | undefined
}

const failureText = (group: FindingGroup): string =>
  `      <failure${attributes({ message: group.message, type: `${group.rule} ${group.title}` })}>` +
  `${escapeXml(findingText(group))}</failure>`

const noteText = (group: FindingGroup): string =>
  group.known
    ? `known until ${group.known.expires} (${group.known.reason}): ${findingText(group)}`
    : `${group.severity}: ${findingText(group)}`

const testCaseText = (one: TestCase): string => {
  const { classname, name, place, milliseconds, failures, notes, skipped } = one
  const { file, line } = place
  const start = `    <testcase${attributes({ classname, name, time: seconds(milliseconds), file, line })}`
  const isSkipped = skipped !== undefined && failures.length === 0
  const inner = [
    ...(isSkipped ? [`      <skipped${attributes({ message: skipped })}/>`] : []),
    ...failures.map(failureText),
    ...(notes.length > 0
      ? [`      <system-out>${escapeXml(notes.map(noteText).join('\n\n'))}</system-out>`]
      : []),
  ]
  return inner.length === 0 ? `${start}/>` : `${start}>\n${inner.join('\n')}\n    </testcase>`
}

const ofCase = (one: CaseReport, groups: ReadonlyMap<string, FindingGroup>): TestCase => {
  const found = one.findings.flatMap((fingerprint) => groups.get(fingerprint) ?? [])
  const isOpen = one.result === 'unverified' || one.result === 'skipped'
  return {
    classname: `${one.method} ${one.path}`,
    name: `${one.source}: ${one.intent}`,
    place: one.place,
    milliseconds: one.milliseconds,
    failures: found.filter(({ fails }) => fails),
    notes: found.filter(({ fails }) => !fails),
    skipped: isOpen ? `${one.result}: ${one.why ?? ''}` : undefined,
  }
}

const ofFinding = (group: FindingGroup): TestCase => ({
  classname: `${group.method} ${group.path}`,
  name: `${group.rule} ${group.title}`,
  place: group.place,
  milliseconds: 0,
  failures: group.fails ? [group] : [],
  notes: group.fails ? [] : [group],
})

const totals = (cases: readonly TestCase[]) => ({
  tests: cases.length,
  failures: cases.filter(({ failures }) => failures.length > 0).length,
  errors: 0,
  skipped: cases.filter(({ skipped, failures }) => skipped !== undefined && failures.length === 0)
    .length,
  time: seconds(cases.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
})

const suiteText = (name: string, cases: readonly TestCase[], timestamp: string): string =>
  [
    `  <testsuite${attributes({ name, ...totals(cases), timestamp })}>`,
    ...cases.map(testCaseText),
    '  </testsuite>',
  ].join('\n')

/** A report as JUnit XML: a suite for each operation, a test case for each of what was to be proved. */
export const junit = (report: Report): string => {
  const groups = new Map(report.findings.map((group) => [group.fingerprint, group]))
  const ids = new Set(report.cases.map(({ id }) => id))
  const free = report.findings.filter(({ cases }) => !cases.some((id) => ids.has(id)))
  const all = [...report.cases.map((one) => ofCase(one, groups)), ...free.map(ofFinding)]
  const timestamp = report.startedAt.replace(/\.\d+Z$/, '')
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: `${report.product} verify`, ...totals(all) })}>`,
    ...[...groupBy(all, ({ classname }) => classname)].map(([name, cases]) =>
      suiteText(name, cases, timestamp),
    ),
    '</testsuites>',
    '',
  ].join('\n')
}
