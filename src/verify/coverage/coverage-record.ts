import { SetupError } from '../../errors.js'
import { isObject, own } from '../../lib/json-object.js'
import type { Coverage } from './coverage.js'

/** Coverage as it stands in a file. */
export interface CoverageRecord {
  readonly format: 'openapi-sandbox-coverage'
  readonly version: 1
  /** By `METHOD /path`; lists are sorted. */
  readonly operations: Readonly<
    Record<
      string,
      {
        readonly requests: number
        readonly statuses: readonly string[]
        readonly parameters: readonly string[]
        readonly keywords: readonly string[]
      }
    >
  >
}

/** The text of a file of coverage: the same for the same coverage. */
export const writeCoverage = (coverage: Coverage): string => {
  const entries = [...coverage]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { requests, statuses, parameters, keywords }]) => [
      key,
      {
        requests,
        statuses: [...statuses].sort(),
        parameters: [...parameters].sort(),
        keywords: [...keywords].sort(),
      },
    ])
  const record: CoverageRecord = {
    ...{ format: 'openapi-sandbox-coverage', version: 1 },
    operations: Object.fromEntries(entries) as CoverageRecord['operations'],
  }
  return `${JSON.stringify(record, null, 2)}\n`
}

const textsOf = (value: unknown): Set<string> | undefined =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? new Set(value) : undefined

const entryOf = (value: unknown) => {
  if (!isObject(value)) return undefined
  const [statuses, parameters, keywords] = ['statuses', 'parameters', 'keywords'].map((name) =>
    textsOf(own(value, name)),
  )
  const requests = own(value, 'requests')
  if (!statuses || !parameters || !keywords || typeof requests !== 'number') return undefined
  return { requests, statuses, parameters, keywords }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Reads the text of a file of coverage.
 * @throws SetupError `coverage-invalid` naming the file.
 */
export const readCoverage = (text: string, file: string): Coverage => {
  const invalid = (reason: string, pointer?: string): SetupError =>
    new SetupError('coverage-invalid', reason, { file, ...(pointer && { pointer }) })
  const value = parsed(text)
  if (!isObject(value) || own(value, 'format') !== 'openapi-sandbox-coverage')
    throw invalid('It is no coverage of openapi-sandbox')
  const version = own(value, 'version')
  const operations = own(value, 'operations')
  if (version !== 1) throw invalid(`It has version ${JSON.stringify(version)}, not 1`, '/version')
  if (!isObject(operations)) throw invalid('It has no operations', '/operations')
  const coverage: Coverage = new Map()
  for (const [key, one] of Object.entries(operations)) {
    const entry = entryOf(one)
    if (!entry) throw invalid(`${key} is not as it is written by us`, '/operations')
    coverage.set(key, entry)
  }
  return coverage
}
