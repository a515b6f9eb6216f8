import {
  arrayOrEmpty,
  isObject,
  objectOrEmpty,
  own,
  stringOr,
  type JsonObject,
} from '../lib/json-object.js'
import { pointer as pointerOf } from '../lib/json-pointer.js'
import { compileParameter, isParameterLocation } from './compile-parameter.js'
import type {
  Content,
  Direction,
  DocumentedResponse,
  Encoding,
  Operation,
  Parameter,
  RequestBody,
  ResponseHeader,
  SecurityRequirement,
} from './contract.js'
import { examplesOf, firstExample } from './examples.js'
import { resolve } from './resolver.js'
import type { SchemaCompiler } from './schema-compiler.js'
import type { SourceDocument } from './source-document.js'

/** What compiling one operation needs to know. */
export interface CompileContext {
  readonly source: SourceDocument
  readonly schemas: SchemaCompiler
}

/** An Encoding Object says nothing of the content type once it says a style (§4.7.15.1). */
const encodingsOf = (holder: JsonObject): ReadonlyMap<string, Encoding> =>
  new Map(
    Object.entries(objectOrEmpty(holder['encoding'])).map(([name, written]) => {
      const { contentType, style, explode } = objectOrEmpty(written)
      const isStyled = style !== undefined || explode !== undefined
      const known = isStyled ? (stringOr(style) ?? 'form') : undefined
      return [
        name,
        {
          contentType: stringOr(contentType),
          style: known,
          explode: typeof explode === 'boolean' ? explode : isStyled ? known === 'form' : undefined,
        },
      ]
    }),
  )

const contentsAt = (
  pointer: string,
  direction: Direction,
  { source, schemas }: CompileContext,
): readonly Content[] =>
  Object.entries(objectOrEmpty(resolve(source, pointer).value['content'])).map(
    ([mediaType, written]) => {
      const holder = objectOrEmpty(written)
      const schemaPointer = pointer + pointerOf('content', mediaType, 'schema')
      return {
        mediaType,
        schema:
          own(holder, 'schema') === undefined ? undefined : schemas.at(schemaPointer, direction),
        encodings: encodingsOf(holder),
        examples: examplesOf(holder, source),
      }
    },
  )

const compileBody = (pointer: string, context: CompileContext): RequestBody => {
  const located = resolve(context.source, pointer)
  return {
    required: located.value['required'] === true,
    contents: contentsAt(located.pointer, 'request', context),
  }
}

const compileHeader = (name: string, pointer: string, context: CompileContext): ResponseHeader => {
  const { value, pointer: at } = resolve(context.source, pointer)
  const schema =
    own(value, 'schema') === undefined ? undefined : context.schemas.at(`${at}/schema`, 'response')
  return {
    name,
    required: value['required'] === true,
    schema,
    example: schema && firstExample(value, schema, context.source),
  }
}

const compileResponse = (
  key: string,
  pointer: string,
  context: CompileContext,
): DocumentedResponse => {
  const { value, pointer: at } = resolve(context.source, pointer)
  return {
    key: key.toUpperCase() === 'DEFAULT' ? 'default' : key.toUpperCase(),
    description: stringOr(value['description']) ?? '',
    contents: contentsAt(at, 'response', context),
    headers: Object.keys(objectOrEmpty(value['headers']))
      .filter((name) => name.toLowerCase() !== 'content-type')
      .map((name) => compileHeader(name, at + pointerOf('headers', name), context)),
  }
}

/** Parameters of the operation and of its path; the operation's own win (OpenAPI 3.0.3 §4.7.10). */
const compileParameters = (
  pathPointer: string,
  pointer: string,
  context: CompileContext,
): readonly Parameter[] => {
  const found = new Map<string, Parameter>()
  for (const holder of [pathPointer, pointer]) {
    const list = arrayOrEmpty(resolve(context.source, holder).value['parameters'])
    for (const index of list.keys()) {
      const located = resolve(context.source, holder + pointerOf('parameters', index))
      if (!isParameterLocation(located.value['in'])) continue
      const parameter = compileParameter(located, context.source, context.schemas)
      found.set(`${parameter.in}:${parameter.name}`, parameter)
    }
  }
  return [...found.values()]
}

const requirements = (written: unknown): readonly SecurityRequirement[] =>
  arrayOrEmpty(written)
    .filter(isObject)
    .map((alternative) =>
      Object.fromEntries(
        Object.entries(alternative).map(([name, scopes]) => [
          name,
          arrayOrEmpty(scopes).map(String),
        ]),
      ),
    )

/** An id for an operation that has none: its method and the words of its path. */
const derivedId = (method: string, path: string): string =>
  [method, ...path.split(/[^A-Za-z0-9]+/)].filter(Boolean).join('_').toLowerCase()

/** Compiles the Operation Object (OpenAPI 3.0.3 §4.7.10) of a method in a Path Item Object. */
export const compileOperation = (
  path: string,
  method: string,
  pathPointer: string,
  context: CompileContext,
): Operation => {
  const pointer = pathPointer + pointerOf(method)
  const { value } = resolve(context.source, pointer)
  return {
    id: stringOr(value['operationId']) ?? derivedId(method, path),
    method: method.toUpperCase(),
    path,
    pointer,
    summary: stringOr(value['summary']),
    deprecated: value['deprecated'] === true,
    parameters: compileParameters(pathPointer, pointer, context),
    body:
      own(value, 'requestBody') === undefined
        ? undefined
        : compileBody(`${pointer}/requestBody`, context),
    responses: Object.keys(objectOrEmpty(value['responses']))
      .filter((key) => !key.startsWith('x-'))
      .map((key) => compileResponse(key, pointer + pointerOf('responses', key), context)),
    security: requirements(value['security'] ?? context.source.document['security']),
  }
}
