import { objectOrEmpty, own, stringOr, type JsonObject } from '../lib/json-object.js'
import { pointer as pointerOf } from '../lib/json-pointer.js'
import { isJson } from '../lib/media-type.js'
import { compileEncodings } from './compile-encodings.js'
import type { CompiledSchema, Content, Parameter, ParameterLocation } from './contract.js'
import { documentedExample } from './examples.js'
import type { Located } from './resolver.js'
import type { SchemaCompiler } from './schema-compiler.js'
import { shapeOf } from './shape.js'
import type { SourceDocument } from './source-document.js'

const defaultStyle = { path: 'simple', query: 'form', header: 'simple', cookie: 'form' } as const

/** True for the places that parameters stand in; another is no parameter (OpenAPI 3.0.3 §4.7.12). */
export const isParameterLocation = (location: unknown): location is ParameterLocation =>
  typeof location === 'string' &&
  (Object.hasOwn(defaultStyle, location) || location === 'querystring')

const contentOf = (mediaType: string, written: JsonObject, schema: CompiledSchema): Content => ({
  mediaType,
  schema,
  itemSchema: undefined,
  itemType: undefined,
  encodings: compileEncodings(written),
  examples: [],
})

/** The example of a parameter, or of the media type that describes it. */
const exampleOf = (
  { value, pointer }: Located,
  contentType: string | undefined,
  schema: CompiledSchema,
  source: SourceDocument,
): unknown => {
  const written =
    contentType === undefined
      ? undefined
      : documentedExample(
          {
            value: objectOrEmpty(objectOrEmpty(value['content'])[contentType]),
            pointer: pointer + pointerOf('content', contentType),
          },
          undefined,
          source,
        )
  return written ?? documentedExample({ value, pointer }, schema, source)
}

/** Compiles a Parameter Object (OpenAPI 3.0.3 §4.7.12). */
export const compileParameter = (
  { value, pointer }: Located,
  source: SourceDocument,
  schemas: SchemaCompiler,
): Parameter => {
  const written = String(value['in'])
  const location = written === 'querystring' ? 'query' : (written as ParameterLocation)
  const contents = objectOrEmpty(value['content'])
  const contentType = Object.keys(contents)[0]
  const style = stringOr(value['style']) ?? defaultStyle[location] ?? 'form'
  const schemaPointer =
    contentType === undefined
      ? `${pointer}/schema`
      : pointer + pointerOf('content', contentType, 'schema')
  const schema = schemas.at(schemaPointer, 'request')
  const example = exampleOf({ value, pointer }, contentType, schema, source)
  return {
    name: String(value['name']),
    in: location,
    required: value['required'] === true || location === 'path',
    style,
    explode: typeof value['explode'] === 'boolean' ? value['explode'] : style === 'form',
    allowEmptyValue: value['allowEmptyValue'] === true,
    ...(value['deprecated'] === true && { deprecated: true }),
    ...(value['allowReserved'] === true && { allowReserved: true }),
    json: contentType !== undefined && isJson(contentType),
    ...(contentType !== undefined && {
      content: contentOf(contentType, objectOrEmpty(contents[contentType]), schema),
    }),
    ...(written === 'querystring' && { whole: true }),
    shape: shapeOf(schema.schema, schema.lookup),
    schema,
    example: example ?? own(objectOrEmpty(schema.schema), 'default'),
    ...(example !== undefined && { hasExample: true }),
  }
}
