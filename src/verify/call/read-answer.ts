import type { IncomingMessage } from 'node:http'
import { isSequence } from '../judge/sequence-items.js'
import type { WireFailure, WireReply } from '../wire.js'
import { unpackReply } from './unpack-reply.js'

/** What was read of an answer; how long it took is added later. */
export type ReadAnswer = Omit<WireReply, 'milliseconds'> | Omit<WireFailure, 'milliseconds'>

/** More of a body is not read. */
const maxBody = 20 * 1024 * 1024

/** Streams may never end: so much of them is read, in milliseconds. */
const streamTime = 1000

/** Reads a body to its end, to its limit, or until a stream has said enough. */
const readBody = async (message: IncomingMessage) => {
  const chunks: Uint8Array[] = []
  let length = 0
  const isStream = isSequence(message.headers['content-type'] ?? '')
  const enough = isStream ? AbortSignal.timeout(streamTime) : undefined
  enough?.addEventListener('abort', () => message.destroy())
  try {
    for await (const chunk of message) {
      chunks.push(chunk as Uint8Array)
      length += (chunk as Uint8Array).length
      if (length > maxBody) break
    }
  } catch (error) {
    if (enough?.aborted !== true) throw error
  }
  return { bytes: Buffer.concat(chunks), isCut: length > maxBody || enough?.aborted === true }
}

/** Reads an answer to its end, unpacked. Rejects when it breaks off. */
export const readAnswer = async (message: IncomingMessage): Promise<ReadAnswer> => {
  const { bytes, isCut } = await readBody(message)
  const { statusCode: status = 0, rawHeaders: headers } = message
  if (isCut) return { status, headers, bytes, isCut }
  const coding = message.headers['content-encoding']
  const plain = await unpackReply(bytes, coding, maxBody)
  if (plain) return { status, headers, bytes: plain }
  return { failure: `the body says Content-Encoding: ${coding} and cannot be unpacked` }
}
