import type { Collection, Store } from '../store/store.js'

/** What a sandbox was made of. */
export interface Origin {
  /** The name of a seed. */
  readonly seed?: string
  readonly sandbox?: string
  /** A snapshot of it. */
  readonly snapshot?: string
}

/** The most that a sandbox may hold. */
export interface Limits {
  readonly records: number
  readonly snapshots: number
  /** Exchanges. */
  readonly journal: number
}

/** What is known of a sandbox that somebody made, kept in it: neither reset nor restore changes it. */
export interface SandboxAbout {
  /** Copies of a sandbox hold this as well, and are others. */
  readonly sandbox: string
  /** RFC 3339 date-time, by the clock of the machine. */
  readonly createdAt: string
  readonly origin?: Origin
  /** Seconds after which it is deleted, when nothing is asked of it; absent: those of the server. */
  readonly idleSeconds?: number
  /** What is different from the limits of the server. */
  readonly limits?: Partial<Limits>
}

/** At most one record of each sandbox. */
export const abouts: Collection<SandboxAbout> = { name: 'sandbox.about', key: () => 'about' }

/** What is known of a sandbox; undefined where nobody made it, and where it is not in memory. */
export const aboutOf = (store: Pick<Store, 'peek'>, name: string): SandboxAbout | undefined => {
  const known = store.peek(name, abouts)?.[0]
  return known?.sandbox === name ? known : undefined
}

/** The limits of a sandbox; most have none of their own, and no object is made for them. */
export const limitsOf = (store: Pick<Store, 'peek'>, usual: Limits, name: string): Limits => {
  const own = aboutOf(store, name)?.limits
  return own ? { ...usual, ...own } : usual
}
