import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Reply } from '../exchange.js'
import { firstBytes } from './body-pieces.js'

/** Only TCP knows resets: on TLS the connection is closed at once. */
const reset = (socket: Socket): void => {
  const { encrypted } = socket as { encrypted?: boolean }
  if (encrypted === true) socket.destroy()
  else socket.resetAndDestroy()
}

/** What the client still sends is taken: a socket that is closed with unread bytes is reset. */
const drain = (request: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    if (request.readableEnded || request.destroyed) return resolve()
    for (const event of ['end', 'close', 'error']) request.once(event, () => resolve())
    request.resume()
  })

const written = (response: ServerResponse, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve) => response.write(bytes, () => resolve()))

const writeBeginning = async (
  { status, headers, body }: Reply,
  response: ServerResponse,
  afterBytes: number,
): Promise<void> => {
  response.writeHead(status, headers as string[])
  response.flushHeaders()
  if (body !== undefined)
    for await (const bytes of firstBytes(body, afterBytes)) await written(response, bytes)
}

/** Breaks the connection as a reply says, instead of ending the message properly. */
export const writeCut = async (
  reply: Reply,
  cut: NonNullable<Reply['cut']>,
  response: ServerResponse,
): Promise<void> => {
  const { socket } = response
  if (!socket) return
  if (cut === 'reset') return reset(socket)
  if (cut !== 'empty') await writeBeginning(reply, response, cut.afterBytes)
  await drain(response.req)
  socket.destroySoon()
}
