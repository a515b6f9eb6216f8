import type { Violation } from '../errors.js'
import { essence, isJson } from '../lib/media-type.js'
import type { DocumentedResponse, Operation } from './contract.js'
import { violation } from './violation.js'

/** The documented response for a status: exact, then its range, then default (OpenAPI 3.0.3 §4.7.16). */
export const responseFor = (
  operation: Operation,
  status: number,
): DocumentedResponse | undefined => {
  const exact = String(status)
  const range = `${exact[0]}XX`
  return (
    operation.responses.find((response) => response.key === exact) ??
    operation.responses.find((response) => response.key === range) ??
    operation.responses.find((response) => response.key === 'default')
  )
}

/** In what a reply of an operation breaks the contract; `body` is the value before serialisation. */
export const checkReply = (
  operation: Operation,
  status: number,
  mediaType: string | undefined,
  body: unknown,
): readonly Violation[] => {
  const response = responseFor(operation, status)
  if (!response) return [violation('response', '', 'status', 'a documented status', String(status))]
  if (response.fault) throw response.fault
  if (mediaType === undefined)
    return response.contents.length > 0 && status !== 204 && status !== 304
      ? [violation('response', '', 'required', 'a body')]
      : []
  const content = response.contents.find(
    (candidate) => essence(candidate.mediaType) === essence(mediaType),
  )
  if (!content)
    return [violation('response', '', 'media-type', 'a documented media type', mediaType)]
  if (!content.schema || !isJson(mediaType)) return []
  return content.schema.validate(body, { location: 'response', pointer: '' })
}
