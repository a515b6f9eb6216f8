import type { Auth } from '../auth/auth.js'
import { type Mail, mails } from '../auth/mail.js'
import type { SessionCookie } from '../auth/session-cookie.js'
import type { Store } from '../store/store.js'
import type { Clock } from './clock.js'
import { FaultRules } from './faults/fault-rules.js'
import { Scripts } from './faults/scripts.js'
import type { Journals } from './journals.js'
import type { Random } from './random.js'
import { clockOf, clockSettings } from './clock-setting.js'
import type { Sandbox, SandboxSettings } from './sandbox.js'
import { createSubscriptions } from './subscriptions.js'

/** What every sandbox of a server shares. */
export interface SandboxParts {
  readonly store: Store
  readonly auth: Auth
  /** The clock of the machine, from which that of a sandbox may differ. */
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
  /** Brings a sandbox that is stored into memory; undefined: it is there, or nobody has used it yet. */
  readonly ready: (name: string) => Promise<void> | undefined
  /** The clock of a sandbox that is in memory, where it differs from the machine's. */
  readonly ownClock: (name: string) => Clock | undefined
  readonly faultRules: FaultRules
  readonly scripts: Scripts
  /** Its mails as committed, at once: the same object as long as they do not change. */
  readonly peekMails: (name: string) => readonly Mail[] | undefined
  /** Calls `told` whenever the sandbox may have changed, until the returned function is called. */
  readonly subscribe: (name: string, told: () => void) => () => void
  /** Tells that a sandbox has changed otherwise than by {@link run}. */
  readonly changed: (name: string) => void
}

const createClocks = (store: Store, machine: Clock) => ({
  ready: (name: string): Promise<void> | undefined =>
    store.peek(name, clockSettings) === undefined && store.has(name) ? store.open(name) : undefined,
  ownClock: (name: string): Clock | undefined => {
    const setting = store.peek(name, clockSettings)?.[0]
    return setting && clockOf(setting, machine)
  },
})

const createChanges = (store: Store) => {
  const { subscribe, tell } = createSubscriptions()
  return { subscribe, changed: tell, peekMails: (name: string) => store.peek(name, mails) }
}

const createReplacements = <Handler>() => {
  const all = new Map<string, Map<string, Handler>>()
  return {
    replaced: (name: string, operationId: string) => all.get(name)?.get(operationId),
    replace: (name: string, operationId: string, handler: Handler): void => {
      const known = all.get(name) ?? new Map<string, Handler>()
      all.set(name, known.set(operationId, handler))
    },
    forget: (name: string) => all.delete(name),
  }
}

/** Makes the registry of one server. */
export const createSandboxRegistry = <Handler>({
  store,
  journals,
  ...parts
}: SandboxParts): SandboxRegistry<Handler> => {
  const { replaced, replace, ...replacements } = createReplacements<Handler>()
  const changes = createChanges(store)
  const faultRules = new FaultRules(store)
  const scripts = new Scripts()
  const clocks = createClocks(store, parts.clock)
  const forget = (name: string): void => {
    replacements.forget(name)
    faultRules.forget(name)
    scripts.forget(name)
    journals?.clear(name)
  }
  return {
    faultRules,
    scripts,
    ...clocks,
    run: async (name, cookie, work) => {
      let wasReset = false
      const result = await store.transaction(name, (state) => {
        wasReset = false
        const reset = () => {
          wasReset = true
          state.reset()
        }
        // Looked up in each run: a request that comes after a change of the clock has the new time.
        const clock = clocks.ownClock(name) ?? parts.clock
        return work({ name, state, cookie, reset, ...parts, clock })
      })
      if (wasReset) forget(name)
      changes.changed(name)
      return result
    },
    replaced,
    replace,
    ...changes,
  }
}
