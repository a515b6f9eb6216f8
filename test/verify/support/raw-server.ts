import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** A server that answers with bytes, whether or not they are HTTP. */
export interface RawServer {
  readonly url: string
  /** What each request was, as it came. */
  readonly requests: readonly string[]
  readonly close: () => Promise<void>
}

/** Answers each request (one that comes in one piece) as `answer` says; `count` is its number from 1. */
export const rawServer = async (
  answer: (socket: Socket, request: string, count: number) => void,
  host = '127.0.0.1',
): Promise<RawServer> => {
  const requests: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('data', (data) => {
      requests.push(data.toString('latin1'))
      answer(socket, data.toString('latin1'), requests.length)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  const close = (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(() => resolve()))
  }
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, requests, close }
}

/** The text of a reply with its length. */
export const http = (body: string, head = '', status = '200 OK'): string =>
  `HTTP/1.1 ${status}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${head}\r\n${body}`
