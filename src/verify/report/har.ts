import type { RecordedExchange } from '../outcome.js'
import { isReply, replyHeader, type WireAnswer, type WireRequest } from '../wire.js'
import { reasonPhrase } from '../../lib/reason-phrase.js'
import { requestUrl } from './request-curl.js'
import type { Report } from './report.js'

const pairs = (all: readonly (readonly [string, string])[]) =>
  all.map(([name, value]) => ({ name, value }))

const utf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Bytes as HAR writes them: text, or base64. */
const contentOf = (bytes: Uint8Array) => {
  const text = utf8(bytes)
  return text === undefined
    ? { text: Buffer.from(bytes).toString('base64'), encoding: 'base64' }
    : { text }
}

const queryOf = (url: string) => {
  const at = url.indexOf('?')
  return at < 0 ? [] : [...new URLSearchParams(url.slice(at + 1))]
}

const requestOf = (base: string, request: WireRequest) => {
  const url = requestUrl(base, request)
  const { method, headers, body } = request
  const mimeType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  return {
    ...{ method, url, httpVersion: 'HTTP/1.1', cookies: [] },
    headers: pairs(headers),
    queryString: pairs(queryOf(url)),
    ...(body && { postData: { mimeType, params: [], ...contentOf(body) } }),
    headersSize: -1,
    bodySize: body?.length ?? 0,
  }
}

const noResponse = {
  ...{ status: 0, statusText: '', httpVersion: 'HTTP/1.1', cookies: [], headers: [] },
  content: { size: 0, mimeType: '' },
  ...{ redirectURL: '', headersSize: -1, bodySize: -1 },
}

const responseOf = (answer: WireAnswer) => {
  if (!isReply(answer)) return { ...noResponse, _error: answer.failure }
  const { status, headers, bytes } = answer
  const said = headers.flatMap((name, at) =>
    at % 2 === 0 ? [[name, headers[at + 1] ?? ''] as const] : [],
  )
  const mimeType = replyHeader(answer, 'content-type') ?? ''
  return {
    ...{ status, statusText: reasonPhrase(status), httpVersion: 'HTTP/1.1', cookies: [] },
    headers: pairs(said),
    content: {
      size: bytes.length,
      mimeType,
      ...(bytes.length > 0 && contentOf(bytes)),
    },
    redirectURL: replyHeader(answer, 'location') ?? '',
    headersSize: -1,
    bodySize: bytes.length,
  }
}

const entryOf =
  (base: string) =>
  ({ operation, case: id, at, request, answer }: RecordedExchange) => ({
    startedDateTime: new Date(at).toISOString(),
    time: answer.milliseconds,
    request: requestOf(base, request),
    response: responseOf(answer),
    cache: {},
    timings: { send: 0, wait: answer.milliseconds, receive: 0 },
    _operation: operation,
    ...(id !== undefined && { _case: id }),
  })

/** Every exchange of a run as an HTTP archive (HAR 1.2). */
export const har = ({ product, version, base, exchanges }: Report): string => {
  const log = {
    version: '1.2',
    creator: { name: product, version },
    pages: [],
    entries: exchanges().map(entryOf(base)),
  }
  return `${JSON.stringify({ log }, null, 2)}\n`
}
