import { SetupError } from '../errors.js'
import type { TestSandbox } from './test-sandbox.js'

/** Which requests of an application a sandbox answers in place of the real API. */
export interface StandInOptions {
  /** Where the application believes its API: an origin, with a path where it shares that with others. */
  readonly baseUrl: string | URL
  /** The path at the sandbox that `baseUrl` stands for. Default: its own path, so that the origin alone changes. */
  readonly to?: string
}

/** A request that was caught, as plain data. */
export interface CaughtRequest {
  readonly url: string
  readonly method: string
  readonly headers: Iterable<readonly [string, string]>
  readonly body: Uint8Array | undefined
}

/** What answers in place of an API. */
export interface StandIn {
  /** The URLs that are answered. */
  readonly matches: (url: string) => boolean
  /** The answer of the sandbox; rejects where the connection broke. */
  readonly answer: (request: CaughtRequest) => Promise<Response>
}

/** Said of one connection, or worked out anew: of the real API's host the sandbox knows nothing. */
const ofConnection = new Set([
  ...['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'expect'],
  ...['upgrade', 'accept-encoding', 'te', 'trailer'],
])

/** What tells how the bytes came, which `fetch` has undone. */
const ofTransfer = ['content-encoding', 'content-length', 'transfer-encoding', 'connection']

/** The headers of an answer as they hold for the body that `fetch` gives. */
export const plainHeaders = (response: Response): Headers => {
  const headers = new Headers(response.headers)
  // Of answers that have no body the length is a statement about the resource.
  if (response.body !== null) ofTransfer.forEach((name) => headers.delete(name))
  return headers
}

const originOf = (baseUrl: string | URL): URL => {
  if (URL.canParse(String(baseUrl))) return new URL(baseUrl)
  throw new SetupError(
    'option-invalid',
    `baseUrl is ${JSON.stringify(String(baseUrl))}, which is no URL.`,
    {},
    'Name the API as the application calls it: https://api.example.com.',
  )
}

const withoutSlash = (path: string): string => path.replace(/\/+$/, '')

/** Makes a sandbox answer what an application asks of its API. */
export const createStandIn = (
  sandbox: Pick<TestSandbox, 'url' | 'fetch'>,
  { baseUrl, to }: StandInOptions,
): StandIn => {
  const base = originOf(baseUrl)
  const path = withoutSlash(base.pathname)
  const target = to === undefined ? path : withoutSlash(to)
  return {
    matches: (text) => {
      if (!URL.canParse(text)) return false
      const url = new URL(text)
      return (
        url.origin === base.origin && (url.pathname === path || url.pathname.startsWith(`${path}/`))
      )
    },
    answer: ({ url: asked, method, headers, body }) => {
      const url = new URL(asked)
      const rest = url.pathname.slice(path.length)
      const sent = [...headers].filter(
        ([name]) => !ofConnection.has(name.toLowerCase()) && !name.startsWith(':'),
      )
      return sandbox.fetch(new URL(target + rest + url.search, sandbox.url), {
        method,
        headers: sent.map(([name, value]): [string, string] => [name, value]),
        ...(body !== undefined && body.length > 0 && { body: body as Uint8Array<ArrayBuffer> }),
        redirect: 'manual',
      })
    },
  }
}
