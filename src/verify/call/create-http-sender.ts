import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Send, WireAnswer, WireRequest } from '../wire.js'

/** How requests reach a server. */
export interface HttpSendOptions {
  /** Its URL, below which the targets of requests lie. */
  readonly base: string
  /** Milliseconds that only grow. */
  readonly monotonic: () => number
  /** Milliseconds after which an answer is no longer waited for. */
  readonly timeout: number
}

/** A way to a server, with connections that are kept open. */
export interface HttpSender {
  readonly send: Send
  /** Closes what is open. */
  readonly close: () => void
}

const flat = ({ headers, body }: WireRequest): string[] => {
  const said = headers.flatMap(([name, value]) => [name, value])
  const hasLength = headers.some(([name]) => name.toLowerCase() === 'content-length')
  return body && !hasLength ? [...said, 'Content-Length', String(body.length)] : said
}

/** Sends requests as they are over HTTP/1.1: no redirect is followed, nothing added but Host and length. */
export const createHttpSender = ({ base, monotonic, timeout }: HttpSendOptions): HttpSender => {
  const url = new URL(base)
  const isHttps = url.protocol === 'https:'
  const agent = isHttps ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  const prefix = url.pathname.replace(/\/+$/, '')
  const send = (wire: WireRequest): Promise<WireAnswer> =>
    new Promise((resolve) => {
      const start = monotonic()
      const fail = (why: string): void =>
        resolve({ failure: why, milliseconds: monotonic() - start })
      const chunks: Uint8Array[] = []
      const sent = (isHttps ? httpsRequest : httpRequest)(
        {
          agent,
          hostname: url.hostname.replace(/^\[|\]$/g, ''),
          port: url.port,
          method: wire.method,
          path: prefix + wire.target,
          headers: ['Host', url.host, ...flat(wire)],
          timeout,
        },
        (response) => {
          response.on('data', (chunk: Uint8Array) => chunks.push(chunk))
          response.on('error', (error) => fail(error.message))
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.rawHeaders,
              bytes: Buffer.concat(chunks),
              milliseconds: monotonic() - start,
            }),
          )
        },
      )
      sent.on('timeout', () => sent.destroy())
      sent.on('error', (error) => fail(error.message))
      sent.end(wire.body)
    })
  return { send, close: () => agent.destroy() }
}
