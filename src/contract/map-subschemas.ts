import { isObject, type JsonObject } from '../lib/json-object.js'
import type { JsonSchema } from '../lib/json-schema.js'
import { inLists, inMaps, inOneSchema } from './subschemas.js'

/** The value of a keyword with each schema in it mapped (JSON Schema 2020-12 core §10 and §11). */
export const mapSubschemas = (
  keyword: string,
  value: unknown,
  map: (schema: unknown) => JsonSchema,
): unknown => {
  if (inOneSchema.has(keyword) && (isObject(value) || typeof value === 'boolean')) return map(value)
  if (inLists.has(keyword) && Array.isArray(value)) return value.map(map)
  if (!inMaps.has(keyword) || !isObject(value)) return value
  const entries = Object.entries(value).map(([name, schema]) => [name, map(schema)] as const)
  return Object.fromEntries(entries) as JsonObject
}
