/** The time of one sandbox. */
export interface Clock {
  /** The current time in milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number
}

/** The clock of the machine: the only place of the product that reads the time of requests. */
export const systemClock: Clock = { now: () => Date.now() }

/** Milliseconds that only ever grow, for durations; the clock of the machine may be set back. */
export const monotonic = (): number => performance.now()
