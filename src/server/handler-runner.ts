import type { Principal } from '../auth/principal.js'
import type { Contract, Operation } from '../contract/contract.js'
import type { RequestValues } from '../contract/read-request.js'
import { Problem } from '../errors.js'
import type { Reply } from '../exchange.js'
import { handlers as builtIn } from '../handlers/index.js'
import { withKnownExample } from '../mock/known-example.js'
import { createMock, type Mock } from '../mock/mock.js'
import { isForced } from '../mock/preference.js'
import { andThen, type Awaitable } from '../lib/and-then.js'
import type { ToolsOf } from '../resources/records/create-handler-tools.js'
import type { HandlerTools } from '../resources/records/handler-tools.js'
import type { SandboxRegistry } from '../sandbox/sandbox-registry.js'
import type { AnyHandler, AnyReply, AnyRequest } from './any-handler.js'
import type { Call } from './dispatch.js'
import { handlerReply } from './handler-reply.js'
import type { AnsweredBy } from './log-entry.js'
import type { ServerSettings } from './server-options.js'
import { originOf } from './issuer-of.js'
import { stateRequest } from './state-request.js'

/** What the handlers of a surface are run with. */
export interface RunnerParts {
  readonly contract: Contract
  readonly handlers: ReadonlyMap<string, AnyHandler>
  readonly registry: SandboxRegistry<AnyHandler>
  readonly settings: ServerSettings
  readonly answeredBy: AnsweredBy
  /** What handlers act with, beside the request itself; those of the control API need nothing. */
  readonly tools?: () => Promise<ToolsOf>
  /** Tells the log what was let pass. */
  readonly warn: (message: string) => void
}

/** Our own handlers: they act with nothing but the request. */
const builtInHandlers: ReadonlySet<unknown> = new Set(Object.values(builtIn))

/** A request and what its handler acts with, made when the handler takes it. */
const withTools = (
  request: Omit<AnyRequest, keyof HandlerTools | 'origin'>,
  { visit, operation, sandbox }: Call,
  values: RequestValues,
  toolsOf: ToolsOf | undefined,
): AnyRequest => {
  if (!toolsOf) return request as AnyRequest
  const tools = toolsOf(operation, stateRequest(visit, values, sandbox, request.principal))
  return { ...request, origin: originOf(visit), ...tools }
}

/** The answer of the contract itself, in the place of a handler's. */
class MockReply {
  readonly status = 0
  constructor(readonly reply: Reply) {}
}

/** Runs the handler of an operation, or the mock where there is none, and checks the reply. */
export class HandlerRunner {
  readonly #parts: RunnerParts
  readonly #mock: Mock

  constructor(parts: RunnerParts) {
    this.#parts = parts
    this.#mock = createMock(parts.contract, parts.settings)
  }

  /** Answers a request that was let in: by the sandbox's replaced handler, the usual one, or the mock. */
  answer(call: Call, values: RequestValues, principal?: Principal): Awaitable<AnyReply> {
    const { visit, operation, sandbox, credentials } = call
    const { contract, registry, handlers, answeredBy, settings } = this.#parts
    const accept = visit.exchange.headers['accept']
    if (!settings.errorIfForcedExampleNotFound)
      visit.preference = withKnownExample(contract, operation, visit.preference, accept)
    visit.body = values.body
    const handler = registry.replaced(sandbox.name, operation.id) ?? handlers.get(operation.id)
    if (!handler || isForced(visit.preference)) {
      visit.answeredBy = 'mock'
      const { preference, path } = visit
      const reply = this.#mock.respond(operation, preference, accept, path, values)
      return andThen(reply, (one) => new MockReply(one))
    }
    visit.answeredBy = answeredBy
    const { path: params, query, body } = values
    const { headers, mount } = visit.exchange
    const serverUrl = originOf(visit) + mount
    const given = { params, query, body, headers, sandbox, principal, credentials, serverUrl }
    const tools = builtInHandlers.has(handler) ? undefined : this.#parts.tools?.()
    return andThen(tools, (toolsOf) => handler(withTools(given, call, values, toolsOf)))
  }

  /**
   * The reply as it is sent.
   * @throws Problem `reply-broken` (500), so that nothing is written, when it breaks the contract.
   */
  check(operation: Operation, given: AnyReply): Reply {
    if (given instanceof MockReply) return given.reply
    const { settings, warn } = this.#parts
    const { reply, violations } = handlerReply(operation, given)
    if (violations.length === 0 || settings.replyCheck === 'off') return reply
    const list = violations.map((violation) => violation.message).join('; ')
    const detail = `The handler of ${operation.id} answered ${given.status} against the contract: ${list}`
    if (settings.replyCheck === 'error') throw new Problem('reply-broken', { detail })
    warn(detail)
    return reply
  }
}
