import type { Violation } from '../errors.js'
import { essence, isJson, isXml } from '../lib/media-type.js'
import { isObject } from '../lib/json-object.js'
import { parseJson } from '../lib/parse-json.js'
import { bodyText } from './body-text.js'
import { chooseContent } from './choose-content.js'
import { textOf } from '../lib/text-bytes.js'
import { coerce, type TextTypes } from './coerce.js'
import type { Content, RequestBody } from './contract.js'
import type { LazyXml } from './lazy-xml.js'
import { parseBodyJson } from './parse-body-json.js'
import { readForm } from './read-form.js'
import { readParts } from './read-parts.js'
import { readXml } from './read-xml.js'
import { violation } from './violation.js'

const anything: TextTypes = { types: [] }

const typesOf = ({ schema }: Content): TextTypes => schema?.shape ?? anything

const isStructured = ({ types }: TextTypes): boolean =>
  types.length > 0 && types.every((type) => type === 'object' || type === 'array')

/** Structure in a media type that has none (`text/plain`) is JSON, where it is something we can read. */
const asJson = (text: string): unknown => {
  const parsed = parseJson(text)
  return 'value' in parsed ? parsed.value : undefined
}

const isForm = (type: string): boolean =>
  type === 'multipart/form-data' || type === 'application/x-www-form-urlencoded'

/** Sixteen digits in a row may be more than a double holds. */
const longNumber = /\d{16}/

const readJson = (text: string, { schema }: Content): unknown =>
  parseBodyJson(text, longNumber.test(text) && schema?.isWide === true)

/** XML of a schema that wants text, or that says nothing, is text. */
const isXmlText = ({ schema }: Content, { types }: TextTypes): boolean =>
  !schema || (types.length > 0 && types.every((type) => type === 'string' || type === 'null'))

const readTyped = (
  bytes: Uint8Array,
  contentType: string,
  content: Content,
  xml: LazyXml,
  violations: Violation[],
): unknown => {
  const type = essence(contentType)
  if (isJson(type)) return readJson(bodyText(bytes, contentType), content)
  if (type === 'application/x-www-form-urlencoded')
    return readForm(bodyText(bytes, contentType), content, violations)
  if (type === 'multipart/form-data') return readParts(bytes, contentType, content, violations)
  const types = typesOf(content)
  if (isXml(type)) {
    const text = bodyText(bytes, contentType)
    if (isXmlText(content, types)) return text
    const value = readXml(xml.parse(text), content, violations)
    return value === undefined ? bytes : value
  }
  if (isStructured(types)) return asJson(textOf(bytes)) ?? bytes
  return type.startsWith('text/') ? coerce(bodyText(bytes, contentType), types) : bytes
}

const latin1 = new TextDecoder('latin1')

/** The value with a character for each byte where it has bytes: JSON Schema knows strings only. */
const checkable = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return latin1.decode(value)
  if (Array.isArray(value)) return value.map(checkable)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, checkable(item)]))
}

/**
 * Bytes of what we do not parse are not compared with a schema of an object, nor is
 * a form with one of a string: decision 031.
 */
const isComparable = (value: unknown, content: Content, type: string): boolean => {
  if (!content.schema) return false
  const { types } = typesOf(content)
  if (isForm(type)) return types.length === 0 || types.includes('object')
  return !(value instanceof Uint8Array) || types.length === 0 || types.includes('string')
}

/** What was repeated or malformed has no value, but is not missing. */
const addUnknown = (violations: Violation[], found: readonly Violation[]): void => {
  if (found.length === 0) return
  const known = new Set(violations.map((one) => one.location + one.pointer))
  violations.push(...found.filter((one) => !known.has(one.location + one.pointer)))
}

/**
 * Reads and checks a request body (OpenAPI 3.0.3 §4.7.13) as its media type and the operation say;
 * every violation is added to the list.
 * @throws Problem `content-type-unsupported` (415), `body-malformed`, `body-too-deep` or
 *   `body-forbidden-key` (400), or `parameters-too-many`.
 */
export const readBody = (
  body: RequestBody | undefined,
  bytes: Uint8Array,
  contentType: string | undefined,
  violations: Violation[],
): unknown => {
  if (!body || body.contents.length === 0) return undefined
  if (bytes.length === 0) {
    if (body.required) violations.push(violation('body', '', 'required', 'a body'))
    return undefined
  }
  const content = chooseContent(body, contentType)
  const type = contentType ?? content.mediaType
  const value = readTyped(bytes, type, content, body.xml, violations)
  if (isComparable(value, content, essence(type))) {
    const checked = isJson(type) || isXml(type) ? value : checkable(value)
    const found = content.schema?.validate(checked, { location: 'body', pointer: '' }) ?? []
    addUnknown(violations, found)
  }
  return value
}
