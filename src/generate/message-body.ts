import type { Content } from '../contract/contract.js'
import { essence, isXml } from '../lib/media-type.js'
import { binaryBody, isBinary } from './binary-body.js'
import type { BodyValue } from './content-value.js'
import { isMultipart, multipartBody } from './multipart-body.js'
import { isStreamed, streamedBody } from './streamed-body.js'
import { presentable, textBody } from './text-body.js'
import { xmlBody } from './xml-body.js'

/** A body as it is sent. */
export interface MessageBody {
  readonly mediaType: string
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array>
}

/** What documented ranges are answered as; those of other types are bytes. */
const ofRanges: Readonly<Record<string, string>> = {
  'application/*': 'application/json',
  'text/*': 'text/plain',
  'image/*': 'image/png',
}

/** The media type of a message where a range such as `text/*` is documented. */
export const concreteType = (mediaType: string, value: unknown): string => {
  const type = essence(mediaType)
  if (!type.endsWith('/*')) return mediaType
  if (type === '*/*') return typeof value === 'string' ? 'text/plain' : 'application/json'
  return ofRanges[type] ?? 'application/octet-stream'
}

/** XML is written by its schema; documented text is XML already if it is any, and a made-up image is one of its own. */
const isElement = (mediaType: string, { value, generated }: BodyValue): boolean =>
  isXml(mediaType) &&
  value !== undefined &&
  (typeof value !== 'string' ||
    !(generated ? essence(mediaType) === 'image/svg+xml' : /^\s*</.test(value)))

/** Bytes are made up where nothing says which. */
const isBytes = (mediaType: string, { value, generated }: BodyValue, content: Content): boolean =>
  (value === undefined || (generated && typeof value === 'string')) &&
  isBinary(mediaType, content.schema)

/** A value in the media type of its content. Documented text of another format than JSON is sent as it is. */
export const messageBody = (content: Content, found: BodyValue): MessageBody => {
  const { value, generated } = found
  const mediaType = concreteType(content.mediaType, value)
  const isWritten = typeof value === 'string' && !generated
  if (isMultipart(mediaType) && !isWritten && value !== undefined)
    return multipartBody(value, content)
  if (isStreamed(mediaType)) return { mediaType, body: streamedBody(value, mediaType) }
  if (isBytes(mediaType, found, content)) return { mediaType, body: binaryBody(mediaType) }
  const shown = generated ? presentable(value, mediaType, content.schema) : value
  const text = isElement(mediaType, found)
    ? xmlBody(value, content.schema)
    : textBody(shown, mediaType)
  return { mediaType, body: text }
}
