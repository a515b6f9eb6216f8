import {
  Agent as HttpAgent,
  type ClientRequest,
  type IncomingMessage,
  request as httpRequest,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Send, WireAnswer, WireRequest } from '../wire.js'
import { basePath, baseUrl } from './base-url.js'
import { connectionFault } from './connection-fault.js'
import { readAnswer, type ReadAnswer } from './read-answer.js'

/** How requests reach a server. */
export interface HttpSendOptions {
  /** Its URL, below which the targets of requests lie. */
  readonly base: string
  /** Milliseconds that only grow. */
  readonly monotonic: () => number
  /** Milliseconds after which an answer is no longer waited for, to its last byte. */
  readonly timeout: number
  /** True when the certificate of the server need not be trusted. */
  readonly insecure?: boolean | undefined
}

/** A way to a server, with connections that are kept open. */
export interface HttpSender {
  readonly send: Send
  /** Closes what is open. */
  readonly close: () => void
}

/** Methods whose requests say that they have no body: else it is sent as chunks (RFC 9110 §8.6). */
const isBodyExpected = (method: string): boolean => /^(POST|PUT|PATCH)$/.test(method)

const flat = ({ method, headers, body }: WireRequest): string[] => {
  const said = headers.flatMap(([name, value]) => [name, value])
  const hasLength = headers.some(([name]) => name.toLowerCase() === 'content-length')
  if (hasLength || (!body && !isBodyExpected(method))) return said
  return [...said, 'Content-Length', String(body?.length ?? 0)]
}

/** True when the server had closed a connection that was kept open, just as it was used again. */
const isStale = ({ reusedSocket }: ClientRequest, error: unknown): boolean =>
  reusedSocket && /^(ECONNRESET|EPIPE)$/.test((error as NodeJS.ErrnoException).code ?? '')

/** One request to a server: answered, failed, or `stale`. */
const createAttempt = (url: URL, timeout: number) => {
  const ask = url.protocol === 'https:' ? httpsRequest : httpRequest
  const fixed = {
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
  }
  const whyNot = (error: unknown, isLate: boolean, hasBegun: boolean): string => {
    if (isLate) return `${hasBegun ? 'the body did not end' : 'nothing came'} within ${timeout} ms`
    return `${hasBegun ? 'the answer broke off: ' : ''}${connectionFault(error)}`
  }
  return (wire: WireRequest, agent: HttpAgent): Promise<ReadAnswer | 'stale'> =>
    new Promise((resolve) => {
      const signal = AbortSignal.timeout(timeout)
      let begun: IncomingMessage | undefined
      const headers = ['Host', url.host, ...flat(wire)]
      const { method, target } = wire
      const options = { ...fixed, agent, signal, method, path: basePath(url) + target, headers }
      const sent = ask(options, (message) => {
        begun = message
        readAnswer(message).then(resolve, fail)
      })
      const fail = (error: unknown): void =>
        resolve({ failure: whyNot(error, signal.aborted, begun !== undefined) })
      sent.on('error', (error) => {
        if (!begun && !signal.aborted && isStale(sent, error)) resolve('stale')
        // What follows a whole answer is garbage, but no part of it.
        else if (begun?.complete !== true) fail(error)
      })
      sent.on('upgrade', ({ statusCode = 101, rawHeaders }, socket) => {
        socket.destroy()
        resolve({ status: statusCode, headers: rawHeaders, bytes: new Uint8Array() })
      })
      sent.end(wire.body)
    })
}

/**
 * Sends requests as they are over HTTP/1.1: no redirect is followed, nothing added but Host and length.
 * @throws SetupError `option-invalid` for a base that nothing can lie below.
 */
export const createHttpSender = (options: HttpSendOptions): HttpSender => {
  const { base, monotonic, timeout, insecure = false } = options
  const url = baseUrl(base)
  const agentWith = (keepAlive: boolean): HttpAgent =>
    url.protocol === 'https:'
      ? new HttpsAgent({ keepAlive, rejectUnauthorized: !insecure })
      : new HttpAgent({ keepAlive })
  const kept = agentWith(true)
  const fresh = agentWith(false)
  const attempt = createAttempt(url, timeout)
  const send: Send = async (wire): Promise<WireAnswer> => {
    const start = monotonic()
    let found = await attempt(wire, kept)
    if (found === 'stale') found = await attempt(wire, fresh)
    const milliseconds = monotonic() - start
    if (found === 'stale') return { failure: 'the connection was closed', milliseconds }
    return { ...found, milliseconds }
  }
  return { send, close: () => [kept, fresh].forEach((agent) => agent.destroy()) }
}
