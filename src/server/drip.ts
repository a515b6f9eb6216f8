import type { Reply } from '../exchange.js'
import { longestDelay } from '../sandbox/faults/latency.js'
import { bodyPieces, withLength } from './body-pieces.js'

/** How a body is sent in small pieces. */
export interface Drip {
  readonly chunkBytes: number
  readonly everyMs: number
}

/** Pieces with pauses between them, 60 seconds in all at most: what is left then is sent at once. */
async function* dripping(
  body: NonNullable<Reply['body']>,
  { chunkBytes, everyMs }: Drip,
  delay: (milliseconds: number) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  let waited = 0
  let isFirst = true
  for await (const bytes of bodyPieces(body)) {
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      if (!isFirst && waited + everyMs > longestDelay) {
        yield bytes.subarray(at)
        break
      }
      if (!isFirst) {
        await delay(everyMs)
        waited += everyMs
      }
      isFirst = false
      yield bytes.subarray(at, at + chunkBytes)
    }
  }
}

/** The reply with a body that comes in small pieces. */
export const dripped = (
  reply: Reply,
  drip: Drip,
  delay: (milliseconds: number) => Promise<void>,
): Reply =>
  reply.body === undefined
    ? reply
    : { ...withLength(reply), body: dripping(reply.body, drip, delay) }
