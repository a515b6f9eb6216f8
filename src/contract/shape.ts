import { arrayOrEmpty, isObject, objectOrEmpty, own, type JsonObject } from '../lib/json-object.js'
import type { JsonSchema } from '../lib/json-schema.js'
import { essence, isJson } from '../lib/media-type.js'
import { isWide } from './exact-integers.js'

/** What a schema says about how text is to be read: OpenAPI leaves types to the schema. */
export interface Shape {
  /** The types it allows; empty: any. */
  readonly types: readonly string[]
  /** True when its integers may be ones that a double cannot hold. */
  readonly wide: boolean
  /** The names of its documented properties. */
  readonly names: readonly string[]
  /** True when it documents properties of any name (`additionalProperties`). */
  readonly open: boolean
  /** True for bytes: `format: binary`, or a `contentMediaType` that is no text. */
  readonly binary: boolean
  /** The shape of an item of an array. */
  readonly item: () => Shape
  /** The shape of a property; nothing is known of what is inherited, such as `constructor`. */
  readonly property: (name: string) => Shape
}

type Lookup = (ref: string) => JsonSchema | undefined

/** More references or compositions in a row than this are a circle. */
const maxHops = 20

/** A schema and all it is composed of with `$ref`, allOf, anyOf and oneOf. */
const partsOf = (schema: unknown, lookup: Lookup, found: Set<unknown>, hops = 0): void => {
  if (!isObject(schema) || found.has(schema) || hops > maxHops) return
  found.add(schema)
  const ref = own(schema, '$ref')
  if (typeof ref === 'string') partsOf(lookup(ref), lookup, found, hops + 1)
  for (const keyword of ['allOf', 'anyOf', 'oneOf'])
    for (const part of arrayOrEmpty(own(schema, keyword))) partsOf(part, lookup, found, hops + 1)
}

const typeOfValue = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value

const typesOfPart = (part: JsonObject): readonly string[] => {
  const type = own(part, 'type')
  if (type !== undefined) return [type].flat().map(String)
  if (Object.hasOwn(part, 'const')) return [typeOfValue(part['const'])]
  const list = arrayOrEmpty(own(part, 'enum'))
  if (list.length > 0) return list.map(typeOfValue)
  if (isObject(own(part, 'items'))) return ['array']
  return isObject(own(part, 'properties')) ? ['object'] : []
}

const isBinary = (part: JsonObject): boolean => {
  if (own(part, 'format') === 'binary') return true
  const type = own(part, 'contentMediaType')
  if (typeof type !== 'string' || Object.hasOwn(part, 'contentEncoding')) return false
  return !isJson(type) && !essence(type).startsWith('text/')
}

/** The shape of several schemas that describe one value. */
const shapeOfAll = (schemas: readonly unknown[], lookup: Lookup): Shape => {
  const found = new Set<unknown>()
  for (const schema of schemas) partsOf(schema, lookup, found)
  const parts = [...found] as JsonObject[]
  const properties = parts.map((part) => objectOrEmpty(own(part, 'properties')))
  const others = parts.map((part) => own(part, 'additionalProperties'))
  const property = (name: string): Shape => {
    const named = properties.filter((map) => Object.hasOwn(map, name)).map((map) => map[name])
    return shapeOfAll(named.length > 0 ? named : others, lookup)
  }
  return {
    types: [...new Set(parts.flatMap(typesOfPart))],
    names: [...new Set(properties.flatMap((map) => Object.keys(map)))],
    open: others.some((other) => other === true || isObject(other)),
    wide: parts.some(isWide),
    binary: parts.some(isBinary),
    item: () =>
      shapeOfAll(
        parts.map((part) => own(part, 'items')),
        lookup,
      ),
    property,
  }
}

/** The shape of a schema, looking through references and compositions. */
export const shapeOf = (schema: JsonSchema | undefined, lookup: Lookup): Shape =>
  shapeOfAll([schema], lookup)
