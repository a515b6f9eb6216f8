import type { WireReply } from '../../../src/verify/wire.js'

/** A reply as it could come: `body` is text, or bytes. */
export const replyOf = (
  status: number,
  headers: readonly string[] = [],
  body: string | Uint8Array = '',
): WireReply => ({
  status,
  headers,
  bytes: typeof body === 'string' ? Buffer.from(body, 'utf8') : body,
  milliseconds: 1,
})
