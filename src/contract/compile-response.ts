import { SetupError } from '../errors.js'
import { objectOrEmpty, own, stringOr, type JsonObject } from '../lib/json-object.js'
import { pointer as pointerOf } from '../lib/json-pointer.js'
import { essence, isJson, isMediaType } from '../lib/media-type.js'
import { compileEncodings } from './compile-encodings.js'
import type { CompileContext } from './compile-context.js'
import type { Content, Direction, DocumentedResponse, ResponseHeader } from './contract.js'
import { examplesOf, firstExample } from './examples.js'
import { expectObject } from './expect-object.js'
import { resolve, type Located } from './resolver.js'

/** A key of `content` that no message could have as its type is noted, and left out. */
const isTypeOrRange = (
  mediaType: string,
  pointer: string,
  { source, faults }: CompileContext,
): boolean => {
  if (isMediaType(essence(mediaType))) return true
  const what = `${mediaType} is no media type`
  const fix = 'Write it as type/subtype, for example application/json.'
  faults.add(
    new SetupError('contract-invalid', what, source.place(pointer + pointerOf(mediaType)), fix),
  )
  return false
}

const compileHeader = (
  name: string,
  written: unknown,
  pointer: string,
  context: CompileContext,
): ResponseHeader => {
  const { value, pointer: at } = resolve(context.source, pointer, written)
  const [contentType] = Object.keys(objectOrEmpty(value['content']))
  const tokens = contentType === undefined ? [] : ['content', contentType]
  const holder = tokens.reduce((parent, token) => objectOrEmpty(parent[token]), value)
  const schema =
    own(holder, 'schema') === undefined
      ? undefined
      : context.schemas.at(at + pointerOf(...tokens, 'schema'), 'response')
  return {
    name,
    required: value['required'] === true,
    explode: value['explode'] === true,
    json: contentType !== undefined && isJson(contentType),
    schema,
    example: firstExample(
      { value: holder, pointer: at + pointerOf(...tokens) },
      schema,
      context.source,
    ),
  }
}

/** Headers that are at fault are left out: the response can do without. */
const compileHeaders = (
  located: Located,
  context: CompileContext,
  operationId?: string,
): readonly ResponseHeader[] => {
  const { source, faults } = context
  const headers: JsonObject = faults.attempt(
    () => expectObject(source, located, 'headers'),
    () => ({}),
    operationId,
  )
  return Object.keys(headers)
    .filter((name) => name.toLowerCase() !== 'content-type')
    .flatMap((name) => {
      const pointer = located.pointer + pointerOf('headers', name)
      const compile = () => [compileHeader(name, headers[name], pointer, context)]
      return faults.attempt(compile, () => [], operationId)
    })
}

/**
 * The media types of a body (OpenAPI 3.0.3 §4.7.14).
 * @throws SetupError `contract-invalid` when they are no objects.
 */
export const compileContents = (
  located: Located,
  direction: Direction,
  context: CompileContext,
): readonly Content[] => {
  const { source, schemas } = context
  const contents = expectObject(source, located, 'content')
  const at = located.pointer + pointerOf('content')
  const mediaTypes = Object.keys(contents).filter((key) => isTypeOrRange(key, at, context))
  return mediaTypes.map((mediaType) => {
    const holder = expectObject(source, { value: contents, pointer: at }, mediaType)
    const schemaAt = (key: string) =>
      own(holder, key) === undefined
        ? undefined
        : schemas.at(at + pointerOf(mediaType, key), direction)
    return {
      mediaType,
      schema: schemaAt('schema'),
      itemSchema: schemaAt('itemSchema'),
      itemType: stringOr(objectOrEmpty(own(holder, 'itemEncoding'))['contentType']),
      encodings: compileEncodings(holder, (name, value) => {
        const pointer = at + pointerOf(mediaType, 'encoding', name)
        return compileHeaders({ value, pointer }, context)
      }),
      examples: examplesOf({ value: holder, pointer: at + pointerOf(mediaType) }, source),
    }
  })
}

/** Compiles a Response Object (OpenAPI 3.0.3 §4.7.17); one at fault says so when it is asked for. */
export const compileResponse = (
  key: string,
  written: unknown,
  pointer: string,
  context: CompileContext,
  operationId: string,
): DocumentedResponse => {
  const name = key.toUpperCase() === 'DEFAULT' ? 'default' : key.toUpperCase()
  return context.faults.attempt(
    () => {
      const located = resolve(context.source, pointer, written)
      return {
        key: name,
        description: stringOr(located.value['description']) ?? '',
        contents: compileContents(located, 'response', context),
        headers: compileHeaders(located, context, operationId),
      }
    },
    (fault) => ({ key: name, description: '', contents: [], headers: [], fault }),
    operationId,
  )
}
