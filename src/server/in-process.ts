import { Problem } from '../errors.js'
import type { Exchange, Reply } from '../exchange.js'
import type { Answer } from './answer.js'
import { firstBytes } from './body-pieces.js'
import { brokenConnection } from './broken-connection.js'
import { decodeBody } from './decode-body.js'

/** What calls without a socket need to know. */
export interface InProcessParts {
  readonly answer: Answer
  readonly maxBody: number
  readonly nextId: () => string
}

const readBody = async (request: Request, maxBody: number): Promise<Uint8Array> => {
  const bytes = new Uint8Array(await request.arrayBuffer())
  if (bytes.length <= maxBody) return bytes
  throw new Problem('body-too-large', { detail: `The body is larger than ${maxBody} bytes.` })
}

const exchangeOf = (
  request: Request,
  { maxBody, nextId }: InProcessParts,
  byOwner: boolean,
): Exchange => {
  const url = new URL(request.url)
  return {
    id: nextId(),
    method: request.method.toUpperCase(),
    path: url.pathname,
    query: url.search.slice(1),
    headers: { host: url.host, ...Object.fromEntries(request.headers) },
    secure: url.protocol === 'https:',
    inProcess: true,
    byOwner,
    mount: '',
    hasBody: request.body !== null,
    signal: () => request.signal,
    readBody: async () =>
      decodeBody(
        await readBody(request, maxBody),
        request.headers.get('content-encoding') ?? undefined,
        maxBody,
      ),
  }
}

const nullBodyStatuses = new Set([101, 204, 205, 304])

/** `broken`: how it ends, when it does not end properly. */
const streamOf = (
  body: AsyncIterable<Uint8Array>,
  broken?: TypeError,
): ReadableStream<Uint8Array> => {
  const iterator = body[Symbol.asyncIterator]()
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await iterator.next()
      if (!done) controller.enqueue(value)
      else if (broken) controller.error(broken)
      else controller.close()
    },
    cancel: async () => {
      await iterator.return?.()
    },
  })
}

const sentBody = (body: Reply['body'], afterBytes: number | undefined) => {
  if (body !== undefined && afterBytes !== undefined)
    return streamOf(firstBytes(body, afterBytes), brokenConnection('terminated', 'UND_ERR_SOCKET'))
  return typeof body === 'string' || body instanceof Uint8Array
    ? (body as string | Uint8Array<ArrayBuffer>)
    : body && streamOf(body)
}

/** @throws TypeError as `fetch` does, when the connection is broken before there is an answer. */
const responseOf = (reply: Reply, method: string): Response => {
  const { cut } = reply
  if (cut === 'reset') throw brokenConnection('fetch failed', 'ECONNRESET')
  if (cut === 'empty') throw brokenConnection('fetch failed', 'UND_ERR_SOCKET')
  const headers = new Headers()
  for (let at = 0; at + 1 < reply.headers.length; at += 2)
    headers.append(reply.headers[at] as string, reply.headers[at + 1] as string)
  const { body } = reply
  const none = body === undefined || method === 'HEAD' || nullBodyStatuses.has(reply.status)
  const sent = none ? undefined : sentBody(body, cut?.afterBytes)
  return new Response(sent ?? null, { status: reply.status, headers })
}

/** `fetch` that reaches every surface of a server without a port; `byOwner`: every sandbox as well. */
export const createInProcessFetch =
  (parts: InProcessParts) =>
  async (request: Request, byOwner = false): Promise<Response> =>
    responseOf(await parts.answer(exchangeOf(request, parts, byOwner)), request.method)
