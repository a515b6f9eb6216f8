import type { PropertyPath } from '../resource-model.js'
import type { StateRecord } from './state-record.js'
import { valueAtPath } from '../../lib/value-path.js'

/** One key that records are sorted by. */
export interface SortKey {
  readonly path: PropertyPath
  readonly descends: boolean
}

const isoDate = /^\d{4}-\d\d-\d\d([T ]|$)/

/** A value as it is sorted: times and numbers by their size, anything else as text. */
const sortValue = (value: unknown): number | string | undefined => {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const first = text.charCodeAt(0)
  const mayBeNumber = (first >= 48 && first <= 57) || first === 45
  if (!mayBeNumber) return text
  const number = isoDate.test(text) ? Date.parse(text) : Number(text)
  return Number.isNaN(number) ? text : number
}

/** Texts by their places among all that there are, behind every number. */
const placesOf = (
  values: readonly (number | string | undefined)[],
): ReadonlyMap<string | number | undefined, number> => {
  const texts = new Set<string>()
  let largest = 0
  for (const value of values)
    if (typeof value === 'string') texts.add(value)
    else if (value !== undefined && value > largest && value < Infinity) largest = value
  return new Map([...texts].sort().map((text, place) => [text, largest + place + 1]))
}

/** By what records are sorted, as numbers; infinite for those without a value. */
const columnOf = (records: readonly StateRecord[], { path, descends }: SortKey): Float64Array => {
  const values = records.map(({ value }) => sortValue(valueAtPath(value, path)))
  const places = placesOf(values)
  const column = new Float64Array(values.length)
  for (const [at, value] of values.entries()) {
    const measure = typeof value === 'number' ? value : places.get(value)
    column[at] = measure === undefined ? Infinity : descends ? -measure : measure
  }
  return column
}

/**
 * Records sorted by several keys; those without a value come last, whichever way, and equal ones stay
 * as they were. Each value is looked at once, texts are compared once: then numbers are.
 */
export const sortRecords = (
  records: readonly StateRecord[],
  keys: readonly SortKey[],
): readonly StateRecord[] => {
  const columns = keys.map((key) => columnOf(records, key))
  const order = records.map((_, at) => at)
  order.sort((one, other) => {
    for (const column of columns) {
      const [a, b] = [column[one] as number, column[other] as number]
      if (a !== b) return a < b ? -1 : 1
    }
    return 0
  })
  return order.map((at) => records[at] as StateRecord)
}
