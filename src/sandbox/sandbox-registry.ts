import type { Auth } from '../auth/auth.js'
import { type Mail, mails } from '../auth/mail.js'
import type { SessionCookie } from '../auth/session-cookie.js'
import { Problem } from '../errors.js'
import { type Awaitable, isPending } from '../lib/and-then.js'
import type { Store, Transaction } from '../store/store.js'
import type { Clock } from './clock.js'
import { FaultRules } from './faults/fault-rules.js'
import { Scripts } from './faults/scripts.js'
import type { Journals } from './journals.js'
import type { Random } from './random.js'
import { clockOf, clockSettings } from './clock-setting.js'
import { abouts, aboutOf } from './sandbox-about.js'
import { SandboxUses } from './sandbox-uses.js'
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
  /** The most sandboxes that there may be. Default: no limit. */
  readonly maxSandboxes?: number
  /** Told of the journals of sandboxes that are reset. */
  readonly journals?: Journals
}

/** Runs work on a sandbox as one transaction; at once where the work is done at once. */
export interface Run {
  <T>(name: string, cookie: SessionCookie, work: (sandbox: Sandbox) => Promise<T>): Promise<T>
  <T>(name: string, cookie: SessionCookie, work: (sandbox: Sandbox) => Awaitable<T>): Awaitable<T>
}

/** The sandboxes of a server by name, and the handlers that were replaced in each until its reset. */
export interface SandboxRegistry<Handler> {
  /** Runs work on a sandbox as one transaction; it may run several times. */
  readonly run: Run
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
   * Puts a sandbox back to one of its images; scripts end; journal and handlers that were replaced stay.
   * @throws Problem `snapshot-unknown` (404), `store-full` (507).
   */
  readonly restore: (name: string, image: string) => Promise<void>
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
  { store, ...parts }: SandboxParts,
  uses: SandboxUses,
  ownClock: (name: string) => Clock | undefined,
  told: { readonly reset: (name: string) => void; readonly changed: (name: string) => void },
): Run => {
  const { auth, clock: machine, random, settings } = parts
  const run = <T>(
    name: string,
    cookie: SessionCookie,
    work: (sandbox: Sandbox) => Awaitable<T>,
  ): Awaitable<T> => {
    const end = uses.begin(name)
    let wasReset = false
    const done = (result: T): T => {
      end()
      if (wasReset) told.reset(name)
      told.changed(name)
      return result
    }
    const given = store.transaction(name, (state) => {
      wasReset = false
      const reset = () => {
        wasReset = true
        resetWorld(store, name, state)
      }
      // Looked up in each run: a request that comes after a change of the clock has the new time.
      const clock = ownClock(name) ?? machine
      return work({ name, state, cookie, reset, auth, random, settings, clock })
    })
    if (!isPending(given)) return done(given)
    return given.then(done, (error: unknown) => {
      end()
      throw error
    })
  }
  return run as Run
}

/** The same where a sandbox that there is not yet would be one too many: it rejects. */
const withinRoom = ({ store, maxSandboxes = Infinity }: SandboxParts, run: Run): Run =>
  (<T>(...given: [string, SessionCookie, (sandbox: Sandbox) => Awaitable<T>]) => {
    try {
      requireSandboxRoom(store, given[0], maxSandboxes)
    } catch (error) {
      return Promise.reject(error)
    }
    return run(...given)
  }) as Run

/** What begins, ends and puts back whole sandboxes. `forget` ends what is kept of one in memory. */
const createLives = (
  { store, journals, maxSandboxes = Infinity }: SandboxParts,
  uses: SandboxUses,
  told: Readonly<Record<'forget' | 'forgetRules' | 'changed', (name: string) => void>>,
): Pick<SandboxRegistry<unknown>, 'open' | 'remove' | 'restore'> => ({
  open: async (name) => {
    requireSandboxRoom(store, name, maxSandboxes)
    await store.open(name)
  },
  remove: async (name) => {
    const wasThere = await store.remove({ world: name })
    told.forget(name)
    journals?.drop(name)
    uses.forget(name)
    told.changed(name)
    return wasThere
  },
  restore: async (name, image) => {
    await store.copy({ world: name, image }, { world: name })
    told.forgetRules(name)
    told.changed(name)
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
export const createSandboxRegistry = <Handler>(parts: SandboxParts): SandboxRegistry<Handler> => {
  const { store, clock, journals } = parts
  const { replaced, replace, ...replacements } = createReplacements<Handler>()
  const changes = createChanges(store)
  const [faultRules, scripts] = [new FaultRules(store), new Scripts()]
  const clocks = createClocks(store, clock)
  const uses = new SandboxUses(
    () => clock.now(),
    (name) => store.has(name),
  )
  const forgetRules = (name: string): void => {
    faultRules.forget(name)
    scripts.forget(name)
  }
  const forget = (name: string): void => {
    replacements.forget(name)
    forgetRules(name)
    journals?.clear(name)
  }
  const told = { reset: forget, changed: changes.changed }
  return {
    ...{ faultRules, scripts, uses, replaced, replace, ...clocks, ...changes },
    ...createLives(parts, uses, { forget, forgetRules, changed: changes.changed }),
    run: withinRoom(parts, createRun(parts, uses, clocks.ownClock, told)),
  }
}
