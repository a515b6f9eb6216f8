import { type JournalFilter, matcherOf } from './journal-filter.js'
import type { JournalRecord } from './journal-record.js'

/** How many near misses are told. */
const shown = 3

const criteria = ['operationId', 'method', 'path', 'status', 'violations', 'unmatched'] as const

const words: Readonly<Record<(typeof criteria)[number], (value: NonNullable<unknown>) => string>> =
  {
    operationId: (value) => `of ${String(value)}`,
    method: (value) => `with method ${String(value)}`,
    path: (value) => `with path ${String(value)}`,
    status: (value) => `with status ${String(value)}`,
    violations: (value) => (value === true ? 'with violations' : 'without violations'),
    unmatched: (value) => (value === true ? 'that hit no operation' : 'that hit an operation'),
  }

/** What a filter lets through, in words. */
export const filterText = (filter: JournalFilter): string =>
  criteria
    .flatMap((name) => {
      const value = filter[name]
      return value === undefined ? [] : [words[name](value)]
    })
    .join(' ')

/** The exchanges that break one criterion only: those nearest to what was meant. */
const nearMisses = (filter: JournalFilter, records: readonly JournalRecord[]) => {
  const tests = criteria
    .filter((name) => filter[name] !== undefined)
    .map((name) => matcherOf({ [name]: filter[name] }))
  return tests.length < 2
    ? []
    : records.filter((record) => tests.filter((test) => !test(record)).length === 1)
}

const describe = ({ method, path, status, operation }: JournalRecord): string => {
  const what = operation ? `${operation.id} (${method})` : `${method} ${path.slice(0, 200)}`
  return `${what} answered ${status ?? 'with a broken connection'}`
}

/** What came instead: the near misses, else what came last; each kind once, with its count. */
export const nearCalls = (
  filter: JournalFilter,
  records: readonly JournalRecord[],
): string | undefined => {
  const matches = matcherOf(filter)
  const others = records.filter((record) => !matches(record))
  const near = nearMisses(filter, others)
  const counts = new Map<string, number>()
  for (const record of (near.length > 0 ? near : others).toReversed()) {
    const text = describe(record)
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  if (counts.size === 0) return undefined
  return [...counts]
    .slice(0, shown)
    .map(([text, count]) => (count === 1 ? text : `${count} × ${text}`))
    .join(', ')
}
