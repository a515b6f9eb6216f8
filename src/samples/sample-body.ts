import type { Content, Operation } from '../contract/contract.js'
import { isBinary } from '../generate/binary-body.js'
import { contentValue, type BodyValue } from '../generate/content-value.js'
import { concreteType, messageBody } from '../generate/message-body.js'
import { isMultipart } from '../generate/multipart-body.js'
import { objectOrEmpty } from '../lib/json-object.js'
import { essence, isJson } from '../lib/media-type.js'
import { stringifyExact } from '../lib/parse-exact.js'
import { textOf as decoded } from '../lib/text-bytes.js'
import { fileNameOf } from './file-name.js'
import { formFields } from './form-fields.js'
import { isSoundForm } from './is-sound-form.js'
import { multipartParts } from './multipart-parts.js'
import { plainValue } from './parameter-value.js'
import type { SampleBody } from './sample-request.js'
import { sendableValue } from './sendable-value.js'

/** Methods whose bodies mean nothing (RFC 9110 §9.3), and which many clients refuse to give one. */
const bodiless: readonly string[] = ['GET', 'HEAD', 'TRACE']

const isPlain = ({ mediaType }: Content): boolean =>
  !mediaType.includes('*') &&
  (!isMultipart(mediaType) || essence(mediaType) === 'multipart/form-data')

/** The documented media type that is written: JSON, else the first that every client can write. */
export const sampleContent = ({ body, method }: Operation): Content | undefined => {
  const contents = body && !bodiless.includes(method) ? body.contents : []
  return (
    contents.find((content) => isJson(content.mediaType) && isPlain(content)) ??
    contents.find(isPlain) ??
    contents[0]
  )
}

const isForm = (mediaType: string): boolean =>
  essence(mediaType) === 'application/x-www-form-urlencoded'

/** The value that a body is written of: the documented one where the schema allows it, else a plain one. */
export const sampleValue = async (content: Content, seed: string): Promise<BodyValue> => {
  const [documented] = content.examples
  const { schema } = content
  const isText = typeof documented?.value === 'string' && isForm(content.mediaType)
  const first = isText && !isSoundForm(String(documented.value), content) ? undefined : documented
  const example = first && schema ? { ...first, value: sendableValue(first.value, schema) } : first
  return contentValue(content, example, seed, plainValue)
}

const collected = async (chunks: AsyncIterable<Uint8Array>): Promise<string> => {
  let text = ''
  for await (const chunk of chunks) text += decoded(chunk)
  return text
}

/** True for bytes that are sent as text, in base64 for example, whatever their media type. */
const isEncoded = ({ schema }: Content): boolean => {
  const { format, contentEncoding } = objectOrEmpty(schema?.schema)
  return format === 'byte' || typeof contentEncoding === 'string'
}

/** A body that is text or a file: as the mock writes it. */
const writtenBody = async (content: Content, found: BodyValue): Promise<SampleBody> => {
  const type = concreteType(content.mediaType, found.value)
  if (typeof found.value === 'string' && isEncoded(content))
    return { kind: 'text', mediaType: type, text: found.value }
  if (isBinary(type, content.schema) && typeof found.value !== 'object')
    return { kind: 'file', mediaType: type, fileName: fileNameOf('body', type) }
  const { mediaType, body } = messageBody(content, found)
  const text = body instanceof Uint8Array || typeof body === 'string' ? body : await collected(body)
  // A body that is empty would be none.
  return {
    kind: 'text',
    mediaType,
    text: (typeof text === 'string' ? text : decoded(text)) || 'string',
  }
}

/** The body of a sample: what is documented, where the schema allows it, else a plain value. */
export const sampleBody = async (operation: Operation): Promise<SampleBody | undefined> => {
  const content = sampleContent(operation)
  if (!content) return undefined
  const found = await sampleValue(content, operation.id)
  const mediaType = concreteType(content.mediaType, found.value)
  const { value = {} } = found
  if (isJson(mediaType))
    return { kind: 'json', mediaType, value, text: stringifyExact(value, 2) ?? 'null' }
  if (isForm(mediaType)) return { kind: 'form', mediaType, fields: formFields(value, content) }
  if (essence(mediaType) === 'multipart/form-data')
    return { kind: 'multipart', mediaType, parts: multipartParts(found.value, content) }
  return writtenBody(content, found)
}
