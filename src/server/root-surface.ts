import type { Contract, Operation } from '../contract/contract.js'
import type { Reply } from '../exchange.js'
import type { Mock } from '../mock/mock.js'
import { isForced } from '../mock/preference.js'
import type { ToolsOf } from '../resources/records/create-handler-tools.js'
import type { SessionOperation } from '../resources/inference/session-operations.js'
import type { StateHandler } from '../resources/records/state-handler.js'
import type { SandboxRegistry } from '../sandbox/sandbox-registry.js'
import type { AnyHandler } from './any-handler.js'
import type { HandlersById } from './handlers-for.js'
import type { StateAnswers } from './infer-state.js'
import { createGuard, type Guard } from './guard.js'
import { warnWith } from './log-entry.js'
import { createMockSurface } from './mock-surface.js'
import { SandboxSurface } from './sandbox-surface.js'
import type { ServerSettings } from './server-options.js'
import { respondFromState } from './state-surface.js'
import type { Surface } from './surface.js'
import { cookieOf } from './trusted-origin.js'
import type { Visit } from './visit.js'

/** What a contract's part of the root is made of. */
export interface RootParts {
  readonly contract: Contract
  readonly settings: ServerSettings
  readonly handlers: HandlersById
  readonly registry: SandboxRegistry<AnyHandler>
  /** What answers from inferred state, if anything. */
  readonly inferred: StateAnswers | undefined
  /** What handlers read and write the same records with. */
  readonly tools: () => Promise<ToolsOf>
  /** What an operation does to sessions; undefined where no state is kept, and for our own contract. */
  readonly sessionOf: ((operation: Operation) => SessionOperation | undefined) | undefined
  /** True for a credential that looks as if this server had made it. */
  readonly isOurs: (credential: string) => boolean
  /** The title as it is shown. */
  readonly titled: (title: string) => string
}

/** True for the HeyDonto contract: whoever can log in there has a session of ours. */
export const isOwnContract = ({ byId }: Contract): boolean => byId.has('AuthController_login')

/** Handlers answer their operations; the rest is answered from state, or as the mock does. */
const createSandboxPart = (
  { contract, settings, handlers, registry, tools, titled }: RootParts,
  guard: Guard | undefined,
) =>
  new SandboxSurface({
    contract,
    settings,
    handlers,
    registry,
    tools,
    title: titled('Sandbox'),
    base: '',
    answeredBy: 'handler',
    guard,
    warn: warnWith(settings.log),
  })

/** The mock at the root: credentials that were made here are judged as everywhere at the root. */
const guardedMock = (
  { contract, settings, registry }: RootParts,
  guard: Guard,
  answers: Mock,
): Surface => {
  const mockCredentials = settings.auth === 'off' ? 'off' : 'presence'
  const mock = createMockSurface(contract, '', { ...settings, mockCredentials }, answers)
  return {
    ...mock,
    respond: (visit, operation) => {
      if (!guard.mustIdentify(visit, operation)) return mock.respond(visit, operation)
      guard.requirePresent(visit, operation)
      const identified = registry.run(
        visit.selection.sandbox,
        cookieOf(visit, settings),
        (sandbox) => guard.identify(visit, operation, sandbox),
      )
      return identified.then(() => mock.respond(visit, operation))
    },
  }
}

/** The handler from inferred state that answers a visit, unless the contract is asked itself. */
const stateHandler = (
  inferred: StateAnswers,
  { preference }: Visit,
  { id }: Operation,
): StateHandler | undefined => (isForced(preference) ? undefined : inferred.get(id))

/** Answers what begins, prolongs or ends a session: as usual, but with tokens that count. */
const sessionHandler = (
  { contract, settings, inferred }: RootParts,
  answers: Mock,
  visit: Visit,
  session: SessionOperation,
  base: StateHandler | undefined,
): StateHandler => {
  const operation = visit.operation as Operation
  const { exchange, preference, path } = visit
  return async (request) => {
    const { values, sandbox, principal } = request
    const usual = async (): Promise<Reply> =>
      base
        ? (await base(request)).reply
        : answers.respond(operation, preference, exchange.headers['accept'], path, values)
    const call = { contract, settings, visit, operation, session, values, sandbox, principal }
    const people = inferred ? [inferred] : []
    // Loaded only for contracts that have such operations.
    const { respondToSession } = await import('./respond-to-session.js')
    return { reply: await respondToSession({ ...call, people, usual }), answeredBy: 'state' }
  }
}

/**
 * A contract at the root: an operation is answered by its handler (one that was replaced in the sandbox
 * wins), else from inferred state, else as the mock does.
 */
export const createRootSurface = (parts: RootParts, answers: Mock): Surface => {
  const { contract, settings, handlers, inferred, registry, titled } = parts
  const isOwn = isOwnContract(contract)
  const auth = isOwn ? 'verify' : settings.auth
  const guard = createGuard(contract, { ...settings, auth }, (credential) =>
    parts.isOurs(credential),
  )
  const sandbox = createSandboxPart(parts, isOwn ? undefined : guard)
  const { sessionOf } = parts
  if (handlers.size > 0 && !inferred && !sessionOf) return sandbox
  const mock = guardedMock(parts, guard, answers)
  const hasState = inferred !== undefined || handlers.size > 0
  const isHandled = ({ selection }: Visit, { id }: Operation) =>
    handlers.has(id) || registry.replaced(selection.sandbox, id) !== undefined
  return {
    ...mock,
    kind: hasState ? 'sandbox' : mock.kind,
    title: inferred
      ? `${titled('Sandbox')}: remembers`
      : titled(hasState ? 'Sandbox' : 'Root (mock)'),
    respond: (visit, operation) => {
      if (isHandled(visit, operation)) return sandbox.respond(visit, operation)
      const base = inferred && stateHandler(inferred, visit, operation)
      const session = isForced(visit.preference) ? undefined : sessionOf?.(operation)
      const handler = session ? sessionHandler(parts, answers, visit, session, base) : base
      if (handler) return respondFromState({ ...parts, guard }, handler, visit, operation)
      if (hasState) visit.headers.push('X-Answered-By', 'mock')
      return mock.respond(visit, operation)
    },
  }
}
