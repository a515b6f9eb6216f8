import type { Auth } from '../auth/auth.js'
import type { SessionCookie } from '../auth/session-cookie.js'
import { Problem } from '../errors.js'
import type { Store, Transaction } from '../store/store.js'
import type { Clock } from './clock.js'
import type { Random } from './random.js'
import { abouts, aboutOf } from './sandbox-about.js'
import { SandboxUses } from './sandbox-uses.js'
import type { Sandbox, SandboxSettings } from './sandbox.js'

/** What every sandbox of a server shares. */
export interface SandboxParts {
  readonly store: Store
  readonly auth: Auth
  readonly clock: Clock
  readonly random: Random
  readonly settings: SandboxSettings
  /** The most sandboxes that there may be. Default: no limit. */
  readonly maxSandboxes?: number
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
  /** Which sandboxes are used, and when they were. */
  readonly uses: SandboxUses
  /**
   * Brings a sandbox into memory; one that there is not begins.
   * @throws Problem `sandboxes-full` (507).
   */
  readonly open: (name: string) => Promise<void>
  /** Removes a sandbox with all that belongs to it; false: there was none. */
  readonly remove: (name: string) => Promise<boolean>
}

/** @throws Problem `sandboxes-full` when a sandbox that there is not yet would be one too many. */
const requireRoom = (store: Store, name: string, most: number): void => {
  if (most === Infinity || store.has(name) || store.worldCount() < most) return
  throw new Problem('sandboxes-full', {
    detail: `There are ${store.worldCount()} sandboxes, and ${most} is the limit: ${name} was not made.`,
  })
}

/** Puts a world back to its first contents; what is known of the sandbox itself stays. */
const resetWorld = (store: Store, name: string, state: Transaction): void => {
  const about = aboutOf(store, name)
  state.reset()
  if (about) state.put(abouts, about)
}

/** Ends a sandbox in the store and in memory. */
const createRemove =
  (store: Store, forget: (name: string) => void) =>
  async (name: string): Promise<boolean> => {
    const wasThere = await store.remove({ world: name })
    forget(name)
    return wasThere
  }

/** Makes the registry of one server. */
export const createSandboxRegistry = <Handler>({
  store,
  maxSandboxes = Infinity,
  ...parts
}: SandboxParts): SandboxRegistry<Handler> => {
  const replacements = new Map<string, Map<string, Handler>>()
  const uses = new SandboxUses(parts.clock.now, (name) => store.has(name))
  return {
    uses,
    open: (name) => {
      requireRoom(store, name, maxSandboxes)
      return store.open(name)
    },
    remove: createRemove(store, (name) => {
      replacements.delete(name)
      uses.forget(name)
    }),
    run: async (name, cookie, work) => {
      requireRoom(store, name, maxSandboxes)
      const end = uses.begin(name)
      let wasReset = false
      try {
        const result = await store.transaction(name, (state) => {
          wasReset = false
          const reset = () => {
            wasReset = true
            resetWorld(store, name, state)
          }
          return work({ name, state, cookie, reset, ...parts })
        })
        if (wasReset) replacements.delete(name)
        return result
      } finally {
        end()
      }
    },
    replaced: (name, operationId) => replacements.get(name)?.get(operationId),
    replace: (name, operationId, handler) => {
      const known = replacements.get(name) ?? new Map<string, Handler>()
      replacements.set(name, known.set(operationId, handler))
    },
  }
}
