// OpenAPI schemas as JSON Schema 2020-12, for the judge: written apart from the product's own
// normalise-schema, so that a mistake in one of them shows.
import { formats } from './formats.mjs'

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isSchema = (value) => isObject(value) || typeof value === 'boolean'
const isCount = (value) => Number.isInteger(value) && value >= 0

const numbers = ['minimum', 'maximum', 'multipleOf', 'exclusiveMinimum', 'exclusiveMaximum']
const counts = ['Length', 'Items', 'Properties', 'Contains'].flatMap((what) => [
  `min${what}`,
  `max${what}`,
])
const ofSchema = ['not', 'if', 'then', 'else', 'additionalProperties', 'propertyNames', 'contains']
const ofSchema31 = ['unevaluatedProperties', 'unevaluatedItems']
const ofList = ['allOf', 'anyOf', 'oneOf']
const ofMap = ['properties', 'patternProperties', 'dependentSchemas']

/** The value that a reference within the document leads to. */
export const follow = (document, ref) => {
  if (typeof ref !== 'string' || !ref.startsWith('#')) return undefined
  let at = document
  for (const token of ref.slice(1).split('/').slice(1)) {
    let name = token
    try {
      name = decodeURIComponent(token)
    } catch {
      // A percent sign that encodes nothing stands for itself.
    }
    name = name.replaceAll('~1', '/').replaceAll('~0', '~')
    at = typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? at[name] : undefined
  }
  return at
}

/** An object of the document after its references. */
export const resolved = (document, value) => {
  let at = value
  for (let hops = 0; isObject(at) && typeof at.$ref === 'string' && hops < 50; hops++)
    at = follow(document, at.$ref)
  return at
}

const isHidden = (schema, document) => {
  const target = resolved(document, schema)
  return isObject(target) && target.writeOnly === true
}

/** Names of properties that no response carries, of a schema and all it is composed of. */
const hiddenNames = (schema, document, seen = new Set()) => {
  const target = resolved(document, schema)
  if (!isObject(target) || seen.has(target)) return []
  seen.add(target)
  const properties = isObject(target.properties) ? target.properties : {}
  const own = Object.keys(properties).filter((name) => isHidden(properties[name], document))
  const parts = Array.isArray(target.allOf) ? target.allOf : []
  return [...own, ...parts.flatMap((part) => hiddenNames(part, document, seen))]
}

const typesOf = (schema, legacy) => {
  const types = [schema.type].flat().filter((type) => typeof type === 'string' && type !== 'file')
  if (types.length === 0) return undefined
  const nullable = legacy && (schema.nullable === true || schema['x-nullable'] === true)
  return nullable ? [...types, 'null'] : types
}

/** Bounds and lengths; those that are no numbers bind nobody. */
const copyNumbers = (schema, result, legacy) => {
  for (const key of numbers) if (typeof schema[key] === 'number') result[key] = schema[key]
  for (const key of counts) if (isCount(schema[key])) result[key] = schema[key]
  if (!legacy) return
  for (const [strict, plain] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ]) {
    if (schema[strict] !== true || result[plain] === undefined) continue
    result[strict] = result[plain]
    delete result[plain]
  }
}

const copyPlain = (schema, result) => {
  if (Object.hasOwn(schema, 'const')) result.const = schema.const
  // Decision 032: null belongs to a nullable enum that does not list it.
  if (Array.isArray(schema.enum))
    result.enum = result.type?.includes('null') ? [...schema.enum, null] : schema.enum
  if (typeof schema.uniqueItems === 'boolean') result.uniqueItems = schema.uniqueItems
  if (isObject(schema.dependentRequired)) result.dependentRequired = schema.dependentRequired
}

const copyText = (schema, result) => {
  const wanted = formats.named(schema.format)
  const pattern = formats.pattern(schema.pattern)
  if (wanted) result.format = wanted
  if (pattern) result.allOf = [...(result.allOf ?? []), { format: pattern }]
  if (schema.format === 'int32' && String(schema.type).includes('integer'))
    result.allOf = [...(result.allOf ?? []), { minimum: -2147483648, maximum: 2147483647 }]
}

/** Translates below one schema; `hidden` names are those that may not be there. */
const copySchemas = (schema, result, context, hidden) => {
  const { document, legacy } = context
  const inner = (value) => translate(value, context)
  const keys = legacy ? ofSchema : [...ofSchema, ...ofSchema31]
  for (const key of keys) if (isSchema(schema[key])) result[key] = inner(schema[key])
  for (const key of ofMap) {
    if (!isObject(schema[key])) continue
    const entries = Object.entries(schema[key]).map(([name, value]) => [
      name,
      key === 'properties' && isHidden(value, document) ? false : inner(value),
    ])
    result[key] = Object.fromEntries(entries)
  }
  if (isSchema(schema.items)) result.items = inner(schema.items)
  if (!legacy && Array.isArray(schema.prefixItems))
    result.prefixItems = schema.prefixItems.map(inner)
  for (const key of ofList) {
    if (!Array.isArray(schema[key]) || schema[key].length === 0) continue
    const part = (value) =>
      key === 'allOf' && hidden.length > 0
        ? translate(legacy ? resolved(document, value) : value, context, hidden)
        : inner(value)
    result[key] = [...(key === 'allOf' ? (result.allOf ?? []) : []), ...schema[key].map(part)]
  }
}

/** A schema of the document, as a reply has to satisfy it. */
export const translate = (schema, context, outer = []) => {
  if (typeof schema === 'boolean') return schema
  if (!isObject(schema)) return true
  const { document, legacy } = context
  if (legacy && typeof schema.$ref === 'string') return { $ref: schema.$ref }
  const result = {}
  if (typeof schema.$ref === 'string')
    result.$ref = context.anchors?.get(schema.$ref) ?? schema.$ref
  const type = typesOf(schema, legacy)
  if (type) result.type = type
  const hidden = [...outer, ...hiddenNames(schema, document)]
  if (Array.isArray(schema.required))
    result.required = schema.required.filter((name) => !hidden.includes(name))
  copyNumbers(schema, result, legacy)
  copyPlain(schema, result)
  copySchemas(schema, result, context, hidden)
  copyText(schema, result)
  return result
}
