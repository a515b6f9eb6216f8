import { Problem } from '../errors.js'
import type { Exchange, Reply } from '../exchange.js'
import type { Answer } from './answer.js'
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

const streamOf = (body: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> => {
  const iterator = body[Symbol.asyncIterator]()
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: async () => {
      await iterator.return?.()
    },
  })
}

const responseOf = (reply: Reply, method: string): Response => {
  const headers = new Headers()
  for (let at = 0; at + 1 < reply.headers.length; at += 2)
    headers.append(reply.headers[at] as string, reply.headers[at + 1] as string)
  const { body } = reply
  const none = body === undefined || method === 'HEAD' || nullBodyStatuses.has(reply.status)
  const sent =
    typeof body === 'string' || body instanceof Uint8Array
      ? (body as string | Uint8Array<ArrayBuffer>)
      : body && streamOf(body)
  return new Response(none ? null : sent, { status: reply.status, headers })
}

/** `fetch` that reaches every surface of a server without a port; `byOwner`: every sandbox as well. */
export const createInProcessFetch =
  (parts: InProcessParts) =>
  async (request: Request, byOwner = false): Promise<Response> =>
    responseOf(await parts.answer(exchangeOf(request, parts, byOwner)), request.method)
