import type { Reply } from '../exchange.js'
import { bytesOf } from '../lib/text-bytes.js'

type Body = NonNullable<Reply['body']>

/** True for a body that is there as a whole. */
export const isWhole = (body: Reply['body']): body is string | Uint8Array | undefined =>
  body === undefined || typeof body === 'string' || body instanceof Uint8Array

/** A body as bytes, piece by piece. */
export const bodyPieces = (body: Body): Iterable<Uint8Array> | AsyncIterable<Uint8Array> =>
  typeof body === 'string' ? [bytesOf(body)] : body instanceof Uint8Array ? [body] : body

/** The first bytes of a body. */
export async function* firstBytes(body: Body, most: number): AsyncGenerator<Uint8Array> {
  let left = most
  if (left === 0) return
  for await (const bytes of bodyPieces(body)) {
    yield bytes.subarray(0, left)
    left -= bytes.length
    if (left <= 0) return
  }
}

/** How many bytes a body has; without end when it comes bit by bit. */
export const lengthOf = (body: Reply['body']): number => {
  if (!isWhole(body)) return Infinity
  return typeof body === 'string' ? bytesOf(body).length : (body?.length ?? 0)
}

/** The reply with the length of its whole body said, whatever part of it is sent. */
export const withLength = (reply: Reply): Reply => {
  const { body, headers } = reply
  const isSaid = headers.some((name, at) => at % 2 === 0 && /^content-length$/i.test(name))
  if (isSaid || body === undefined || !isWhole(body)) return reply
  return { ...reply, headers: [...headers, 'Content-Length', String(lengthOf(body))] }
}
