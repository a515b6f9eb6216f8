import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { TLSSocket } from 'node:tls'
import { Problem } from '../errors.js'
import type { Exchange, Reply, RequestHeaders } from '../exchange.js'
import { andThen, type Awaitable, isPending } from '../lib/and-then.js'
import type { Answer } from './answer.js'
import { isWhole } from './body-pieces.js'
import { writeCut } from './write-cut.js'
import { decodeBody } from './decode-body.js'
import { refuseMessage, refuseSocket } from './refuse-socket.js'

/** What turning sockets into exchanges needs to know. */
export interface ListenerParts {
  readonly answer: Answer
  /** The largest body, in bytes. */
  readonly maxBody: number
  readonly nextId: () => string
  /** True when other machines reach the server, whatever it listens on. */
  readonly isExposed: boolean
}

const tooLarge = (maxBody: number): Problem =>
  new Problem('body-too-large', {
    detail: `The body is larger than ${maxBody} bytes.`,
    headers: ['Connection', 'close'],
  })

/** Reads a body, at most `maxBody` bytes of it (RFC 9110 §15.5.14). */
const readBody = (request: IncomingMessage, maxBody: number): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > maxBody) {
      reject(tooLarge(maxBody))
      return
    }
    const chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= maxBody) chunks.push(chunk)
      else {
        request.pause()
        request.removeAllListeners('data')
        reject(tooLarge(maxBody))
      }
    })
    request.on('end', () => {
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks))
    })
    request.on('error', () => {
      reject(new Problem('body-malformed', { detail: 'The body broke off before its end.' }))
    })
  })

/** Only the first of two Host headers would be seen: such a message is refused (RFC 9112 §3.2). */
const hasTwoHosts = ({ rawHeaders }: IncomingMessage): boolean => {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++
  }
  return hosts > 1
}

/** The request target without the origin that proxies write in front of it (RFC 9112 §3.2.2). */
const targetOf = (url: string): string =>
  url.startsWith('/') ? url : url.replace(/^[a-z]+:\/\/[^/?#]*/i, '') || '/'

/** What an embedding application may have made of a request before it came to us. */
export interface Embedding {
  readonly inProcess: boolean
  readonly isExposed: boolean
  readonly mount?: string
  /** Where the answer goes. */
  readonly response?: ServerResponse
  /** A body that was parsed already, so that the stream is empty. */
  readonly parsed?: unknown
}

const parsedBytes = (parsed: unknown): Uint8Array =>
  Buffer.from(
    typeof parsed === 'string' || parsed instanceof Uint8Array ? parsed : JSON.stringify(parsed),
  )

/** Aborted when the connection ends, or the answer is complete. */
const goneSignal = (response: ServerResponse): AbortSignal => {
  const gone = new AbortController()
  if (response.destroyed) gone.abort()
  else response.once('close', () => gone.abort())
  return gone.signal
}

/** The exchange of an HTTP message. */
export const exchangeOf = (
  request: IncomingMessage,
  { maxBody, nextId }: ListenerParts,
  { inProcess, isExposed, mount = '', response, parsed }: Embedding,
): Exchange => {
  const target = targetOf(request.url ?? '/')
  const mark = target.indexOf('?')
  const headers = request.headers as RequestHeaders
  return {
    id: nextId(),
    method: request.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    headers: hasTwoHosts(request) ? { ...headers, host: ',' } : headers,
    secure: (request.socket as Partial<TLSSocket>).encrypted === true,
    inProcess,
    isExposed,
    mount,
    hasBody:
      headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0,
    readBody: () => {
      if (parsed !== undefined) return Promise.resolve(parsedBytes(parsed))
      const coding = headers['content-encoding']
      const bytes = readBody(request, maxBody)
      return coding === undefined ? bytes : bytes.then((one) => decodeBody(one, coding, maxBody))
    },
    signal: response && (() => goneSignal(response)),
  }
}

/** Writes a reply to the socket, at once where it is whole. */
export const writeReply = (reply: Reply, response: ServerResponse): Awaitable<void> => {
  if (reply.cut) return writeCut(reply, reply.cut, response)
  response.writeHead(reply.status, reply.headers as string[])
  if (isWhole(reply.body)) {
    response.end(reply.body)
    return
  }
  // No faster than the client reads, and no longer than it listens.
  return pipeline(reply.body, response)
}

/** Answers a message; what cannot be answered breaks the connection. */
const converse = (
  answer: Answer,
  exchange: Exchange,
  response: ServerResponse,
  server: Server,
): void => {
  const fail = (): void => void response.destroy()
  try {
    const written = andThen(answer(exchange), (reply) => {
      // A server that closes keeps no connection for a next request (RFC 9112 §9.6).
      if (!server.listening) response.shouldKeepAlive = false
      return writeReply(reply, response)
    })
    if (isPending(written)) written.catch(fail)
  } catch {
    fail()
  }
}

const brokenStatus: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/** What is no HTTP at all is answered on the bare socket. */
const refuseBroken = (error: NodeJS.ErrnoException, socket: Duplex, id: string): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy()
  else refuseSocket(socket, brokenStatus[error.code ?? ''] ?? 400, id)
}

/** Node keeps about 1,000 headers and drops the others without a word. */
const maxHeaders = 1000

const options = {
  /** A message without Host is refused by `answer`, so that it gets a request id as well. */
  requireHostHeader: false,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
}

/** CONNECT asks for a tunnel, whatever the path (RFC 9110 §9.3.6). */
const everyOtherMethod = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'

/** An HTTP server that answers every message through `answer`, without a framework in between. */
export const createListener = (parts: ListenerParts): Server => {
  const { answer, nextId, isExposed } = parts
  const respond = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.rawHeaders.length > 2 * maxHeaders) return refuseMessage(response, 431, nextId())
    const exchange = exchangeOf(request, parts, { inProcess: false, isExposed, response })
    converse(answer, exchange, response, server)
  }
  const server = createServer(options, respond)
  server.on('checkExpectation', respond)
  server.on('connect', (_request, socket) =>
    refuseSocket(socket, 405, nextId(), ['Allow', everyOtherMethod]),
  )
  server.on('clientError', (error, socket) => refuseBroken(error, socket, nextId()))
  return server
}
