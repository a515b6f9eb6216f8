import { arrayOrEmpty, isObject, objectOrEmpty, own, stringOr } from '../lib/json-object.js'
import { pointer as pointerOf } from '../lib/json-pointer.js'
import type { JsonSchema } from '../lib/json-schema.js'
import type { CompiledSchema, Parameter, ParameterLocation } from './contract.js'
import { firstExample } from './examples.js'
import type { Located } from './resolver.js'
import type { SchemaCompiler } from './schema-compiler.js'
import type { SourceDocument } from './source-document.js'

const defaultStyle = { path: 'simple', query: 'form', header: 'simple', cookie: 'form' } as const

/** True for the places that parameters stand in; another is no parameter (OpenAPI 3.0.3 §4.7.12). */
export const isParameterLocation = (location: unknown): location is ParameterLocation =>
  typeof location === 'string' && Object.hasOwn(defaultStyle, location)

/** The schema after its references, as far as its outermost keywords are concerned. */
const outermost = (schema: JsonSchema | undefined, lookup: CompiledSchema['lookup']) => {
  let at = schema
  for (let hops = 0; isObject(at) && hops < 20; hops++) {
    const ref = own(at, '$ref')
    if (typeof ref !== 'string') break
    at = lookup(ref)
  }
  return objectOrEmpty(at)
}

/** The types that a schema allows at its outermost level, looking through allOf, anyOf and oneOf. */
export const typesOf = (
  schema: JsonSchema | undefined,
  lookup: CompiledSchema['lookup'],
  depth = 0,
): readonly string[] => {
  const at = outermost(schema, lookup)
  const type = at['type']
  if (typeof type === 'string') return [type]
  if (Array.isArray(type)) return type.map(String)
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => arrayOrEmpty(at[keyword]))
  if (depth > 5 || parts.length === 0) return []
  return [...new Set(parts.flatMap((part) => typesOf(part as JsonSchema, lookup, depth + 1)))]
}

const shapeOf = (schema: CompiledSchema) => {
  const at = outermost(schema.schema, schema.lookup)
  const properties = Object.entries(objectOrEmpty(at['properties']))
  return {
    types: typesOf(schema.schema, schema.lookup),
    itemTypes: typesOf(at['items'] as JsonSchema | undefined, schema.lookup),
    propertyTypes: Object.fromEntries(
      properties.map(([name, part]) => [name, typesOf(part as JsonSchema, schema.lookup)]),
    ),
  }
}

/** Compiles a Parameter Object (OpenAPI 3.0.3 §4.7.12). */
export const compileParameter = (
  { value, pointer }: Located,
  source: SourceDocument,
  schemas: SchemaCompiler,
): Parameter => {
  const location = stringOr(value['in']) as ParameterLocation
  const contentType = Object.keys(objectOrEmpty(value['content']))[0]
  const style = stringOr(value['style']) ?? defaultStyle[location] ?? 'form'
  const schemaPointer =
    contentType === undefined
      ? `${pointer}/schema`
      : pointer + pointerOf('content', contentType, 'schema')
  const schema = schemas.at(schemaPointer, 'request')
  return {
    name: String(value['name']),
    in: location,
    required: value['required'] === true || location === 'path',
    style,
    explode: typeof value['explode'] === 'boolean' ? value['explode'] : style === 'form',
    allowEmptyValue: value['allowEmptyValue'] === true,
    json: contentType !== undefined,
    ...shapeOf(schema),
    schema,
    example: firstExample(value, schema, source),
  }
}
