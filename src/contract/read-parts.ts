import { Problem, type Violation } from '../errors.js'
import { escapeToken } from '../lib/json-pointer.js'
import { headerParameters } from '../lib/header-parameters.js'
import { essence, isJson } from '../lib/media-type.js'
import { type MultipartPart, readMultipart } from '../lib/multipart.js'
import { parseJson } from '../lib/parse-json.js'
import { textOf } from '../lib/text-bytes.js'
import { bodyText } from './body-text.js'
import { checkPart } from './check-part.js'
import { coerce } from './coerce.js'
import type { Content, Encoding } from './contract.js'
import { parseBodyJson, refuseForbiddenNames } from './parse-body-json.js'
import { readFields } from './read-form.js'
import { shapeOf, type Shape } from './shape.js'

/** True for a part that is kept as bytes: by its schema, else as a file of no known type of text. */
const isBinary = (part: MultipartPart, shape: Shape, type: string | undefined): boolean => {
  if (shape.binary) return true
  if (type === undefined) return part.filename !== undefined && shape.types.length === 0
  return !essence(type).startsWith('text/')
}

/** A part as its type says; without one, objects are JSON (OpenAPI 3.0.3 §4.7.14.3). */
const readPart = (part: MultipartPart, shape: Shape, encoding: Encoding | undefined): unknown => {
  // An Encoding Object may list several types, separated by commas.
  const type = part.contentType ?? encoding?.contentType?.split(',')[0]
  if (isJson(type ?? '') && !shape.binary)
    return parseBodyJson(bodyText(part.bytes, part.contentType ?? ''), shape.wide)
  if (isBinary(part, shape, type)) return part.bytes
  const text = bodyText(part.bytes, part.contentType ?? '')
  if (!shape.types.includes('object')) return coerce(text, shape)
  const parsed = parseJson(text)
  return 'value' in parsed ? parsed.value : text
}

/** A property of all parts with its name: a list of them, or one that is a list itself. */
const readProperty = (
  parts: readonly MultipartPart[],
  shape: Shape,
  encoding: Encoding | undefined,
): unknown => {
  const isArray = shape.types.includes('array')
  const values = parts.map((part) => readPart(part, isArray ? shape.item() : shape, encoding))
  const [first] = values
  return values.length === 1 && (!isArray || Array.isArray(first)) ? first : values
}

const partsOf = (bytes: Uint8Array, contentType: string): readonly MultipartPart[] => {
  const form = readMultipart(bytes, headerParameters(contentType)?.get('boundary'))
  if ('parts' in form) return form.parts
  throw new Problem('body-malformed', { detail: `The body is no multipart form: ${form.fault}.` })
}

const isBracketed = (name: string): boolean => name.includes('[') && !name.endsWith('[]')

/**
 * Reads multipart/form-data (OpenAPI 3.0.3 §4.7.14.3); files are bytes.
 * @throws Problem `body-malformed`, `body-too-deep` or `body-forbidden-key` (400).
 */
export const readParts = (
  bytes: Uint8Array,
  contentType: string,
  content: Content,
  violations: Violation[],
): object => {
  const shape = shapeOf(content.schema?.schema, content.schema?.lookup ?? (() => undefined))
  const parts = partsOf(bytes, contentType)
  refuseForbiddenNames(parts.map(({ name }) => name))
  const byName = new Map<string, MultipartPart[]>()
  const pairs: (readonly [string, string])[] = []
  for (const part of parts) {
    const isList = part.name.endsWith('[]') && !shape.names.includes(part.name)
    const name = isList ? part.name.slice(0, -2) : part.name
    if (isBracketed(name) && !shape.names.includes(name)) pairs.push([name, textOf(part.bytes)])
    else byName.set(name, [...(byName.get(name) ?? []), part])
  }
  for (const [name, mine] of byName)
    for (const [index, part] of mine.entries()) {
      const pointer = `/${escapeToken(name)}${mine.length > 1 ? `/${index}` : ''}`
      violations.push(...checkPart(part, content.encodings.get(name), pointer))
    }
  const properties = [...byName].map(
    ([name, mine]) =>
      [name, readProperty(mine, shape.property(name), content.encodings.get(name))] as const,
  )
  return { ...readFields(pairs, content, violations), ...Object.fromEntries(properties) }
}
