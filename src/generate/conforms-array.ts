import { jsonEqual } from '../lib/json-equal.js'
import type { JsonObject } from '../lib/json-object.js'
import type { Check, Evaluated } from './check.js'
import { isSchema, schemaList } from './schema-parts.js'

const count = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise

/** True when no two items are equal. */
export const allDistinct = (items: readonly unknown[]): boolean => {
  if (items.every((item) => typeof item !== 'object')) return new Set(items).size === items.length
  return items.every((item, at) => !items.slice(at + 1).some((later) => jsonEqual(item, later)))
}

const containsHolds = (
  schema: JsonObject,
  items: readonly unknown[],
  check: Check,
  mine: Evaluated,
): boolean => {
  const wanted = schema['contains']
  if (!isSchema(wanted)) return true
  const found = items.flatMap((item, index) => (check(wanted, item) ? [index] : []))
  for (const index of found) mine.items.add(index)
  return (
    found.length >= count(schema['minContains'], 1) &&
    found.length <= count(schema['maxContains'], Infinity)
  )
}

/** The keywords for arrays (JSON Schema 2020-12 core §10.3.1, validation §6.4). */
export const arrayConforms = (
  schema: JsonObject,
  items: readonly unknown[],
  check: Check,
  mine: Evaluated,
): boolean => {
  if (items.length < count(schema['minItems'], 0)) return false
  if (items.length > count(schema['maxItems'], Infinity)) return false
  if (schema['uniqueItems'] === true && !allDistinct(items)) return false
  const prefix = schemaList(schema['prefixItems'])
  const rest = isSchema(schema['items']) ? schema['items'] : undefined
  for (const [index, item] of items.entries()) {
    const part = prefix[index] ?? rest
    if (part === undefined) continue
    if (!check(part, item)) return false
    mine.items.add(index)
  }
  return containsHolds(schema, items, check, mine)
}

/** unevaluatedItems (JSON Schema 2020-12 core §11.2). */
export const leftoverItemsConform = (
  schema: JsonObject,
  items: readonly unknown[],
  check: Check,
  mine: Evaluated,
): boolean => {
  const leftover = schema['unevaluatedItems']
  if (!isSchema(leftover)) return true
  return items.every((item, index) => {
    if (mine.items.has(index)) return true
    mine.items.add(index)
    return check(leftover, item)
  })
}
