import { toDecimal } from '../lib/decimal.js'
import { arrayOrEmpty, isObject, type JsonObject } from '../lib/json-object.js'
import { isSchema, numberOr, schemaEntries, schemaList } from './schema-parts.js'
import { limitMultiple, limitTypes, limitValues, type Shape, type TypeName } from './shape.js'

const typeNames: readonly string[] = [
  'null',
  'boolean',
  'object',
  'array',
  'string',
  'number',
  'integer',
]

const isTypeName = (value: unknown): value is TypeName =>
  typeof value === 'string' && typeNames.includes(value)

const suggestions: readonly (readonly [TypeName, readonly string[]])[] = [
  [
    'object',
    [
      'properties',
      'required',
      'additionalProperties',
      'patternProperties',
      'propertyNames',
      'minProperties',
      'maxProperties',
      'dependentRequired',
      'dependentSchemas',
      'unevaluatedProperties',
    ],
  ],
  [
    'array',
    ['items', 'prefixItems', 'contains', 'minItems', 'maxItems', 'uniqueItems', 'unevaluatedItems'],
  ],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
  ['string', ['pattern', 'minLength', 'maxLength', 'format']],
]

const annotations = new Set([
  ...['title', 'description', 'example', 'examples', 'default', 'deprecated', '$comment'],
  ...['readOnly', 'writeOnly', 'externalDocs', 'xml', '$ref', 'nullable'],
  ...['allOf', 'anyOf', 'oneOf', 'discriminator', '$dynamicRef'],
])

const absorbSamples = (shape: Shape, schema: JsonObject, own: boolean): void => {
  for (const kind of ['example', 'default'] as const) {
    if (Object.hasOwn(schema, kind)) shape.samples[kind].push({ value: schema[kind], own })
  }
  for (const value of arrayOrEmpty(schema['examples'])) shape.samples.examples.push({ value, own })
}

const absorbGeneral = (shape: Shape, schema: JsonObject): void => {
  const { type } = schema
  if (isTypeName(type)) limitTypes(shape, [type])
  else if (Array.isArray(type)) limitTypes(shape, type.filter(isTypeName))
  if (Object.hasOwn(schema, 'const')) limitValues(shape, [schema['const']])
  if (Array.isArray(schema['enum'])) limitValues(shape, schema['enum'])
  if (schema['x-faker'] !== undefined) shape.faker ??= schema['x-faker']
  shape.suggested ??= suggestions.find(([, words]) =>
    words.some((word) => Object.hasOwn(schema, word)),
  )?.[0]
  if (Object.keys(schema).some((key) => !annotations.has(key))) shape.sources++
}

const absorbString = (shape: Shape, schema: JsonObject): void => {
  shape.minLength = Math.max(shape.minLength, numberOr(schema['minLength']) ?? 0)
  shape.maxLength = Math.min(shape.maxLength, numberOr(schema['maxLength']) ?? Infinity)
  const { pattern, format } = schema
  if (typeof pattern === 'string' && !shape.patterns.includes(pattern)) shape.patterns.push(pattern)
  if (typeof format === 'string' && !shape.formats.includes(format)) shape.formats.push(format)
  if (schema['contentEncoding'] === 'base64') shape.formats.push('byte')
  if (schema['contentEncoding'] === 'base64url') shape.formats.push('base64url')
}

const absorbNumber = (shape: Shape, schema: JsonObject): void => {
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below } = schema
  shape.minimum = Math.max(shape.minimum, numberOr(minimum) ?? -Infinity)
  shape.maximum = Math.min(shape.maximum, numberOr(maximum) ?? Infinity)
  shape.exclusiveMinimum = Math.max(shape.exclusiveMinimum, numberOr(above) ?? -Infinity)
  shape.exclusiveMaximum = Math.min(shape.exclusiveMaximum, numberOr(below) ?? Infinity)
  const step = numberOr(schema['multipleOf'])
  if (step !== undefined) limitMultiple(shape, toDecimal(step))
}

const absorbArray = (shape: Shape, schema: JsonObject): void => {
  const { items, contains } = schema
  const prefix = schemaList(schema['prefixItems'])
  if (prefix.length > 0 || isSchema(items)) {
    shape.tuples.push({ prefix, rest: isSchema(items) ? items : undefined })
  }
  if (isSchema(contains)) {
    const min = numberOr(schema['minContains']) ?? 1
    shape.contains.push({ schema: contains, min, max: numberOr(schema['maxContains']) ?? Infinity })
    shape.hard = true
  }
  shape.unique ||= schema['uniqueItems'] === true
  shape.minItems = Math.max(shape.minItems, numberOr(schema['minItems']) ?? 0)
  shape.maxItems = Math.min(shape.maxItems, numberOr(schema['maxItems']) ?? Infinity)
}

const absorbObject = (shape: Shape, schema: JsonObject): void => {
  for (const [name, part] of schemaEntries(schema['properties'])) {
    const had = shape.properties.get(name)
    if (had) had.push(part)
    else shape.properties.set(name, [part])
  }
  shape.patternProperties.push(...schemaEntries(schema['patternProperties']))
  for (const name of arrayOrEmpty(schema['required'])) shape.required.add(String(name))
  const { propertyNames, dependentRequired } = schema
  if (isSchema(propertyNames)) shape.propertyNames.push(propertyNames)
  if (isObject(dependentRequired)) {
    for (const [name, needed] of Object.entries(dependentRequired)) {
      shape.dependentRequired.push([name, arrayOrEmpty(needed).map(String)])
      shape.hard = true
    }
  }
  shape.minProperties = Math.max(shape.minProperties, numberOr(schema['minProperties']) ?? 0)
  shape.maxProperties = Math.min(shape.maxProperties, numberOr(schema['maxProperties']) ?? Infinity)
}

/** Adds the demands of the keywords that stand for themselves: bounds tightened, enums intersected. */
export const absorbKeywords = (shape: Shape, schema: JsonObject, own: boolean): void => {
  absorbSamples(shape, schema, own)
  absorbGeneral(shape, schema)
  absorbString(shape, schema)
  absorbNumber(shape, schema)
  absorbArray(shape, schema)
  absorbObject(shape, schema)
}
