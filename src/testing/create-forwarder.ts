import {
  Agent as HttpAgent,
  type IncomingMessage,
  request as httpRequest,
  type RequestListener,
  type ServerResponse,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'

/** Where messages go, and what is said of their sandbox. */
export interface ForwardTarget {
  /** The server, with the path that it is embedded at. */
  readonly url: URL
  readonly sandbox: string
}

/** A listener that passes messages on, and what ends its connections. */
export interface Forwarder {
  readonly listener: RequestListener
  readonly close: () => void
}

const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')

const headersFor = ({ rawHeaders }: IncomingMessage, { url, sandbox }: ForwardTarget): string[] => {
  const headers: string[] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    const key = name.toLowerCase()
    // On this machine the server sees the host that its client saw, and names it in its answers.
    if (key === 'x-sandbox' || (key === 'host' && !isLoopback(url))) continue
    headers.push(name, rawHeaders[at + 1] ?? '')
  }
  if (!isLoopback(url)) headers.push('Host', url.host)
  return [...headers, 'X-Sandbox', sandbox]
}

/** Breaks a connection as the server has broken it: by a reset, or by closing it without an answer. */
const breakOff = (response: ServerResponse, error: NodeJS.ErrnoException): void => {
  const { socket } = response
  // Node has a system call to name only where the peer reset the connection.
  if (error.syscall === 'read') socket?.resetAndDestroy()
  else socket?.destroy()
}

const unreachable = (response: ServerResponse, { url }: ForwardTarget): void => {
  const detail = `No server answers at ${url.origin}.`
  const problem = { title: 'The server is not there', status: 502, detail, fix: 'Start it.' }
  response.writeHead(502, { 'Content-Type': 'application/problem+json' })
  response.end(JSON.stringify(problem))
}

const notThere = ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'EAI_AGAIN']

/** Passes every message on as it is, with the name of the sandbox; answers and breaks come back as they are. */
export const createForwarder = (target: ForwardTarget): Forwarder => {
  const { url } = target
  const isSecure = url.protocol === 'https:'
  const agent = isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  const base = url.pathname.replace(/\/$/, '')
  const listener: RequestListener = (message, response) => {
    const upstream = (isSecure ? httpsRequest : httpRequest)({
      agent,
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      path: base + (message.url ?? '/'),
      method: message.method,
      headers: headersFor(message, target),
      setHost: false,
    })
    const fail = (error: NodeJS.ErrnoException): void => {
      if (!response.headersSent && notThere.includes(error.code ?? ''))
        return unreachable(response, target)
      breakOff(response, error)
    }
    upstream.on('error', fail)
    upstream.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.rawHeaders)
      response.flushHeaders()
      answer.on('error', fail)
      answer.pipe(response)
    })
    response.on('close', () => upstream.destroy())
    message.on('error', () => upstream.destroy())
    message.pipe(upstream)
  }
  return { listener, close: () => agent.destroy() }
}
