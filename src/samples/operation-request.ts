import type { Contract, Operation, Parameter } from '../contract/contract.js'
import { encodePath } from '../lib/percent-encode.js'
import { placeholderCredentials } from './placeholder-credentials.js'
import { requestHeaders } from './request-headers.js'
import { requestQuery } from './request-query.js'
import { sampleBody } from './sample-body.js'
import type { SampleRequest } from './sample-request.js'

const isSent = ({ required, hasExample }: Parameter): boolean => required || hasExample === true

/** A path template as a path: only what is between its parameters is encoded. */
const pathOf = (template: string): string =>
  template
    .split(/(\{[^{}]*\})/)
    .map((part, index) => (index % 2 === 1 ? part : encodePath(part)))
    .join('')

/**
 * The request of an operation as samples show it: documented values where the contract allows them,
 * plain ones for what else is required, placeholders for credentials and for the parameters of the
 * path. `base` is the URL of the server, with or without a slash at its end.
 */
export const operationRequest = async (
  contract: Contract,
  operation: Operation,
  base: string,
): Promise<SampleRequest> => {
  const credentials = placeholderCredentials(contract, operation)
  const parameters = operation.parameters.filter(isSent)
  const body = await sampleBody(operation)
  return {
    method: operation.method,
    url: base.replace(/\/+$/, '') + pathOf(operation.path) + requestQuery(parameters, credentials),
    headers: requestHeaders(parameters, credentials),
    ...(credentials.basic && { basic: credentials.basic }),
    ...(body && { body }),
  }
}
