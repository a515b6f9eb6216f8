import type { Reply } from '../exchange.js'
import { isJson } from '../lib/media-type.js'
import { stringifyExact } from '../lib/parse-exact.js'

const json = 'application/json'

/** The Content-Type among headers, names and values in turn. */
export const typeOf = (headers: readonly string[]): string | undefined => {
  const index = headers.findIndex(
    (text, at) => at % 2 === 0 && text.toLowerCase() === 'content-type',
  )
  return index < 0 ? undefined : headers[index + 1]
}

const serialise = (body: unknown, isJson: boolean): string | Uint8Array => {
  if (body instanceof Uint8Array) return body
  return isJson || typeof body !== 'string' ? (stringifyExact(body) ?? '') : body
}

/** A reply with a body: JSON, unless the headers name another type and the body is text or bytes. */
export const writtenReply = (status: number, headers: readonly string[], body: unknown): Reply => {
  const type = typeOf(headers)
  const sent = serialise(body, isJson(type ?? json))
  const all = [...headers]
  if (type === undefined) all.push('Content-Type', json)
  all.push('Content-Length', String(Buffer.byteLength(sent)))
  return { status, headers: all, body: sent }
}
