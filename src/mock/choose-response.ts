import { responseFor } from '../contract/check-reply.js'
import type { Content, Contract, DocumentedResponse, Operation } from '../contract/contract.js'
import { Problem } from '../errors.js'
import { preferred } from '../lib/accept.js'
import { essence, isMediaType } from '../lib/media-type.js'

/** A response and the status to answer it with. */
export interface ChosenResponse {
  readonly response: DocumentedResponse
  readonly status: number
  /** True when the contract documents no such status and its usual error shape stands in. */
  readonly borrowed: boolean
}

const lowest = (keys: readonly string[]): string | undefined => [...keys].sort()[0]

/** Interim responses (1xx) answer nothing: the client would wait for the final one. */
const isFinal = (key: string): boolean => /^([2-5](\d\d|XX)|default)$/.test(key)

/** The response an operation gives when nothing else is asked: its lowest 2xx, else default. */
const usual = (operation: Operation): ChosenResponse => {
  const keys = operation.responses.map((response) => response.key).filter(isFinal)
  const key =
    lowest(keys.filter((name) => /^2\d\d$/.test(name))) ??
    keys.find((name) => name === '2XX') ??
    keys.find((name) => name === 'default') ??
    keys[0]
  const response = operation.responses.find((candidate) => candidate.key === key)
  if (!response)
    return {
      response: { key: '200', description: '', contents: [], headers: [] },
      status: 200,
      borrowed: true,
    }
  const status = /^\d{3}$/.test(response.key)
    ? Number(response.key)
    : response.key === 'default'
      ? 200
      : Number(response.key[0]) * 100
  return { response, status, borrowed: false }
}

const undocumented = (operation: Operation, code: number): Problem => {
  const documented = operation.responses.map((response) => response.key)
  return new Problem('reply-undocumented', {
    detail: `${operation.id} documents no reply with status ${code}. Documented: ${documented.join(', ')}.`,
    extensions: { documented },
  })
}

const sound = (chosen: ChosenResponse): ChosenResponse => {
  if (chosen.response.fault) throw chosen.response.fault
  return chosen
}

/**
 * The response to answer with: the one asked for by code, else the usual one. An undocumented 4xx or
 * 5xx borrows the contract's usual error shape.
 * @throws Problem `reply-undocumented` (404) for any other undocumented code.
 * @throws SetupError (501) when the contract is at fault there.
 */
export const chooseResponse = (
  contract: Contract,
  operation: Operation,
  code: number | undefined,
): ChosenResponse => {
  if (code === undefined) return sound(usual(operation))
  const response = code < 200 ? undefined : responseFor(operation, code)
  if (response) return sound({ response, status: code, borrowed: false })
  if (code < 400 || !contract.errorResponse) throw undocumented(operation, code)
  return { response: contract.errorResponse, status: code, borrowed: true }
}

/**
 * The media type to answer in, by the Accept header; undefined when the response has no body.
 * @throws Problem `not-acceptable` (406).
 */
export const chooseContent = (
  response: DocumentedResponse,
  accept: string | undefined,
): Content | undefined => {
  const offered = response.contents
    .map((content) => content.mediaType)
    .filter((type) => isMediaType(essence(type)))
  if (offered.length === 0) return undefined
  const type = preferred(accept, offered)
  const content = response.contents.find((candidate) => candidate.mediaType === type)
  if (content) return content
  throw new Problem('not-acceptable', {
    detail: `The reply is documented as ${offered.join(', ')}; Accept: ${accept} takes none of them.`,
    extensions: { documented: offered },
  })
}
