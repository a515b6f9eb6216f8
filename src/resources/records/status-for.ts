import { noContent, responseFor } from '../../contract/check-reply.js'
import type { DocumentedResponse, Operation } from '../../contract/contract.js'
import type { Inference } from '../resource-model.js'

/** True when an operation documents this very status, or its range. */
export const documents = ({ responses }: Operation, status: number): boolean =>
  responses.some(({ key }) => key === String(status) || key === `${String(status)[0]}XX`)

/** True when an operation documents this very status, and not by a range. */
export const documentsExactly = ({ responses }: Operation, status: number): boolean =>
  responses.some(({ key }) => key === String(status))

/** Words by which a conflict says that something lies below what is to be deleted. */
const ofChildren =
  /child|\bempty\b|contain|depend|in use|being used|used by|attach|associat|assign|referenc|related|linked|belong/
/** Words by which it speaks of something else. */
const ofOthers =
  /version|concurren|modified|etag|revision|another|progress|lock|already|duplicate|exists|status|state\b|process|running|pending|busy/

/** True when an operation documents that what has something below it cannot be deleted. */
export const keepsParents = ({ responses }: Operation, childNames: readonly string[]): boolean => {
  const conflict = responses.find(({ key }) => key === '409')
  if (!conflict) return false
  const text = conflict.description.toLowerCase()
  const isOfChildren = ofChildren.test(text) || childNames.some((name) => text.includes(name))
  return isOfChildren || !ofOthers.test(text)
}

/** A status and the response that documents it; without one, that of the operation's success. */
export const statusFor = (
  { operation, response }: Inference,
  status = response?.status ?? 204,
): { readonly status: number; readonly response: DocumentedResponse } =>
  response?.status === status
    ? response
    : { status, response: responseFor(operation, status) ?? response?.response ?? noContent }
