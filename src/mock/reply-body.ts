import type { Content } from '../contract/contract.js'
import { stringifyExact } from '../lib/parse-exact.js'
import { isObject } from '../lib/json-object.js'
import { essence, isJson } from '../lib/media-type.js'
import { bytesOf } from '../lib/text-bytes.js'
import { binaryBody, isBinary } from './binary-body.js'
import type { BodyValue } from './sample.js'
import { isStreamed, streamedBody } from './streamed-body.js'
import { isXml, xmlBody } from './xml-body.js'

/** A body as it is sent. */
export interface ReplyBody {
  readonly mediaType: string
  readonly body: Uint8Array | AsyncIterable<Uint8Array>
}

/** What documented ranges are answered as; those of other types are bytes. */
const ofRanges: Readonly<Record<string, string>> = {
  'application/*': 'application/json',
  'text/*': 'text/plain',
  'image/*': 'image/png',
}

/** The media type to answer in where a range such as `text/*` is documented. */
const concrete = (mediaType: string, value: unknown): string => {
  const type = essence(mediaType)
  if (!type.endsWith('/*')) return mediaType
  if (type === '*/*') return typeof value === 'string' ? 'text/plain' : 'application/json'
  return ofRanges[type] ?? 'application/octet-stream'
}

const formText = (value: Readonly<Record<string, unknown>>): string =>
  Object.entries(value)
    .map(([name, member]) => [name, typeof member === 'string' ? member : JSON.stringify(member)])
    .map((pair) => pair.map((text) => encodeURIComponent(text ?? '')).join('='))
    .join('&')

const textOf = (value: unknown, mediaType: string): string => {
  if (isJson(mediaType) || typeof value !== 'string') {
    const isForm = essence(mediaType) === 'application/x-www-form-urlencoded' && isObject(value)
    return isForm ? formText(value) : (stringifyExact(value) ?? '')
  }
  return value
}

/** A value in the media type of its content. Documented text of another format than JSON is sent as it is. */
export const replyBody = (content: Content, { value, generated }: BodyValue): ReplyBody => {
  const mediaType = concrete(content.mediaType, value)
  if (isStreamed(mediaType)) return { mediaType, body: streamedBody(value, mediaType) }
  const isText = typeof value === 'string'
  const isMade = generated || value === undefined
  if (isMade && (isText || value === undefined) && isBinary(mediaType, content.schema))
    return { mediaType, body: binaryBody(mediaType) }
  const isElement = isXml(mediaType) && value !== undefined && !(isText && !generated)
  const text = isElement ? xmlBody(value, content.schema) : textOf(value, mediaType)
  return { mediaType, body: bytesOf(text) }
}
