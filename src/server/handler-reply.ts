import { checkReply } from '../contract/check-reply.js'
import type { Operation } from '../contract/contract.js'
import { Problem, type Violation } from '../errors.js'
import type { Reply } from '../exchange.js'
import { isFieldName, isFieldValue } from '../lib/is-field-name.js'
import { isJson } from '../lib/media-type.js'
import type { AnyReply } from './any-handler.js'
import { typeOf, writtenReply } from './written-reply.js'

/** What a handler answered, checked against the contract. */
export interface CheckedReply {
  readonly reply: Reply
  readonly violations: readonly Violation[]
}

const binary = 'application/octet-stream'

const headerList = (headers: AnyReply['headers']): string[] =>
  Object.entries(headers ?? {}).flatMap(([name, value]) =>
    [value].flat().flatMap((one) => [name, String(one)]),
  )

const areHeaders = (headers: readonly string[]): boolean =>
  headers.every((text, at) => (at % 2 === 0 ? isFieldName(text) : isFieldValue(text)))

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
  const reply = writtenReply(status, headers, body)
  return {
    reply,
    violations: checkReply(operation, status, reply.headers, typeOf(reply.headers), body),
  }
}
