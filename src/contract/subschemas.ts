import { isObject, type JsonObject } from '../lib/json-object.js'
import { escapeToken } from '../lib/json-pointer.js'

/** Keywords whose value is a schema (JSON Schema 2020-12 core §10, §11). */
export const inOneSchema: ReadonlySet<string> = new Set([
  'items',
  'additionalProperties',
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contentSchema',
])

/** Keywords whose value is a list of schemas. */
export const inLists: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems'])

/** Keywords whose value has schemas by name. */
export const inMaps: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  '$defs',
])

/** The schemas directly inside a schema, with their JSON pointers. */
export const subschemas = (schema: JsonObject, pointer: string): [unknown, string][] =>
  Object.entries(schema).flatMap(([keyword, value]): [unknown, string][] => {
    const at = `${pointer}/${keyword}`
    if (inOneSchema.has(keyword)) return [[value, at]]
    if (inLists.has(keyword) && Array.isArray(value))
      return value.map((item, index): [unknown, string] => [item, `${at}/${index}`])
    if (inMaps.has(keyword) && isObject(value))
      return Object.entries(value).map(([name, item]) => [item, `${at}/${escapeToken(name)}`])
    return []
  })
