import type { Principal } from '../auth/principal.js'
import type { RequestValues } from '../contract/read-request.js'
import type { StateRequest } from '../resources/records/state-handler.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import { originOf } from './issuer-of.js'
import type { Visit } from './visit.js'

/** A request as the records of resources are read and written with it. */
export const stateRequest = (
  visit: Visit,
  values: RequestValues,
  sandbox: Sandbox,
  principal: Principal | undefined,
): StateRequest => {
  const { exchange } = visit
  return {
    ...{ values, sandbox, principal, headers: exchange.headers, query: exchange.query },
    origin: originOf(visit),
    // With the application's and the sandbox's own path in front.
    path: exchange.mount + exchange.path,
  }
}
