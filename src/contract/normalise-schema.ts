import { arrayOrEmpty, isObject, objectOrEmpty, own, type JsonObject } from '../lib/json-object.js'
import type { JsonSchema } from '../lib/json-schema.js'
import type { Direction } from './contract.js'
import { mapSubschemas } from './map-subschemas.js'

/** How schemas of one document are rewritten. */
export interface NormaliseContext {
  /** True for OpenAPI 3.0, whose schemas are no JSON Schema of any draft. */
  readonly legacy: boolean
  readonly direction: Direction
  /** The name under which the schema of a `$ref` is registered. */
  readonly nameOf: (ref: string) => string
  /** The schema that a `$ref` leads to, as written. */
  readonly target: (ref: string) => unknown
  /** The name of the schema of a `$dynamicRef`. */
  readonly dynamicNameOf?: (ref: string) => string
  /** The context below an `$id`. */
  readonly below?: (id: string) => NormaliseContext
  /** Collects the names of properties that the other direction alone may carry. */
  readonly foreign: Set<string>
}

/** More references or compositions in a row than this are a circle. */
const maxHops = 20

/** A property that the other direction alone may carry (OpenAPI 3.0.3 §4.7.24.2). */
const isForeign = (schema: unknown, context: NormaliseContext, hops = 0): boolean => {
  if (!isObject(schema) || hops > maxHops) return false
  if (own(schema, context.direction === 'request' ? 'readOnly' : 'writeOnly') === true) return true
  const ref = own(schema, '$ref')
  if (typeof ref === 'string' && isForeign(context.target(ref), context, hops + 1)) return true
  return arrayOrEmpty(own(schema, 'allOf')).some((part) => isForeign(part, context, hops + 1))
}

/** A schema that no value satisfies; how XML writes the property is still to be known. */
const nothingFor = (property: unknown, { direction }: NormaliseContext): JsonSchema => {
  const xml = isObject(property) ? own(property, 'xml') : undefined
  return direction === 'request' && isObject(xml) ? { allOf: [false], xml } : false
}

/** Names of foreign properties, of the schema itself and of all it is composed of with allOf. */
const foreignNames = (
  schema: unknown,
  context: NormaliseContext,
  seen: Set<unknown> = new Set(),
): readonly string[] => {
  if (!isObject(schema) || seen.has(schema)) return []
  seen.add(schema)
  const properties = objectOrEmpty(own(schema, 'properties'))
  const ref = own(schema, '$ref')
  const parts = [
    ...arrayOrEmpty(own(schema, 'allOf')),
    ...(typeof ref === 'string' ? [context.target(ref)] : []),
  ]
  return [
    ...Object.keys(properties).filter((name) => isForeign(properties[name], context)),
    ...parts.flatMap((part) => foreignNames(part, context, seen)),
  ]
}

const withoutRequired = (schema: unknown, names: readonly string[]): unknown => {
  if (!isObject(schema)) return schema
  const required = own(schema, 'required')
  if (!Array.isArray(required)) return schema
  return { ...schema, required: required.filter((name) => !names.includes(String(name))) }
}

/** A property of the other direction may not be there, whoever requires it. */
const withoutForeign = (schema: JsonObject, context: NormaliseContext): JsonObject => {
  const properties = own(schema, 'properties')
  const parts = own(schema, 'allOf')
  if (!isObject(properties) && !Array.isArray(parts)) return schema
  const foreign = foreignNames(schema, context)
  if (foreign.length === 0) return schema
  for (const name of foreign) context.foreign.add(name)
  const kept = Object.entries(objectOrEmpty(properties)).map(([name, property]) => [
    name,
    isForeign(property, context) ? nothingFor(property, context) : property,
  ])
  return {
    ...(withoutRequired(schema, foreign) as JsonObject),
    ...(isObject(properties) && { properties: Object.fromEntries(kept) as JsonObject }),
    ...(Array.isArray(parts) && { allOf: parts.map((part) => withoutRequired(part, foreign)) }),
  }
}

/** Marks a schema that null satisfies as well, whatever else it says. */
export const nullableKeyword = 'x-sandbox-nullable'

const exclusive = { exclusiveMinimum: 'minimum', exclusiveMaximum: 'maximum' } as const

/**
 * OpenAPI 3.0 keywords as 2020-12 ones: nullable, boolean exclusive bounds. Beside a composition nullable
 * is taken at its word in requests, though it means something beside `type` only: decision 032. In a newer document
 * `nullable` means nothing (OpenAPI 3.1 §4.8.24); bounds that were left boolean can mean one thing only.
 */
const modernised = (
  schema: JsonObject,
  { legacy, direction }: Pick<NormaliseContext, 'legacy' | 'direction'>,
): JsonObject => {
  const { nullable, ...rest } = schema
  const result: Record<string, unknown> = rest
  for (const [bound, plain] of Object.entries(exclusive)) {
    if (typeof rest[bound] !== 'boolean') continue
    if (rest[bound] && typeof rest[plain] === 'number') {
      result[bound] = rest[plain]
      delete result[plain]
    } else delete result[bound]
  }
  if (nullable !== true || !legacy) return result
  if (typeof rest['type'] === 'string') {
    result['type'] = [rest['type'], 'null']
    if (Array.isArray(rest['enum']) && !rest['enum'].includes(null))
      result['enum'] = [...(rest['enum'] as unknown[]), null]
    return result
  }
  const isComposed = ['allOf', 'anyOf', 'oneOf', 'enum'].some((name) => Array.isArray(rest[name]))
  if (isComposed && rest['type'] === undefined && direction === 'request')
    result[nullableKeyword] = true
  return result
}

/** What names schemas (references carry names of ours instead), and what would be no own key. */
const naming = new Set(['__proto__', '$id', '$anchor', '$dynamicAnchor', '$schema', '$vocabulary'])

const contextBelow = (schema: JsonObject, context: NormaliseContext): NormaliseContext => {
  const id = own(schema, '$id')
  return typeof id === 'string' && !context.legacy ? (context.below?.(id) ?? context) : context
}

/** A dynamic reference whose target is known, beside what else the schema says. */
const withDynamic = (
  schema: Record<string, unknown>,
  ref: unknown,
  { dynamicNameOf }: NormaliseContext,
): JsonSchema => {
  if (typeof ref !== 'string' || !dynamicNameOf) return schema
  const target = { $ref: dynamicNameOf(ref) }
  if (!('$ref' in schema)) return { ...schema, ...target }
  return { ...schema, allOf: [...((schema['allOf'] as unknown[] | undefined) ?? []), target] }
}

/** A schema object of the document as JSON Schema 2020-12 for one direction. */
export const normaliseSchema = (schema: unknown, outer: NormaliseContext): JsonSchema => {
  if (typeof schema === 'boolean') return schema
  if (!isObject(schema)) return true
  const context = contextBelow(schema, outer)
  const ref = own(schema, '$ref')
  if (typeof ref === 'string' && context.legacy) return { $ref: context.nameOf(ref) }
  const base = withoutForeign(modernised(schema, context), context)
  const result: Record<string, unknown> = {}
  for (const [keyword, value] of Object.entries(base)) {
    if (naming.has(keyword) || keyword === '$dynamicRef') continue
    result[keyword] =
      keyword === '$ref' && typeof value === 'string'
        ? context.nameOf(value)
        : mapSubschemas(keyword, value, (part) => normaliseSchema(part, context))
  }
  return withDynamic(result, own(schema, '$dynamicRef'), context)
}
