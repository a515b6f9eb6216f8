import { isJson } from '../../lib/media-type.js'
import { parseExact } from '../../lib/parse-exact.js'
import { textOf } from '../../lib/text-bytes.js'
import { replyHeader, type WireReply } from '../wire.js'
import { replyText } from './reply-text.js'

/** The body of a reply as a value. */
export interface ReplyBody {
  /** Of JSON the value, integers that a double cannot hold as BigInt; else the text. Undefined for none. */
  readonly value?: unknown
  /** Why it is not what its media type says. */
  readonly malformed?: string
}

/** Reads the body of a reply as its Content-Type says. */
export const readReplyBody = (reply: WireReply): ReplyBody => {
  if (reply.bytes.length === 0) return {}
  const mediaType = replyHeader(reply, 'content-type') ?? ''
  const { text = textOf(reply.bytes), malformed } = replyText(reply.bytes, mediaType)
  if (!isJson(mediaType)) return { value: text }
  if (malformed !== undefined) return { malformed }
  try {
    return { value: parseExact(text) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { malformed: `The body says ${mediaType} and is no JSON: ${why}` }
  }
}
