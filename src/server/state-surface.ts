import type { Contract, Operation } from '../contract/contract.js'
import type { Reply } from '../exchange.js'
import { requirePresence } from '../mock/presence.js'
import type { StateHandler } from '../resources/state-handler.js'
import type { SandboxRegistry } from '../sandbox/sandbox-registry.js'
import { admit, modeOf } from './admit.js'
import type { AnyHandler } from './any-handler.js'
import type { ServerSettings } from './server-options.js'
import { stateRequest } from './state-request.js'
import { cookieOf, requireTrustedOrigin } from './trusted-origin.js'
import type { Visit } from './visit.js'

/** What answers from inferred state are made of. */
export interface StateSurfaceParts {
  readonly contract: Contract
  readonly settings: ServerSettings
  readonly registry: SandboxRegistry<AnyHandler>
}

const noBytes = new Uint8Array()

/**
 * Answers an operation from inferred state, in one transaction on the sandbox; what it writes is
 * durable before the reply resolves.
 */
export const respondFromState = async (
  { contract, settings, registry }: StateSurfaceParts,
  handler: StateHandler,
  visit: Visit,
  operation: Operation,
): Promise<Reply> => {
  const { exchange, selection } = visit
  requireTrustedOrigin(visit)
  if (settings.mockCredentials === 'presence') requirePresence(contract, operation, exchange)
  const bytes = exchange.hasBody ? await exchange.readBody() : noBytes
  const values = admit(visit, operation, bytes, modeOf(visit, settings.validate))
  visit.body = values.body
  const { reply, answeredBy } = await registry.run(
    selection.sandbox,
    cookieOf(visit, settings),
    (sandbox) => handler(stateRequest(visit, values, sandbox)),
  )
  visit.answeredBy = answeredBy
  visit.headers.push('X-Answered-By', answeredBy)
  return reply
}
