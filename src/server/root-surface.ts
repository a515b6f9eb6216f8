import type { Contract, Operation } from '../contract/contract.js'
import type { Mock } from '../mock/mock.js'
import { isForced } from '../mock/preference.js'
import type { StateHandlers } from '../resources/create-state-handlers.js'
import type { ToolsOf } from '../resources/handler-tools.js'
import type { StateHandler } from '../resources/state-handler.js'
import type { SandboxRegistry } from '../sandbox/sandbox-registry.js'
import type { AnyHandler } from './any-handler.js'
import type { HandlersById } from './handlers-for.js'
import { warnWith } from './log-entry.js'
import { createMockSurface } from './mock-surface.js'
import { SandboxSurface } from './sandbox-surface.js'
import type { ServerSettings } from './server-options.js'
import { respondFromState } from './state-surface.js'
import type { Surface } from './surface.js'
import type { Visit } from './visit.js'

/** What a contract's part of the root is made of. */
export interface RootParts {
  readonly contract: Contract
  readonly settings: ServerSettings
  readonly handlers: HandlersById
  readonly registry: SandboxRegistry<AnyHandler>
  /** What answers from inferred state, if anything. */
  readonly inferred: StateHandlers | undefined
  /** What handlers read and write the same records with. */
  readonly tools: () => Promise<ToolsOf>
  /** The title as it is shown. */
  readonly titled: (title: string) => string
}

/** Handlers answer their operations; the rest is answered from state, or as the mock does. */
const createSandboxPart = ({ contract, settings, handlers, registry, tools, titled }: RootParts) =>
  new SandboxSurface({
    contract,
    settings,
    handlers,
    registry,
    tools,
    title: titled('Sandbox'),
    kind: 'sandbox',
    base: '',
    answeredBy: 'handler',
    // Only who can log in has a token that can be verified.
    verifies: contract.byId.has('AuthController_login'),
    warn: warnWith(settings.log),
  })

/** The handler from inferred state that answers a visit, unless the contract is asked itself. */
const stateHandler = (
  inferred: StateHandlers,
  { preference }: Visit,
  { id }: Operation,
): StateHandler | undefined => (isForced(preference) ? undefined : inferred.get(id))

/**
 * A contract at the root: an operation is answered by its handler (one that was replaced in the sandbox
 * wins), else from inferred state, else as the mock does.
 */
export const createRootSurface = (parts: RootParts, answers: Mock): Surface => {
  const { contract, settings, handlers, inferred, registry, titled } = parts
  const sandbox = createSandboxPart(parts)
  if (handlers.size > 0 && !inferred) return sandbox
  const mock = createMockSurface(contract, '', settings, answers)
  const isHandled = ({ selection }: Visit, { id }: Operation) =>
    handlers.has(id) || registry.replaced(selection.sandbox, id) !== undefined
  return {
    ...mock,
    kind: inferred ? 'sandbox' : mock.kind,
    title: titled(inferred ? 'Sandbox' : 'Root (mock)'),
    respond: (visit, operation) => {
      if (isHandled(visit, operation)) return sandbox.respond(visit, operation)
      if (!inferred) return mock.respond(visit, operation)
      const handler = stateHandler(inferred, visit, operation)
      if (handler) return respondFromState(parts, handler, visit, operation)
      visit.headers.push('X-Answered-By', 'mock')
      return mock.respond(visit, operation)
    },
  }
}
