import { bytesOf } from '../lib/text-bytes.js'
import type { SeenExchange } from '../server/seen-exchange.js'
import type { WireReply, WireRequest } from '../verify/wire.js'

/** What clients and connections add of themselves: a request is the same without it. */
const incidental =
  /^(?:host|connection|keep-alive|content-length|transfer-encoding|accept-encoding|accept-language|user-agent|sec-.*|dnt|priority)$/

const noBytes = new Uint8Array()

/** A request as it came, without what says nothing of it. */
export const wireRequestOf = ({
  method,
  path,
  query,
  headers,
  body,
}: SeenExchange): WireRequest => ({
  method,
  target: query === '' ? path : `${path}?${query}`,
  headers: Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || incidental.test(name) || (name === 'accept' && value === '*/*')
      ? []
      : [[name, value] as const],
  ),
  ...(body && body.length > 0 && { body }),
})

/** The answer to it; of a stream no bytes are known. */
export const wireReplyOf = ({ reply, durationMs }: SeenExchange): WireReply => {
  const { status, headers, body } = reply
  const bytes = typeof body === 'string' ? bytesOf(body) : body
  return {
    ...{ status, headers, milliseconds: durationMs },
    bytes: bytes instanceof Uint8Array ? bytes : noBytes,
  }
}
