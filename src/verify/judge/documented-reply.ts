import { replyFor } from '../../contract/check-reply.js'
import type { DocumentedResponse, Operation } from '../../contract/contract.js'

/** What a status is compared with. */
export interface DocumentedReply {
  readonly response: DocumentedResponse
  /** False when the status itself is not documented: the response is the nearest one of its class. */
  readonly isExact: boolean
}

/** The success whose status is nearest; refusals say each what is wrong in a shape of their own. */
const nearestResponse = (
  { responses }: Operation,
  status: number,
): DocumentedResponse | undefined => {
  if (status >= 300) return undefined
  const distance = ({ key }: DocumentedResponse): number => Math.abs(Number(key) - status)
  return responses
    .filter(({ key }) => /^\d{3}$/.test(key) && key[0] === String(status)[0])
    .sort((a, b) => distance(a) - distance(b))[0]
}

/** What the contract has to say of a reply with this status; undefined when it says nothing. */
export const documentedReply = (
  operation: Operation,
  status: number,
): DocumentedReply | undefined => {
  const exact = replyFor(operation, status)
  const response = exact ?? nearestResponse(operation, status)
  return response && { response, isExact: exact !== undefined }
}
