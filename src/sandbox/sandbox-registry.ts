import type { Auth } from '../auth/auth.js'
import type { SessionCookie } from '../auth/session-cookie.js'
import { Problem } from '../errors.js'
import type { Store, Transaction } from '../store/store.js'
import type { Clock } from './clock.js'
import { FaultRules } from './faults/fault-rules.js'
import { Scripts } from './faults/scripts.js'
import type { Random } from './random.js'
import { clockOf, clockSettings } from './clock-setting.js'
import { abouts, aboutOf } from './sandbox-about.js'
import { SandboxUses } from './sandbox-uses.js'
import type { Sandbox, SandboxSettings } from './sandbox.js'

/** What every sandbox of a server shares. */
export interface SandboxParts {
  readonly store: Store
  readonly auth: Auth
  /** The clock of the machine, from which that of a sandbox may differ. */
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
  /**
   * Puts a sandbox back to one of its images; handlers that were replaced in it stay so.
   * @throws Problem `snapshot-unknown` (404), `store-full` (507).
   */
  readonly restore: (name: string, image: string) => Promise<void>
  /** Brings a sandbox that is stored into memory; undefined: it is there, or nobody has used it yet. */
  readonly ready: (name: string) => Promise<void> | undefined
  /** The clock of a sandbox that is in memory, where it differs from the machine's. */
  readonly ownClock: (name: string) => Clock | undefined
  readonly faultRules: FaultRules
  readonly scripts: Scripts
}

/** @throws Problem `sandboxes-full` when a sandbox that there is not yet would be one too many. */
export const requireSandboxRoom = (store: Store, name: string, most: number): void => {
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

const createClocks = (store: Store, machine: Clock) => ({
  ready: (name: string): Promise<void> | undefined =>
    store.peek(name, clockSettings) === undefined && store.has(name) ? store.open(name) : undefined,
  ownClock: (name: string): Clock | undefined => {
    const setting = store.peek(name, clockSettings)?.[0]
    return setting && clockOf(setting, machine)
  },
})

/** What runs transactions: told when a sandbox was reset. */
const createRun = (
  { store, maxSandboxes = Infinity, ...parts }: SandboxParts,
  uses: SandboxUses,
  ownClock: (name: string) => Clock | undefined,
  onReset: (name: string) => void,
): SandboxRegistry<unknown>['run'] => {
  return async (name, cookie, work) => {
    requireSandboxRoom(store, name, maxSandboxes)
    const end = uses.begin(name)
    let wasReset = false
    try {
      const result = await store.transaction(name, (state) => {
        wasReset = false
        const reset = () => {
          wasReset = true
          resetWorld(store, name, state)
        }
        // Looked up in each run: a request that comes after a change of the clock has the new time.
        const clock = ownClock(name) ?? parts.clock
        return work({ name, state, cookie, reset, ...parts, clock })
      })
      if (wasReset) onReset(name)
      return result
    } finally {
      end()
    }
  }
}

/** Makes the registry of one server. */
export const createSandboxRegistry = <Handler>(parts: SandboxParts): SandboxRegistry<Handler> => {
  const { store, clock, maxSandboxes = Infinity } = parts
  const replacements = new Map<string, Map<string, Handler>>()
  const faultRules = new FaultRules(store)
  const scripts = new Scripts()
  const { ready, ownClock } = createClocks(store, clock)
  const uses = new SandboxUses(
    () => clock.now(),
    (name) => store.has(name),
  )
  const forget = (name: string): void => {
    replacements.delete(name)
    faultRules.forget(name)
    scripts.forget(name)
  }
  return {
    ...{ faultRules, scripts, ready, ownClock, uses },
    run: createRun(parts, uses, ownClock, forget),
    open: async (name) => {
      requireSandboxRoom(store, name, maxSandboxes)
      await store.open(name)
    },
    remove: async (name) => {
      const wasThere = await store.remove({ world: name })
      forget(name)
      uses.forget(name)
      return wasThere
    },
    restore: async (name, image) => {
      await store.copy({ world: name, image }, { world: name })
      faultRules.forget(name)
      scripts.forget(name)
    },
    replaced: (name, operationId) => replacements.get(name)?.get(operationId),
    replace: (name, operationId, handler) => {
      const known = replacements.get(name) ?? new Map<string, Handler>()
      replacements.set(name, known.set(operationId, handler))
    },
  }
}
