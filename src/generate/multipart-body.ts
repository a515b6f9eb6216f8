import { shapeOf } from '../contract/shape.js'
import type { Content } from '../contract/contract.js'
import { isObject } from '../lib/json-object.js'
import { essence, isJson } from '../lib/media-type.js'
import { stringifyExact } from '../lib/parse-exact.js'
import { bytesOf } from '../lib/text-bytes.js'
import { binaryBody, isBinaryType } from './binary-body.js'

/** True for multipart/form-data, multipart/mixed and the like (RFC 2046 §5.1). */
export const isMultipart = (mediaType: string): boolean =>
  essence(mediaType).startsWith('multipart/')

/** One part: its headers as lines, and its bytes. */
interface Part {
  readonly headers: readonly string[]
  readonly body: Uint8Array
}

const joined = (chunks: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** A value in the media type of its part: text as it is, bytes for files, anything else as JSON. */
const bodyOf = (value: unknown, type: string, isFile: boolean): Uint8Array => {
  if (isFile || (isBinaryType(type) && typeof value === 'string')) return binaryBody(type)
  const isText = typeof value === 'string' && !isJson(type)
  return bytesOf(isText ? value : (stringifyExact(value) ?? ''))
}

/** A name inside of quotes (WHATWG HTML §4.10.22.8). */
const quoted = (name: string): string =>
  name.replace(/["\r\n]/g, (char) => encodeURIComponent(char))

/** What a part is by default (OpenAPI 3.0.3 §4.7.15.1): text, JSON for objects, bytes for files. */
const defaultType = (value: unknown, isFile: boolean): string => {
  if (isFile) return 'application/octet-stream'
  return typeof value === 'object' && value !== null ? 'application/json' : 'text/plain'
}

/** The first of the media types that an Encoding Object lists. */
const firstType = (list: string | undefined): string | undefined => {
  const type = list?.split(',')[0]?.trim()
  return type === undefined || type.includes('*') ? undefined : type
}

const fieldParts = (name: string, value: unknown, content: Content): readonly Part[] => {
  const shape = shapeOf(content.schema?.schema, content.schema?.lookup ?? (() => undefined))
  const property = shape.property(name)
  const isList = Array.isArray(value)
  const said = firstType(content.encodings.get(name)?.contentType)
  // A list is a part for each item, unless it is said to be JSON as a whole.
  const values: readonly unknown[] = isList && !isJson(said ?? '') ? value : [value]
  return values.map((item) => {
    const isFile = (isList ? property.item() : property).binary && typeof item === 'string'
    const type = said ?? defaultType(item, isFile)
    const file = isFile ? `; filename="${quoted(name)}"` : ''
    return {
      headers: [
        `Content-Disposition: form-data; name="${quoted(name)}"${file}`,
        ...(type === 'text/plain' ? [] : [`Content-Type: ${type}`]),
      ],
      body: bodyOf(item, type, isFile),
    }
  })
}

const partsOf = (value: unknown, content: Content): readonly Part[] => {
  if (isObject(value) && content.itemSchema === undefined)
    return Object.entries(value).flatMap(([name, item]) => fieldParts(name, item, content))
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return items.map((item) => {
    const type = firstType(content.itemType) ?? defaultType(item, false)
    return { headers: [`Content-Type: ${type}`], body: bodyOf(item, type, false) }
  })
}

/** A line that begins none of the parts' own lines (RFC 2046 §5.1.1), always the same for the same parts. */
const boundaryFor = (parts: readonly Part[]): string => {
  const texts = parts.map(({ body }) => new TextDecoder('latin1').decode(body))
  for (let count = 0; ; count++) {
    const boundary = `part-${count}`
    if (!texts.some((text) => text.includes(`--${boundary}`))) return boundary
  }
}

/** A value as a multipart message: a part for each property of an object, or for each item of a list. */
export const multipartBody = (
  value: unknown,
  content: Content,
): { readonly mediaType: string; readonly body: Uint8Array } => {
  const parts = partsOf(value, content)
  const boundary = boundaryFor(parts)
  const chunks = parts.flatMap(({ headers, body }) => [
    bytesOf(`--${boundary}\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`),
    body,
    bytesOf('\r\n'),
  ])
  return {
    mediaType: `${essence(content.mediaType)}; boundary=${boundary}`,
    body: joined([...chunks, bytesOf(`--${boundary}--\r\n`)]),
  }
}
