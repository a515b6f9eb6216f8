import type { Auth } from '../auth/auth.js'
import type { SessionCookie } from '../auth/session-cookie.js'
import type { Store } from '../store/store.js'
import type { Clock } from './clock.js'
import type { Random } from './random.js'
import type { Sandbox, SandboxSettings } from './sandbox.js'

/** What every sandbox of a server shares. */
export interface SandboxParts {
  readonly store: Store
  readonly auth: Auth
  readonly clock: Clock
  readonly random: Random
  readonly settings: SandboxSettings
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
}

/** Makes the registry of one server. */
export const createSandboxRegistry = <Handler>({
  store,
  ...parts
}: SandboxParts): SandboxRegistry<Handler> => {
  const replacements = new Map<string, Map<string, Handler>>()
  return {
    run: async (name, cookie, work) => {
      let wasReset = false
      const result = await store.transaction(name, (state) => {
        wasReset = false
        const reset = () => {
          wasReset = true
          state.reset()
        }
        return work({ name, state, cookie, reset, ...parts })
      })
      if (wasReset) replacements.delete(name)
      return result
    },
    replaced: (name, operationId) => replacements.get(name)?.get(operationId),
    replace: (name, operationId, handler) => {
      const known = replacements.get(name) ?? new Map<string, Handler>()
      replacements.set(name, known.set(operationId, handler))
    },
  }
}
