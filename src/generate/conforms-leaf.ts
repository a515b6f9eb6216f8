import { fromDecimal, isMultiple, toDecimal } from '../lib/decimal.js'
import { jsonEqual } from '../lib/json-equal.js'
import { isObject, type JsonObject } from '../lib/json-object.js'
import { hasFormat } from './format-check.js'
import { readPattern, type PatternMemo } from './pattern.js'

/** The length of a string in code points (JSON Schema 2020-12 validation §6.3.1). */
export const codePoints = (text: string): number => {
  let length = text.length
  for (let at = 0; at < text.length - 1; at++) {
    if ((text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00)
      length--
  }
  return length
}

/** True when a number is a multiple, both as decimals are written and in binary division. */
export const isMultipleOf = (value: number, step: number): boolean =>
  step > 0 &&
  Number.isFinite(value) &&
  isMultiple(toDecimal(value), toDecimal(step)) &&
  fromDecimal(toDecimal(value)) === value

/** True when the value has the JSON type of that name; 1.0 is an integer, BigInt one that a double cannot hold. */
export const hasType = (type: unknown, value: unknown): boolean => {
  switch (type) {
    case 'null':
      return value === null
    case 'array':
      return Array.isArray(value)
    case 'object':
      return isObject(value)
    case 'integer':
      return Number.isInteger(value) || typeof value === 'bigint'
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint'
    default:
      return typeof value === type
  }
}

const number = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined

/** The keywords for numbers (JSON Schema 2020-12 validation §6.2). */
export const numberConforms = (schema: JsonObject, value: number): boolean => {
  const multiple = number(schema['multipleOf'])
  return (
    value >= (number(schema['minimum']) ?? -Infinity) &&
    value <= (number(schema['maximum']) ?? Infinity) &&
    value > (number(schema['exclusiveMinimum']) ?? -Infinity) &&
    value < (number(schema['exclusiveMaximum']) ?? Infinity) &&
    (multiple === undefined || isMultipleOf(value, multiple))
  )
}

const stringConforms = (schema: JsonObject, value: string, patterns: PatternMemo): boolean => {
  const [least, most] = [number(schema['minLength']), number(schema['maxLength'])]
  if (least !== undefined || most !== undefined) {
    const length = codePoints(value)
    if (length < (least ?? 0) || length > (most ?? Infinity)) return false
  }
  const pattern = schema['pattern']
  if (typeof pattern !== 'string') return true
  return readPattern(pattern, patterns)?.matches(value) ?? true
}

/** The keywords that look at a value without its parts (JSON Schema 2020-12 validation §6.1–6.3, §7). */
export const leafConforms = (
  schema: JsonObject,
  value: unknown,
  patterns: PatternMemo,
): boolean => {
  const { type } = schema
  if (typeof type === 'string' && !hasType(type, value)) return false
  if (Array.isArray(type) && !type.some((one) => hasType(one, value))) return false
  if (Object.hasOwn(schema, 'const') && !jsonEqual(schema['const'], value)) return false
  const values = schema['enum']
  if (Array.isArray(values) && !values.some((one) => jsonEqual(one, value))) return false
  const format = schema['format']
  if (typeof format === 'string' && !hasFormat(format, value)) return false
  if (typeof value === 'number' || typeof value === 'bigint')
    return numberConforms(schema, Number(value))
  return typeof value !== 'string' || stringConforms(schema, value, patterns)
}
