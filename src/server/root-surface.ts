import type { Contract } from '../contract/contract.js'
import type { Mock } from '../mock/mock.js'
import type { SandboxRegistry } from '../sandbox/sandbox-registry.js'
import type { AnyHandler } from './any-handler.js'
import type { HandlersById } from './handlers-for.js'
import { warnWith } from './log-entry.js'
import { createMockSurface } from './mock-surface.js'
import { SandboxSurface } from './sandbox-surface.js'
import type { ServerSettings } from './server-options.js'
import type { Surface } from './surface.js'

/** What a contract's part of the root is made of. */
export interface RootParts {
  readonly contract: Contract
  readonly settings: ServerSettings
  readonly handlers: HandlersById
  readonly registry: SandboxRegistry<AnyHandler>
  /** The title as it is shown. */
  readonly titled: (title: string) => string
}

/**
 * A contract at the root. One without handlers has no state: it answers as its mock does, unless the
 * handler of an operation was replaced in the sandbox.
 */
export const createRootSurface = (parts: RootParts, answers: Mock): Surface => {
  const { contract, settings, handlers, registry, titled } = parts
  const stateful = new SandboxSurface({
    contract,
    settings,
    handlers,
    registry,
    title: titled('Sandbox'),
    kind: 'sandbox',
    base: '',
    answeredBy: 'handler',
    // Only who can log in has a token that can be verified.
    verifies: contract.byId.has('AuthController_login'),
    warn: warnWith(settings.log),
  })
  if (handlers.size > 0) return stateful
  const mock = createMockSurface(contract, '', settings, answers)
  return {
    ...mock,
    title: titled('Root (mock)'),
    respond: (visit, operation) =>
      registry.replaced(visit.selection.sandbox, operation.id) === undefined
        ? mock.respond(visit, operation)
        : stateful.respond(visit, operation),
  }
}
