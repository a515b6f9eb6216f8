import type { Operation } from '../../contract/contract.js'
import type { CoveredKeyword } from '../case.js'

/** What was touched of one operation. */
export interface OperationCoverage {
  /** Requests that were answered. */
  requests: number
  /** Statuses that were answered: `404`. */
  readonly statuses: Set<string>
  /** Parameters that a request which was accepted had: `query limit`. */
  readonly parameters: Set<string>
  /** Keywords that were tried, kept (`+`) or broken (`-`): `-body /name maxLength`. */
  readonly keywords: Set<string>
}

/** What requests have touched of a contract, by `METHOD /path`. It grows with `noteExchange`. */
export type Coverage = Map<string, OperationCoverage>

/** One answered request, as far as it matters. */
export interface CoveredExchange {
  readonly status: number
  /** Its parameters: `query limit`. */
  readonly parameters?: readonly string[]
  readonly keywords?: readonly CoveredKeyword[]
}

/** What an operation is counted as. */
export const coverageKey = ({ method, path }: Pick<Operation, 'method' | 'path'>): string =>
  `${method} ${path}`

/** A keyword as it is counted: that of an item whichever it is. */
export const keywordKey = ({ location, pointer, keyword, negative }: CoveredKeyword): string =>
  `${negative ? '-' : '+'}${location} ${pointer.replace(/\/\d+(?=\/|$)/g, '/*')} ${keyword}`

/** Nothing is covered yet. */
export const emptyCoverage = (): Coverage => new Map()

const entryOf = (coverage: Coverage, key: string): OperationCoverage => {
  const known = coverage.get(key)
  if (known) return known
  const made = {
    ...{ requests: 0, statuses: new Set<string>() },
    ...{ parameters: new Set<string>(), keywords: new Set<string>() },
  }
  coverage.set(key, made)
  return made
}

/** Counts an answered request in; what has no status was not answered, and counts for nothing. */
export const noteExchange = (
  coverage: Coverage,
  operation: Pick<Operation, 'method' | 'path'>,
  { status, parameters = [], keywords = [] }: CoveredExchange,
): void => {
  if (status === 0) return
  const entry = entryOf(coverage, coverageKey(operation))
  entry.requests++
  entry.statuses.add(String(status))
  if (status < 300) for (const name of parameters) entry.parameters.add(name)
  for (const keyword of keywords) entry.keywords.add(keywordKey(keyword))
}

/** What either has covered: of shards, of tests, of runs. */
export const mergeCoverage = (a: Coverage, b: Coverage): Coverage => {
  const merged = emptyCoverage()
  for (const [key, { requests, statuses, parameters, keywords }] of [...a, ...b]) {
    const entry = entryOf(merged, key)
    entry.requests += requests
    for (const status of statuses) entry.statuses.add(status)
    for (const name of parameters) entry.parameters.add(name)
    for (const keyword of keywords) entry.keywords.add(keyword)
  }
  return merged
}
