import type { Content, Operation, Parameter } from '../contract/contract.js'
import { bytesOf } from '../lib/text-bytes.js'
import { isJson } from '../lib/media-type.js'
import { noPreference, type Preference } from './preference.js'
import { messageBody } from '../generate/message-body.js'
import { sampleOf } from './sample-of.js'
import { bodyValue } from './body-value.js'

/** A request that we send: a callback or a webhook. */
export interface OutgoingRequest {
  readonly method: string
  readonly url: string
  /** Names and values in turn. */
  readonly headers: readonly string[]
  readonly body: Uint8Array | undefined
}

/** What its body is to be. */
export interface OutgoingBody {
  /** The name of a documented example. */
  readonly example?: string | undefined
  /** A body made from the schema by this seed. */
  readonly seed?: string | undefined
  /** The very bytes. */
  readonly bytes?: Uint8Array | undefined
}

/** By this header our own servers know each other, and send no callback for a callback. */
export const sentBy = ['X-Sent-By', 'openapi-sandbox'] as const

/** Headers that the message itself decides. */
const ownHeader =
  /^(connection|content-.+|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade)$/i

const fieldName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

const textOf = (value: unknown): string => {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join(',')
}

const exampleOf = async (parameter: Parameter): Promise<string> =>
  textOf(parameter.example ?? (await sampleOf(parameter.schema, noPreference, parameter.name)))

const isSent = ({ required, example }: Parameter): boolean => required || example !== undefined

const headersOf = async (operation: Operation): Promise<string[]> => {
  const headers: string[] = []
  for (const parameter of operation.parameters) {
    const { name } = parameter
    if (parameter.in !== 'header' || !isSent(parameter)) continue
    if (ownHeader.test(name) || !fieldName.test(name)) continue
    headers.push(name, (await exampleOf(parameter)).replace(/[^\x20-\x7e]/g, ''))
  }
  return headers
}

const withQuery = async (target: string, operation: Operation): Promise<string> => {
  const url = new URL(target)
  for (const parameter of operation.parameters)
    if (parameter.in === 'query' && parameter.required && !url.searchParams.has(parameter.name))
      url.searchParams.append(parameter.name, await exampleOf(parameter))
  return url.href
}

const contentOf = ({ body }: Operation): Content | undefined =>
  body?.contents.find(({ mediaType }) => isJson(mediaType)) ?? body?.contents[0]

const collected = async (
  body: string | Uint8Array | AsyncIterable<Uint8Array>,
): Promise<Uint8Array> => {
  if (typeof body === 'string') return bytesOf(body)
  if (body instanceof Uint8Array) return body
  const bytes: number[] = []
  for await (const chunk of body) for (const byte of chunk) bytes.push(byte)
  return Uint8Array.from(bytes)
}

const bodyOf = async (operation: Operation, content: Content, wanted: OutgoingBody) => {
  const preference: Preference = {
    applied: [],
    ...(wanted.example !== undefined && { example: wanted.example }),
    ...(wanted.seed !== undefined && { seed: wanted.seed }),
  }
  const found = await bodyValue(operation, content, preference)
  const { mediaType, body } = messageBody(content, found)
  return { mediaType, bytes: await collected(body) }
}

/**
 * The request of a callback or a webhook: the documented method, headers and query parameters, and a
 * body that is documented, made from the schema, or given. What `security` asks for is not sent:
 * nobody here has credentials for other servers.
 * @throws Problem `reply-undocumented` for an example that is not documented.
 */
export const outgoingRequest = async (
  operation: Operation,
  target: string,
  wanted: OutgoingBody = {},
): Promise<OutgoingRequest> => {
  const content = contentOf(operation)
  const made = content && !wanted.bytes ? await bodyOf(operation, content, wanted) : undefined
  const body = wanted.bytes ?? made?.bytes
  const mediaType = made?.mediaType ?? content?.mediaType ?? 'application/json'
  const typed = body ? ['Content-Type', mediaType, 'Content-Length', String(body.length)] : []
  return {
    method: operation.method,
    url: await withQuery(target, operation),
    headers: [...(await headersOf(operation)), ...sentBy, ...typed],
    body,
  }
}
