import type { Auth } from '../auth/auth.js'
import type { SessionCookie } from '../auth/session-cookie.js'
import type { Store, Transaction } from '../store/store.js'
import type { Clock } from './clock.js'
import type { Journals } from './journals.js'
import type { Random } from './random.js'
import type { Sandbox, SandboxSettings } from './sandbox.js'
import { createSubscriptions } from './subscriptions.js'

/** What every sandbox of a server shares. */
export interface SandboxParts {
  readonly store: Store
  readonly auth: Auth
  readonly clock: Clock
  readonly random: Random
  readonly settings: SandboxSettings
  /** Told of the journals of sandboxes that are reset. */
  readonly journals?: Journals
}

/** The sandboxes of a server by name, and the handlers that were replaced in each until its reset. */
export interface SandboxRegistry<Handler> {
  /** Runs work on a sandbox as one transaction; it may run several times. */
  readonly run: <T>(
    name: string,
    cookie: SessionCookie,
    work: (sandbox: Sandbox) => Promise<T>,
  ) => Promise<T>
  /** The handler that replaces the usual one of an operation in a sandbox. */
  readonly replaced: (name: string, operationId: string) => Handler | undefined
  readonly replace: (name: string, operationId: string, handler: Handler) => void
  /** Calls `told` after each transaction that has changed the sandbox, until the returned function is called. */
  readonly subscribe: (name: string, told: () => void) => () => void
}

/** Makes the registry of one server. */
export const createSandboxRegistry = <Handler>({
  store,
  journals,
  ...parts
}: SandboxParts): SandboxRegistry<Handler> => {
  const replacements = new Map<string, Map<string, Handler>>()
  const changes = createSubscriptions()
  return {
    run: async (name, cookie, work) => {
      let wasReset = false
      const attempt = (state: Transaction) => {
        wasReset = false
        const reset = () => {
          wasReset = true
          state.reset()
        }
        return work({ name, state, cookie, reset, ...parts })
      }
      const result = await store.transaction(name, attempt, () => changes.tell(name))
      if (wasReset) {
        replacements.delete(name)
        journals?.clear(name)
      }
      return result
    },
    replaced: (name, operationId) => replacements.get(name)?.get(operationId),
    replace: (name, operationId, handler) => {
      const known = replacements.get(name) ?? new Map<string, Handler>()
      replacements.set(name, known.set(operationId, handler))
    },
    subscribe: changes.subscribe,
  }
}
