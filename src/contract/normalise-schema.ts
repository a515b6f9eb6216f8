import { isObject, own, type JsonObject } from '../lib/json-object.js'
import type { JsonSchema } from '../lib/json-schema.js'
import type { Direction } from './contract.js'

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
}

const inOneSchema = new Set([
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
const inLists = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems'])
const inMaps = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs'])

/** A property that the other direction alone may carry (OpenAPI 3.0.3 §4.7.24.2). */
const isForeign = (schema: unknown, context: NormaliseContext): boolean => {
  const keyword = context.direction === 'request' ? 'readOnly' : 'writeOnly'
  let at = schema
  for (let hops = 0; isObject(at) && hops < 20; hops++) {
    if (own(at, keyword) === true) return true
    const ref = own(at, '$ref')
    if (typeof ref !== 'string') return false
    at = context.target(ref)
  }
  return false
}

const mapped = (map: JsonObject, context: NormaliseContext): JsonObject =>
  Object.fromEntries(
    Object.entries(map).map(([name, schema]) => [name, normaliseSchema(schema, context)]),
  )

const child = (keyword: string, value: unknown, context: NormaliseContext): unknown => {
  if (inOneSchema.has(keyword) && (isObject(value) || typeof value === 'boolean'))
    return normaliseSchema(value, context)
  if (inLists.has(keyword) && Array.isArray(value))
    return value.map((item) => normaliseSchema(item, context))
  if (inMaps.has(keyword) && isObject(value)) return mapped(value, context)
  return value
}

/** A required property of the other direction is not required in this one. */
const withoutForeign = (schema: JsonObject, context: NormaliseContext): JsonObject => {
  const properties = own(schema, 'properties')
  const required = own(schema, 'required')
  if (!isObject(properties)) return schema
  const foreign = Object.keys(properties).filter((name) => isForeign(properties[name], context))
  if (foreign.length === 0) return schema
  const kept = Object.entries(properties).filter(([name]) => !foreign.includes(name))
  return {
    ...schema,
    properties: Object.fromEntries(kept),
    ...(Array.isArray(required) && {
      required: required.filter((name) => !foreign.includes(String(name))),
    }),
  }
}

const exclusive = { exclusiveMinimum: 'minimum', exclusiveMaximum: 'maximum' } as const

/** OpenAPI 3.0 keywords as 2020-12 ones: nullable, boolean exclusive bounds. */
const modernised = (schema: JsonObject): JsonObject => {
  const { nullable, ...rest } = schema
  const result: Record<string, unknown> = rest
  for (const [bound, plain] of Object.entries(exclusive)) {
    if (typeof rest[bound] !== 'boolean') continue
    if (rest[bound] && typeof rest[plain] === 'number') {
      result[bound] = rest[plain]
      delete result[plain]
    } else delete result[bound]
  }
  if (nullable !== true) return result
  if (typeof rest['type'] === 'string') {
    result['type'] = [rest['type'], 'null']
    if (Array.isArray(rest['enum']) && !rest['enum'].includes(null))
      result['enum'] = [...(rest['enum'] as unknown[]), null]
    return result
  }
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
  const base = withoutForeign(context.legacy ? modernised(schema) : schema, context)
  const result: Record<string, unknown> = {}
  for (const [keyword, value] of Object.entries(base)) {
    if (naming.has(keyword) || keyword === '$dynamicRef') continue
    result[keyword] =
      keyword === '$ref' && typeof value === 'string'
        ? context.nameOf(value)
        : child(keyword, value, context)
  }
  return withDynamic(result, own(schema, '$dynamicRef'), context)
}
