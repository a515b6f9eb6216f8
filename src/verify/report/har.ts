import { harContent, harEntry, type HarExchange, harOf, type HarPair } from '../../lib/har.js'
import { requestUrl } from '../../samples/request-curl.js'
import type { RecordedExchange } from '../outcome.js'
import { isReply, type WireAnswer, type WireRequest } from '../wire.js'
import type { Report } from './report.js'

const pairs = (all: readonly (readonly [string, string])[]): readonly HarPair[] =>
  all.map(([name, value]) => ({ name, value }))

const requestOf = (base: string, request: WireRequest): HarExchange['request'] => {
  const { method, headers, body } = request
  return {
    ...{ method, url: requestUrl(base, request), headers: pairs(headers) },
    ...(body && { body: harContent(body) }),
    bodyBytes: body?.length ?? 0,
  }
}

const responseOf = (answer: WireAnswer): HarExchange['response'] => {
  if (!isReply(answer)) return answer.failure
  const { status, headers, bytes } = answer
  const said = headers.flatMap((name, at) =>
    at % 2 === 0 ? [[name, headers[at + 1] ?? ''] as const] : [],
  )
  return {
    ...{ status, headers: pairs(said) },
    ...(bytes.length > 0 && { body: harContent(bytes) }),
    bodyBytes: bytes.length,
  }
}

const entryOf =
  (base: string) =>
  ({ operation, case: id, at, request, answer }: RecordedExchange) => ({
    ...harEntry({
      time: new Date(at).toISOString(),
      milliseconds: answer.milliseconds,
      request: requestOf(base, request),
      response: responseOf(answer),
    }),
    _operation: operation,
    ...(id !== undefined && { _case: id }),
  })

/** Every exchange of a run as an HTTP archive (HAR 1.2). */
export const har = ({ product, version, base, exchanges }: Report): string => {
  const archive = harOf({ name: product, version }, exchanges().map(entryOf(base)))
  return `${JSON.stringify(archive, null, 2)}\n`
}
