import type { Clock } from '../sandbox/clock.js'
import type { Callbacks } from './callbacks.js'
import type { Host } from './host.js'
import type { ServerSettings } from './server-options.js'
import type { Surface } from './surface.js'

/** What a server serves, and how: everything that answering needs and that no request changes. */
export interface Site {
  readonly settings: ServerSettings
  /** The more particular ones first; the last one stands at the root. */
  readonly surfaces: readonly Surface[]
  /** True when no operation of a contract has the path `/`. */
  readonly hasLanding: boolean
  readonly version: string
  readonly clock: Clock
  readonly checkHost: (header: string | undefined, mustBeKnown: boolean) => Host
  readonly callbacks: Callbacks
  /** Resolves after that many milliseconds. */
  readonly delay: (milliseconds: number) => Promise<void>
}
