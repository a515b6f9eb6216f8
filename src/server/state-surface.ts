import type { Operation } from '../contract/contract.js'
import type { Reply } from '../exchange.js'
import type { StateHandler } from '../resources/records/state-handler.js'
import type { SandboxRegistry } from '../sandbox/sandbox-registry.js'
import { admit, modeOf } from './admit.js'
import type { AnyHandler } from './any-handler.js'
import type { Guard } from './guard.js'
import type { ServerSettings } from './server-options.js'
import { stateRequest } from './state-request.js'
import { cookieOf, requireTrustedOrigin } from './trusted-origin.js'
import { readVisitBody } from './read-visit-body.js'
import type { Visit } from './visit.js'

/** What answers from inferred state are made of. */
export interface StateSurfaceParts {
  readonly guard: Guard
  readonly settings: ServerSettings
  readonly registry: SandboxRegistry<AnyHandler>
}

/**
 * Answers an operation from inferred state, in one transaction on the sandbox; what it writes is
 * durable before the reply resolves.
 */
export const respondFromState = async (
  { guard, settings, registry }: StateSurfaceParts,
  handler: StateHandler,
  visit: Visit,
  operation: Operation,
): Promise<Reply> => {
  const { selection } = visit
  requireTrustedOrigin(visit, settings)
  guard.requirePresent(visit, operation)
  const bytes = await readVisitBody(visit)
  const values = admit(visit, operation, bytes, modeOf(visit, settings.validate))
  visit.body = values.body
  const { reply, answeredBy } = await registry.run(
    selection.sandbox,
    cookieOf(visit, settings),
    async (sandbox) => {
      const principal = await guard.identify(visit, operation, sandbox)
      return handler(stateRequest(visit, values, sandbox, principal))
    },
  )
  visit.answeredBy = answeredBy
  visit.headers.push('X-Answered-By', answeredBy)
  return reply
}
