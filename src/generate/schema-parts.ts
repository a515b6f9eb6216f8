import { isObject } from '../lib/json-object.js'
import type { JsonSchema } from '../lib/json-schema.js'

/** True for what can be a schema: a boolean or an object. */
export const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'boolean' || isObject(value)

/** The schemas of a keyword that takes a list of them. */
export const schemaList = (value: unknown): readonly JsonSchema[] =>
  Array.isArray(value) ? value.filter(isSchema) : []

/** The schemas of a keyword that takes an object of them, by their names. */
export const schemaEntries = (value: unknown): readonly (readonly [string, JsonSchema])[] =>
  isObject(value)
    ? Object.entries(value).filter((entry): entry is [string, JsonSchema] => isSchema(entry[1]))
    : []

/** The value as a number, or undefined. */
export const numberOr = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined
