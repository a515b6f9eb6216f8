import type { ErrorObject, FuncKeywordDefinition, SchemaValidateFunction } from 'ajv'
import { isObject, own, type JsonObject } from '../lib/json-object.js'
import type { JsonSchema } from '../lib/json-schema.js'

type Lookup = (ref: string) => JsonSchema | undefined

const bounds = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const
const formats: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
}

const rangeOf = (schema: JsonObject): readonly [bigint, bigint] | undefined => {
  const format = own(schema, 'format')
  return typeof format === 'string' && Object.hasOwn(formats, format) ? formats[format] : undefined
}

const isBeyond = (value: unknown): boolean =>
  typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER

/** True for a schema of integers that a double cannot hold: `int64`, or bounds above 2^53. */
export const isWide = (schema: JsonObject): boolean =>
  rangeOf(schema) !== undefined || bounds.some((bound) => isBeyond(own(schema, bound)))

/** True when a schema, or one that it is made of, is one of such integers. */
export const hasWide = (
  schema: unknown,
  lookup: Lookup,
  seen: Set<unknown> = new Set(),
): boolean => {
  if (Array.isArray(schema)) return schema.some((part) => hasWide(part, lookup, seen))
  if (!isObject(schema) || seen.has(schema)) return false
  seen.add(schema)
  if (isWide(schema)) return true
  const ref = own(schema, '$ref')
  if (typeof ref === 'string' && hasWide(lookup(ref), lookup, seen)) return true
  return Object.values(schema).some((part) => hasWide(part, lookup, seen))
}

/** The integers of a value that a double cannot hold, by the object or list that holds them. */
export type ExactValues = Map<unknown, Map<string, bigint>>

/** The key of a value that nothing holds. */
const root = ''

/** The value with each BigInt rounded to a number, as Ajv wants it; what it was is noted. */
export const rounded = (value: unknown, exact: ExactValues): unknown => {
  const note = (holder: unknown, key: string, part: unknown): unknown => {
    if (typeof part !== 'bigint') return rounded(part, exact)
    const known = exact.get(holder) ?? new Map<string, bigint>()
    exact.set(holder, known.set(key, part))
    return Number(part)
  }
  if (typeof value === 'bigint') return note(root, '', value)
  if (Array.isArray(value)) {
    const list: unknown[] = []
    for (const [index, part] of value.entries()) list.push(note(list, String(index), part))
    return list
  }
  if (!isObject(value) || Object.getPrototypeOf(value) !== Object.prototype) return value
  const result: Record<string, unknown> = {}
  for (const [key, part] of Object.entries(value)) result[key] = note(result, key, part)
  return result
}

/** A bound as it was surely meant: documents write the largest integer, which a double rounds up. */
const boundOf = (value: unknown): bigint | undefined => {
  if (typeof value !== 'number' || !Number.isInteger(value)) return undefined
  const written = BigInt(value)
  return written === 2n ** 63n || written === 2n ** 64n ? written - 1n : written
}

interface Fault {
  readonly keyword: string
  readonly params: object
}

/** JavaScript compares BigInt with numbers exactly. */
type Numeric = bigint | number

const comparisons = [
  ['minimum', '>=', (value: Numeric, limit: Numeric) => value >= limit],
  ['maximum', '<=', (value: Numeric, limit: Numeric) => value <= limit],
  ['exclusiveMinimum', '>', (value: Numeric, limit: Numeric) => value > limit],
  ['exclusiveMaximum', '<', (value: Numeric, limit: Numeric) => value < limit],
] as const

const isMultiple = (value: Numeric, step: number): boolean =>
  typeof value === 'bigint' && value % BigInt(step) === 0n

/** In what a number breaks the keywords that were replaced. */
const faultsOf = (schema: JsonObject, value: Numeric): readonly Fault[] => {
  const range = rangeOf(schema)
  const step = own(schema, 'multipleOf')
  const faults: Fault[] = []
  if (range && (typeof value === 'number' || value < range[0] || value > range[1]))
    faults.push({ keyword: 'format', params: { format: schema['format'] } })
  for (const [keyword, comparison, holds] of comparisons) {
    const limit = boundOf(own(schema, keyword))
    if (limit !== undefined && !holds(value, limit))
      faults.push({ keyword, params: { comparison, limit } })
  }
  if (typeof step === 'number' && step > 0 && !isMultiple(value, step))
    faults.push({ keyword: 'multipleOf', params: { multipleOf: step } })
  return faults.map((fault) => ({ ...fault, params: { ...fault.params, exact: value } }))
}

const exactKeyword = 'x-sandbox-exact'
const replaced = new Set<string>([...bounds, 'multipleOf', 'format'])

/** A schema of wide integers whose keywords for numbers are judged exactly. */
export const withExactKeyword = (schema: JsonObject): JsonObject => {
  if (!isWide(schema)) return schema
  const isReplaced = (keyword: string): boolean => {
    const value = schema[keyword]
    if (keyword === 'format') return rangeOf(schema) !== undefined
    return replaced.has(keyword) && typeof value === 'number' && Number.isInteger(value)
  }
  const [ours, theirs] = [true, false].map((wanted) =>
    Object.fromEntries(
      Object.entries(schema).filter(([keyword]) => isReplaced(keyword) === wanted),
    ),
  )
  return { ...theirs, [exactKeyword]: ours }
}

/** The keyword that judges integers exactly; `valuesOf` has those of the value being judged. */
export const exactIntegers = (valuesOf: () => ExactValues): FuncKeywordDefinition => ({
  keyword: exactKeyword,
  type: 'number',
  errors: true,
  compile: (written: JsonObject, { type }) => {
    const holds: SchemaValidateFunction = (data: number, at): boolean => {
      // A fraction is no integer: that has been said.
      if (type === 'integer' && !Number.isInteger(data)) return true
      const known = valuesOf()
        .get(at?.parentData ?? root)
        ?.get(String(at?.parentDataProperty ?? ''))
      const value = known ?? (Number.isInteger(data) ? BigInt(data) : data)
      holds.errors = faultsOf(written, value) as unknown as Partial<ErrorObject>[]
      return holds.errors.length === 0
    }
    return holds
  },
})
