import { isObject } from '../lib/json-object.js'
import { isJson } from '../lib/media-type.js'
import { bytesOf } from '../lib/text-bytes.js'
import { SetupError } from '../errors.js'
import type { WireReply } from '../verify/wire.js'
import { type AskedRequest, askedRequest } from './asked-request.js'

/** A response of fetch: its body is read from a clone. */
export interface FetchResponse {
  readonly status: number
  readonly headers: { readonly forEach: (each: (value: string, name: string) => void) => void }
  readonly bodyUsed: boolean
  readonly url: string
  readonly clone: () => { readonly arrayBuffer: () => Promise<ArrayBuffer> }
}

/** A response as it was read: the reply, and the request where the response tells it. */
export interface ReadResponse {
  readonly reply: WireReply
  readonly request?: AskedRequest | undefined
}

const unusable = (why: string, fix?: string): SetupError =>
  new SetupError('response-unusable', why, {}, fix)

const isFunction = (value: unknown): boolean => typeof value === 'function'

/** True for a Response of fetch, whosoever it is. */
export const isFetchResponse = (value: unknown): value is FetchResponse =>
  isObject(value) &&
  ['status', 'headers', 'bodyUsed', 'clone', 'arrayBuffer'].every((name) => name in value) &&
  isFunction((value as Record<string, unknown>)['arrayBuffer'])

const flatHeaders = (entries: Iterable<readonly [string, unknown]>): string[] =>
  [...entries].flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((one: unknown) =>
      one === undefined || one === null ? [] : [name, String(one)],
    ),
  )

/** Headers of any kind as names and values in turn: Headers, pairs, an object, what has `toJSON`. */
const headersOf = (headers: unknown): readonly string[] => {
  if (headers === undefined) return []
  if (Array.isArray(headers))
    return headers.every((one) => typeof one === 'string')
      ? headers
      : flatHeaders(headers as (readonly [string, unknown])[])
  if (!isObject(headers)) throw unusable('Its headers are no headers')
  const { forEach, toJSON } = headers as { forEach?: unknown; toJSON?: () => object }
  if (isFunction(forEach) && Symbol.iterator in headers)
    return flatHeaders(headers as unknown as Iterable<readonly [string, unknown]>)
  return flatHeaders(Object.entries(toJSON ? toJSON.call(headers) : headers))
}

const headerOf = (headers: readonly string[], name: string): string | undefined =>
  headers.find((_, at) => at % 2 === 1 && headers[at - 1]?.toLowerCase() === name)

const parses = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** A text of JSON, else a value that was parsed already: clients do that without being asked. */
const textBytes = (text: string, mediaType: string | undefined): Uint8Array => {
  const isValue = mediaType !== undefined && isJson(mediaType) && !parses(text)
  return bytesOf(isValue ? JSON.stringify(text) : text)
}

const bytesFrom = (body: unknown, mediaType: string | undefined): Uint8Array => {
  if (body === undefined || body === null || body === '') return new Uint8Array()
  if (body instanceof Uint8Array) return body
  if (body instanceof ArrayBuffer) return new Uint8Array(body)
  if (typeof body === 'string') return textBytes(body, mediaType)
  if (isObject(body) && ('pipe' in body || 'getReader' in body || Symbol.asyncIterator in body))
    throw unusable(
      'Its body is a stream, which can be read once only',
      'Read it, and compare { status, headers, body } with the text.',
    )
  return bytesOf(JSON.stringify(body))
}

/** JSON `null` is a body for clients that parse; an empty message has no media type. */
const parsedBody = (body: unknown, mediaType: string | undefined): Uint8Array =>
  body === null && mediaType !== undefined && isJson(mediaType)
    ? bytesOf('null')
    : bytesFrom(body, mediaType)

/** The text of supertest goes before what it was parsed to; a body without media type is none there. */
const bodyOf = (response: Readonly<Record<string, unknown>>, mediaType: string | undefined) => {
  const { text, rawPayload, payload, data, body } = response
  if (typeof text === 'string') return bytesOf(text)
  if (rawPayload instanceof Uint8Array) return rawPayload
  if (typeof payload === 'string') return bytesOf(payload)
  if ('data' in response) return parsedBody(data, mediaType)
  const isEmptyObject = isObject(body) && Object.keys(body).length === 0
  // What superagent answers for no body at all.
  if ('text' in response && isEmptyObject && !(body instanceof Uint8Array)) return new Uint8Array()
  return parsedBody(body, mediaType)
}

const statusOf = (response: Readonly<Record<string, unknown>>): number => {
  const status = response['status'] ?? response['statusCode']
  if (typeof status === 'number') return status
  throw unusable(
    'It has no status that is a number',
    'Pass a response of fetch, supertest, axios or inject, or { status, headers, body }.',
  )
}

/** Who leaves headers out does not mean that there was no media type. */
const assumed = (response: object, hasBody: boolean): readonly string[] =>
  'headers' in response || !hasBody ? [] : ['Content-Type', 'application/json']

/**
 * Reads a response that is there as a whole: of supertest, axios, light-my-request, or
 * `{ status, headers, body }`.
 * @throws SetupError `response-unusable`.
 */
export const readResponse = (response: unknown): ReadResponse => {
  if (!isObject(response)) throw unusable(`It is ${response === null ? 'null' : typeof response}`)
  const said = headersOf(response['headers'])
  const bytes = bodyOf(response, headerOf(said, 'content-type'))
  const headers = [...said, ...assumed(response, bytes.length > 0)]
  return {
    reply: { status: statusOf(response), headers, bytes, milliseconds: 0 },
    request: askedRequest(response),
  }
}

/**
 * Reads a response of fetch, from a clone.
 * @throws SetupError `response-unusable` when its body has been read.
 */
export const readFetchResponse = async (response: FetchResponse): Promise<ReadResponse> => {
  if (response.bodyUsed)
    throw unusable(
      'Its body has been read already',
      'Compare it before its body is read, or compare response.clone().',
    )
  const headers: string[] = []
  response.headers.forEach((value, name) => headers.push(name, value))
  const bytes = new Uint8Array(await response.clone().arrayBuffer())
  const request = response.url === '' ? undefined : askedRequest(response as unknown as object)
  return { reply: { status: response.status, headers, bytes, milliseconds: 0 }, request }
}
