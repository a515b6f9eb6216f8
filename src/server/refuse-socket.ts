import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { bytesOf } from '../lib/text-bytes.js'
import { reasonPhrase } from '../lib/reason-phrase.js'

const headersOf = (body: Uint8Array, id: string): string[] => [
  'Content-Type',
  'application/problem+json',
  'Content-Length',
  String(body.length),
  'Vary',
  'Origin',
  'X-Request-Id',
  id,
  'Connection',
  'close',
]

const bodyOf = (status: number): Uint8Array =>
  bytesOf(JSON.stringify({ title: reasonPhrase(status), status }))

/** Answers what is no message to hand on, and ends the connection. */
export const refuseMessage = (response: ServerResponse, status: number, id: string): void => {
  const body = bodyOf(status)
  response.writeHead(status, headersOf(body, id))
  response.end(body)
}

/** Answers on the bare socket what Node does not take for a message, and ends the connection. */
export const refuseSocket = (
  socket: Duplex,
  status: number,
  id: string,
  further: readonly string[] = [],
): void => {
  const body = bodyOf(status)
  const lines = [`HTTP/1.1 ${status} ${reasonPhrase(status)}`]
  const headers = [...headersOf(body, id), ...further]
  for (let at = 0; at < headers.length; at += 2) lines.push(`${headers[at]}: ${headers[at + 1]}`)
  // Whoever has gone already is not told.
  socket.on('error', () => undefined)
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  socket.end(body)
}
