import { isJson } from '../../lib/media-type.js'
import { parseExact } from '../../lib/parse-exact.js'
import { textOf } from '../../lib/text-bytes.js'
import { replyHeader, type WireReply } from '../wire.js'

/** The body of a reply as a value. */
export interface ReplyBody {
  /** Of JSON the value, else the text; undefined for none. */
  readonly value?: unknown
  /** Why it is not what its media type says. */
  readonly malformed?: string
}

/** Reads the body of a reply as its Content-Type says. */
export const readReplyBody = (reply: WireReply): ReplyBody => {
  if (reply.bytes.length === 0) return {}
  const text = textOf(reply.bytes)
  const mediaType = replyHeader(reply, 'content-type')
  if (mediaType === undefined || !isJson(mediaType)) return { value: text }
  try {
    return { value: parseExact(text) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { malformed: `The body says ${mediaType} and is no JSON: ${why}` }
  }
}
