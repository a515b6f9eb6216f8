import type { RequestValues } from '../contract/read-request.js'
import type { StateRequest } from '../resources/state-handler.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import type { Visit } from './visit.js'

/** Scheme and authority of a request, as the client wrote them. */
export const originOf = ({ exchange }: Visit): string =>
  `${exchange.secure ? 'https' : 'http'}://${exchange.headers['host'] ?? 'localhost'}`

/** A request as the records of resources are read and written with it. */
export const stateRequest = (
  visit: Visit,
  values: RequestValues,
  sandbox: Sandbox,
): StateRequest => {
  const { exchange } = visit
  return {
    ...{ values, sandbox, headers: exchange.headers, query: exchange.query },
    origin: originOf(visit),
    // With the application's and the sandbox's own path in front.
    path: exchange.mount + exchange.path,
  }
}
