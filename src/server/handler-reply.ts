import { checkReply } from '../contract/check-reply.js'
import type { Operation } from '../contract/contract.js'
import { Problem, type Violation } from '../errors.js'
import type { Reply } from '../exchange.js'
import { isJson } from '../lib/media-type.js'
import { stringifyExact } from '../lib/parse-exact.js'
import type { AnyReply } from './any-handler.js'

/** What a handler answered, checked against the contract. */
export interface CheckedReply {
  readonly reply: Reply
  readonly violations: readonly Violation[]
}

const json = 'application/json'
const binary = 'application/octet-stream'

const headerList = (headers: AnyReply['headers']): string[] =>
  Object.entries(headers ?? {}).flatMap(([name, value]) =>
    [value].flat().flatMap((one) => [name, String(one)]),
  )

const fieldName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/

/** True for names and values that a header may have (RFC 9110 §5.1, §5.5): no line can be smuggled in. */
const areHeaders = (headers: readonly string[]): boolean =>
  headers.every((text, at) => (at % 2 === 0 ? fieldName : fieldValue).test(text))

const typeOf = (headers: readonly string[]): string | undefined => {
  const index = headers.findIndex(
    (text, at) => at % 2 === 0 && text.toLowerCase() === 'content-type',
  )
  return index < 0 ? undefined : headers[index + 1]
}

const serialise = (body: unknown, isJson: boolean): string | Uint8Array => {
  if (body instanceof Uint8Array) return body
  return isJson || typeof body !== 'string' ? (stringifyExact(body) ?? '') : body
}

const isStatus = (status: unknown): boolean =>
  Number.isInteger(status) && (status as number) >= 200 && (status as number) <= 599

const isStream = (body: unknown): body is AsyncIterable<Uint8Array> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body

/** A body that is made while it is sent: nobody knows its length, nor can judge it before. */
const streamedReply = (
  operation: Operation,
  status: number,
  headers: string[],
  body: AsyncIterable<Uint8Array>,
): CheckedReply => {
  const type = typeOf(headers) ?? binary
  if (typeOf(headers) === undefined) headers.push('Content-Type', type)
  return {
    reply: { status, headers, body },
    violations: checkReply(operation, status, headers, isJson(type) ? undefined : type, undefined),
  }
}

/**
 * Serialises what a handler answered and lists in what it breaks the contract.
 * @throws Problem `reply-broken` when it is no reply at all.
 */
export const handlerReply = (operation: Operation, answer: AnyReply): CheckedReply => {
  if (!isStatus((answer as Partial<AnyReply> | undefined)?.status))
    throw new Problem('reply-broken', {
      detail: `The handler of ${operation.id} returned no reply: expected { status, body }.`,
    })
  const headers = headerList(answer.headers)
  if (!areHeaders(headers))
    throw new Problem('reply-broken', {
      detail: `The handler of ${operation.id} returned a header that HTTP cannot carry.`,
    })
  const { status, body } = answer
  if (isStream(body)) return streamedReply(operation, status, headers, body)
  if (body === undefined)
    return {
      reply: { status, headers: status === 204 ? headers : [...headers, 'Content-Length', '0'] },
      violations: checkReply(operation, status, headers, undefined, undefined),
    }
  const type = typeOf(headers)
  if (type === undefined) headers.push('Content-Type', json)
  const sent = serialise(body, isJson(type ?? json))
  headers.push('Content-Length', String(Buffer.byteLength(sent)))
  return {
    reply: { status, headers, body: sent },
    violations: checkReply(operation, status, headers, type ?? json, body),
  }
}
