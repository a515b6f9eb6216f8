import type { Contract, Operation } from '../contract/contract.js'
import { beforeBody } from '../contract/lazy-xml.js'
import { readParameters } from '../contract/read-parameters.js'
import { readRequest, type MatchedRequest } from '../contract/read-request.js'
import { Problem, SetupError, type Violation } from '../errors.js'
import { requirePresence } from '../mock/presence.js'
import { isSecretName } from '../lib/secret-names.js'
import type { Fault } from '../verify/finding.js'
import { requestPointer } from './request-pointer.js'

/** A request of a client, matched to an operation; the body is undefined when it could not be read. */
export type ClientRequest = Omit<MatchedRequest, 'bytes'> & {
  readonly bytes: Uint8Array | undefined
}

const lastToken = (pointer: string): string => pointer.slice(pointer.lastIndexOf('/') + 1)

/** What was sent in place of a secret is not repeated. */
const messageOf = ({ location, pointer, rule, expected, message }: Violation): string =>
  isSecretName(lastToken(pointer)) && rule !== 'required'
    ? `${location} ${pointer}: expected ${expected}`
    : message

const faultOf = (contract: Contract, operation: Operation, violation: Violation): Fault => ({
  rule: 'V151',
  message: messageOf(violation),
  contractPointer: requestPointer(contract, operation, violation),
  dataPointer: violation.pointer,
  keyword: violation.rule,
})

const credentialFaults = (
  contract: Contract,
  { operation, headers, query }: ClientRequest,
): readonly Fault[] => {
  try {
    requirePresence(contract, operation, { headers, query })
    return []
  } catch (error) {
    if (error instanceof Problem) return [{ rule: 'V152', message: error.message }]
    // A scheme that the contract does not describe is no fault of the client.
    if (error instanceof SetupError) return []
    throw error
  }
}

const violationsOf = (request: ClientRequest): readonly Violation[] => {
  const { bytes } = request
  if (bytes !== undefined) return readRequest({ ...request, bytes }).violations
  const violations: Violation[] = []
  readParameters(request.operation, request, violations)
  return violations
}

const valueFaults = (contract: Contract, request: ClientRequest): readonly Fault[] => {
  try {
    return violationsOf(request).map((one) => faultOf(contract, request.operation, one))
  } catch (error) {
    if (error instanceof Problem)
      return [{ rule: 'V151', message: error.message, keyword: error.code }]
    if (error instanceof SetupError) return []
    throw error
  }
}

/** In what a request of a client breaks the contract: credentials (V152), parameters and body (V151). */
export const judgeRequest = async (
  contract: Contract,
  request: ClientRequest,
): Promise<readonly Fault[]> => {
  await beforeBody(request.operation.body, request.headers['content-type'])
  return [...credentialFaults(contract, request), ...valueFaults(contract, request)]
}
