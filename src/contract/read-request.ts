import type { Violation } from '../errors.js'
import type { RequestHeaders } from '../exchange.js'
import type { Operation } from './contract.js'
import { readBody } from './read-body.js'
import { readParameters, type ParameterValues } from './read-parameters.js'

/** A request as an operation of the contract understands it. */
export interface RequestValues extends ParameterValues {
  readonly body: unknown
  /** Everything in which it breaks the contract; empty when it satisfies it. */
  readonly violations: readonly Violation[]
}

/** A request that has been matched to an operation. */
export interface MatchedRequest {
  readonly operation: Operation
  /** Values of the path template, decoded. */
  readonly path: Readonly<Record<string, string>>
  /** The same as they were written, where separators are percent-encoded. */
  readonly rawPath?: Readonly<Record<string, string>> | undefined
  readonly query: string
  readonly headers: RequestHeaders
  readonly bytes: Uint8Array
}

/**
 * Reads parameters and body of a request and lists all its violations.
 * @throws Problem when it cannot be read at all: malformed JSON (400), another Content-Type (415).
 */
export const readRequest = (request: MatchedRequest): RequestValues => {
  const violations: Violation[] = []
  const { operation, headers } = request
  const values = readParameters(operation, request, violations)
  const body = readBody(operation.body, request.bytes, headers['content-type'], violations)
  return { ...values, body, violations }
}
