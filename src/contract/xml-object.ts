import {
  arrayOrEmpty,
  isObject,
  objectOrEmpty,
  own,
  stringOr,
  type JsonObject,
} from '../lib/json-object.js'
import { tokens } from '../lib/json-pointer.js'
import type { CompiledSchema } from './contract.js'

type Lookup = CompiledSchema['lookup']

const compositions = ['allOf', 'anyOf', 'oneOf']

/** A schema, what it refers to and what it is composed of: the one that is nearest first, each once. */
export const layersOf = (
  schema: unknown,
  lookup: Lookup,
  found = new Set<JsonObject>(),
): readonly JsonObject[] => {
  if (!isObject(schema) || found.has(schema)) return [...found]
  found.add(schema)
  const ref = stringOr(schema['$ref'])
  if (ref !== undefined) layersOf(lookup(ref), lookup, found)
  for (const keyword of compositions)
    for (const part of arrayOrEmpty(schema[keyword])) layersOf(part, lookup, found)
  return [...found]
}

/** Everything that the layers say about one of their parts: a property, or (undefined) the items. */
export const partsOf = (
  layers: readonly JsonObject[],
  name: string | undefined,
): readonly unknown[] =>
  layers
    .map((layer) =>
      name === undefined ? layer['items'] : own(objectOrEmpty(layer['properties']), name),
    )
    .filter((found) => found !== undefined)

/** The XML Object (OpenAPI 3.0.3 §4.7.26) of a schema, the nearest of each keyword. */
export const xmlOf = (layers: readonly JsonObject[]): JsonObject =>
  Object.assign(
    {},
    ...[...layers].reverse().map((layer) => objectOrEmpty(layer['xml'])),
  ) as JsonObject

/** The name of an element or attribute without its prefix, made one that XML can have. */
export const plainName = (xml: JsonObject, fallback: string): string => {
  const plain = (stringOr(xml['name']) ?? fallback).replace(/[^\p{L}\p{N}_.-]/gu, '_')
  return /^[\p{L}_]/u.test(plain) ? plain : `_${plain}`
}

/** The name of an element or attribute. */
export const xmlName = (xml: JsonObject, fallback: string): string => {
  const name = plainName(xml, fallback)
  const prefix = stringOr(xml['prefix'])
  return prefix ? `${prefix}:${name}` : name
}

/** The name of the component that a schema refers to. */
export const componentName = (schema: unknown): string | undefined => {
  const ref = isObject(schema) ? stringOr(schema['$ref']) : undefined
  if (ref === undefined) return undefined
  const path = ref.includes('%2F') ? decodeURIComponent(ref) : ref
  return tokens(path.slice(path.indexOf('/'))).at(-1)
}

/** True for a property that is an attribute; `nodeType` is how OpenAPI 3.2 says it. */
export const isAttribute = (xml: JsonObject): boolean =>
  xml['attribute'] === true || xml['nodeType'] === 'attribute'

/** True for a property that is the text of its element (OpenAPI 3.2). */
export const isText = (xml: JsonObject): boolean =>
  xml['nodeType'] === 'text' || xml['nodeType'] === 'cdata'

/** True for an array that has an element around its items. */
export const isWrapped = (xml: JsonObject): boolean =>
  xml['wrapped'] === true || xml['nodeType'] === 'element'
