import type { Content, Contract, DocumentedResponse, Operation } from '../contract/contract.js'
import type { Reply } from '../exchange.js'
import { isJson } from '../lib/media-type.js'
import { reasonPhrase } from '../lib/reason-phrase.js'
import { bytesOf } from '../lib/text-bytes.js'
import { chooseContent, chooseResponse, type ChosenResponse } from './choose-response.js'
import { fillError } from './fill-error.js'
import { isForced, noPreference, type Preference } from './preference.js'
import { bodyValue, sampleOf, unknownExample } from './sample.js'

/** Answers operations from the contract alone. */
export interface Mock {
  /** @throws Problem when what the client asks for is not documented (404) or acceptable (406). */
  readonly respond: (
    operation: Operation,
    preference: Preference,
    accept: string | undefined,
  ) => Reply | Promise<Reply>
}

/** Bytes of a value in a media type; what is no JSON is sent as text. */
const serialise = (value: unknown, mediaType: string): Uint8Array =>
  bytesOf(isJson(mediaType) || typeof value !== 'string' ? (JSON.stringify(value) ?? '') : value)

const headerText = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.replace(/[^\x20-\x7e\x80-\xff]/g, '')
}

/** Headers that the message itself decides. */
const ownHeaders = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'content-encoding',
])

/** What a header may be called (RFC 9110 §5.1). */
const fieldName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

const documentedHeaders = async (
  response: DocumentedResponse,
  operation: Operation,
): Promise<string[]> => {
  const headers: string[] = []
  for (const header of response.headers) {
    if (ownHeaders.has(header.name.toLowerCase()) || !fieldName.test(header.name)) continue
    const value =
      header.example ??
      (header.required && header.schema
        ? await sampleOf(header.schema, noPreference, `${operation.id} ${header.name}`)
        : undefined)
    if (value !== undefined) headers.push(header.name, headerText(value))
  }
  return headers
}

const valueOf = async (
  operation: Operation,
  { response, status, borrowed }: ChosenResponse,
  content: Content,
  preference: Preference,
): Promise<unknown> => {
  if (borrowed && preference.example !== undefined)
    throw unknownExample(operation, undefined, preference.example)
  const value = await bodyValue(operation, content, borrowed ? noPreference : preference)
  if (!borrowed && String(status) === response.key) return value
  const text = borrowed ? reasonPhrase(status) : undefined
  const said = { status, title: reasonPhrase(status), text, violations: [] }
  return status >= 400 ? fillError(response, content, value, said) : value
}

/** Statuses whose messages end with their headers (RFC 9110 §15.3.5, §15.3.6, §15.4.5). */
const bodiless = new Set([204, 205, 304])

/** 204 must not say a length (RFC 9110 §8.6); 304 would say that of a body nobody made. */
const withoutBody = (status: number, headers: readonly string[]): readonly string[] =>
  status === 204 || status === 304 ? headers : [...headers, 'Content-Length', '0']

const make = async (
  contract: Contract,
  operation: Operation,
  preference: Preference,
  accept: string | undefined,
): Promise<Reply> => {
  const chosen = chooseResponse(contract, operation, preference.code)
  const content = chooseContent(chosen.response, accept)
  const headers = await documentedHeaders(chosen.response, operation)
  if (operation.deprecated) headers.push('Deprecation', 'true')
  if (!content || bodiless.has(chosen.status)) {
    if (preference.example !== undefined)
      throw unknownExample(operation, undefined, preference.example)
    return { status: chosen.status, headers: withoutBody(chosen.status, headers) }
  }
  const body = serialise(await valueOf(operation, chosen, content, preference), content.mediaType)
  headers.push('Content-Type', content.mediaType, 'Content-Length', String(body.length))
  return { status: chosen.status, headers, body }
}

/** Accept headers differ by client, not by request: a few prepared replies serve them all. */
const maxPrepared = 20

/** A mock of a contract; replies that nothing steers are made once. */
export const createMock = (contract: Contract): Mock => {
  const prepared = new Map<Operation, Map<string, Reply>>()
  const prepare = async (operation: Operation, accept: string | undefined): Promise<Reply> => {
    const reply = await make(contract, operation, noPreference, accept)
    const replies = prepared.get(operation) ?? new Map<string, Reply>()
    prepared.set(operation, replies)
    if (replies.size < maxPrepared) replies.set(accept ?? '', reply)
    return reply
  }
  return {
    respond: (operation, preference, accept) => {
      if (isForced(preference)) return make(contract, operation, preference, accept)
      return prepared.get(operation)?.get(accept ?? '') ?? prepare(operation, accept)
    },
  }
}
