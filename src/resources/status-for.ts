import { noContent, responseFor } from '../contract/check-reply.js'
import type { DocumentedResponse, Operation } from '../contract/contract.js'
import type { Inference } from './resource-model.js'

/** True when an operation documents this very status, or its range. */
export const documents = ({ responses }: Operation, status: number): boolean =>
  responses.some(({ key }) => key === String(status) || key === `${String(status)[0]}XX`)

/** A status and the response that documents it; without one, that of the operation's success. */
export const statusFor = (
  { operation, response }: Inference,
  status = response?.status ?? 204,
): { readonly status: number; readonly response: DocumentedResponse } =>
  response?.status === status
    ? response
    : { status, response: responseFor(operation, status) ?? response?.response ?? noContent }
