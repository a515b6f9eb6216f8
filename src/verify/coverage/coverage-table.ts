import { responseFor } from '../../contract/check-reply.js'
import type { Operation } from '../../contract/contract.js'
import { countableKeywords } from './countable-keywords.js'
import { coverageKey, type Coverage, type OperationCoverage } from './coverage.js'
import { parameterKey } from './sent-parameters.js'

/** What coverage is counted of. */
export const coverageKinds = [
  ...(['operation', 'status', 'parameter', 'keyword'] as const),
  ...(['keyword-positive', 'keyword-negative'] as const),
] as const

/** One of them. */
export type CoverageKind = (typeof coverageKinds)[number]

/** How much of one kind was touched. */
export interface CoverageRow {
  readonly kind: CoverageKind
  readonly covered: number
  readonly total: number
  /** From 0 to 100, rounded down; 100 where there is nothing to cover. */
  readonly percent: number
  /** What was not touched: `GET /pets 404`. */
  readonly missing: readonly string[]
}

/**
 * The documented statuses that a client can provoke: a server that is well never answers 5xx, and `default`
 * stands for what is not foreseen, unless it is all there is.
 */
const countedStatuses = ({ responses }: Operation): readonly string[] => {
  const keys = responses.map(({ key }) => key).filter((key) => !/^5/.test(key))
  const named = keys.filter((key) => key !== 'default')
  return named.length > 0 ? named : keys
}

const seenStatuses = (operation: Operation, entry: OperationCoverage | undefined) =>
  new Set([...(entry?.statuses ?? [])].map((text) => responseFor(operation, Number(text))?.key))

type Items = readonly (readonly [name: string, isCovered: boolean])[]

const itemsOf = (operation: Operation, coverage: Coverage): Record<CoverageKind, Items> => {
  const key = coverageKey(operation)
  const entry = coverage.get(key)
  const statuses = seenStatuses(operation, entry)
  const keywords: Items = [...countableKeywords(operation)].map((name) => [
    `${key} ${name}`,
    entry?.keywords.has(name) ?? false,
  ])
  const signed = (sign: string): Items => keywords.filter(([name]) => name[key.length + 1] === sign)
  return {
    operation: [[key, entry !== undefined && entry.requests > 0]],
    status: countedStatuses(operation).map((one) => [`${key} ${one}`, statuses.has(one)]),
    parameter: operation.parameters.map(parameterKey).map((name) => {
      return [`${key} ${name}`, entry?.parameters.has(name) ?? false]
    }),
    keyword: keywords,
    'keyword-positive': signed('+'),
    'keyword-negative': signed('-'),
  }
}

/** How much of operations was touched, a row for each kind. */
export const coverageTable = (
  operations: readonly Operation[],
  coverage: Coverage,
): readonly CoverageRow[] => {
  const items = operations
    .filter(({ fault }) => fault === undefined)
    .map((operation) => itemsOf(operation, coverage))
  return coverageKinds.map((kind) => {
    const all = items.flatMap((one) => one[kind])
    const missing = all.filter(([, isCovered]) => !isCovered).map(([name]) => name)
    const covered = all.length - missing.length
    const percent = all.length === 0 ? 100 : Math.floor((covered / all.length) * 100)
    return { kind, covered, total: all.length, percent, missing }
  })
}
