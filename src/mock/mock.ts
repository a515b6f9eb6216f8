import type { Content, Contract, DocumentedResponse, Operation } from '../contract/contract.js'
import type { Reply } from '../exchange.js'
import { isJson } from '../lib/media-type.js'
import { reasonPhrase } from '../lib/reason-phrase.js'
import { bytesOf } from '../lib/text-bytes.js'
import { chooseContent, chooseResponse, type ChosenResponse } from './choose-response.js'
import { fillError } from './fill-error.js'
import { isForced, noPreference, type Preference } from './preference.js'
import { bodyValue, sampleOf } from './sample.js'

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

const documentedHeaders = async (
  response: DocumentedResponse,
  operation: Operation,
): Promise<string[]> => {
  const headers: string[] = []
  for (const header of response.headers) {
    if (ownHeaders.has(header.name.toLowerCase())) continue
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
  const value = await bodyValue(operation, content, borrowed ? noPreference : preference)
  if (!borrowed && String(status) === response.key) return value
  const text = borrowed ? reasonPhrase(status) : undefined
  const said = { status, title: reasonPhrase(status), text, violations: [] }
  return status >= 400 ? fillError(response, content, value, said) : value
}

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
  if (!content || chosen.status === 204 || chosen.status === 304)
    return { status: chosen.status, headers: [...headers, 'Content-Length', '0'] }
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
