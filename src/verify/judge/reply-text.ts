import { headerParameters } from '../../lib/header-parameters.js'

/** A body as text; neither when nobody can tell how it is encoded. */
export interface ReplyText {
  readonly text?: string
  /** Why it is not what its media type says. */
  readonly malformed?: string
}

const decoderFor = (charset: string): InstanceType<typeof TextDecoder> | undefined => {
  try {
    return new TextDecoder(charset, { fatal: true })
  } catch {
    // A charset that nobody here knows.
    return undefined
  }
}

/** The text of a body: in the charset of its Content-Type, UTF-8 where it names none. */
export const replyText = (bytes: Uint8Array, mediaType: string): ReplyText => {
  const charset = headerParameters(mediaType)?.get('charset') ?? 'utf-8'
  const decoder = decoderFor(charset)
  if (!decoder) return {}
  try {
    return { text: decoder.decode(bytes) }
  } catch {
    return { malformed: `The body says ${mediaType} and has bytes that are no ${charset}.` }
  }
}
