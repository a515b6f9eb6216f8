import { arrayOrEmpty, objectOrEmpty, own, type JsonObject } from '../lib/json-object.js'
import type { Check, Evaluated } from './check.js'
import { readPattern, type PatternMemo } from './pattern.js'
import { isSchema, schemaEntries } from './schema-parts.js'

const sizeFits = (schema: JsonObject, size: number): boolean => {
  const { minProperties, maxProperties } = schema
  if (typeof minProperties === 'number' && size < minProperties) return false
  return !(typeof maxProperties === 'number' && size > maxProperties)
}

const hasAll = (value: JsonObject, names: unknown): boolean =>
  arrayOrEmpty(names).every((name) => Object.hasOwn(value, String(name)))

const dependenciesHold = (
  schema: JsonObject,
  value: JsonObject,
  check: Check,
  mine: Evaluated,
): boolean =>
  Object.entries(objectOrEmpty(schema['dependentRequired'])).every(
    ([name, needed]) => !Object.hasOwn(value, name) || hasAll(value, needed),
  ) &&
  schemaEntries(schema['dependentSchemas']).every(
    ([name, part]) => !Object.hasOwn(value, name) || check(part, value, mine),
  )

const propertyHolds = (
  schema: JsonObject,
  [name, item]: readonly [string, unknown],
  check: Check,
  mine: Evaluated,
  patterns: PatternMemo,
): boolean => {
  const declared = own(objectOrEmpty(schema['properties']), name)
  const parts = isSchema(declared) ? [declared] : []
  for (const [pattern, part] of schemaEntries(schema['patternProperties'])) {
    if (readPattern(pattern, patterns)?.matches(name)) parts.push(part)
  }
  const additional = schema['additionalProperties']
  if (parts.length === 0 && isSchema(additional)) parts.push(additional)
  if (parts.length > 0) mine.names.add(name)
  return parts.every((part) => check(part, item))
}

/** The keywords for objects (JSON Schema 2020-12 core §10.3.2, validation §6.5). */
export const objectConforms = (
  schema: JsonObject,
  value: JsonObject,
  check: Check,
  mine: Evaluated,
  patterns: PatternMemo,
): boolean => {
  const entries = Object.entries(value)
  if (!sizeFits(schema, entries.length) || !hasAll(value, schema['required'])) return false
  const names = schema['propertyNames']
  if (isSchema(names) && !entries.every(([name]) => check(names, name))) return false
  return (
    entries.every((entry) => propertyHolds(schema, entry, check, mine, patterns)) &&
    dependenciesHold(schema, value, check, mine)
  )
}

/** unevaluatedProperties (JSON Schema 2020-12 core §11.3). */
export const leftoverPropertiesConform = (
  schema: JsonObject,
  value: JsonObject,
  check: Check,
  mine: Evaluated,
): boolean => {
  const leftover = schema['unevaluatedProperties']
  if (!isSchema(leftover)) return true
  return Object.entries(value).every(([name, item]) => {
    if (mine.names.has(name)) return true
    mine.names.add(name)
    return check(leftover, item)
  })
}
