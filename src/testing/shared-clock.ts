import type { ClockState } from '../control-client/clock-client.js'
import { type Duration, millisecondsOf, type Moment } from '../control-client/duration.js'
import type { TestSandbox } from './test-sandbox.js'

/** What is used of the clock of a Playwright context, which is that of all its pages. */
export interface PagesClock {
  install(options?: { time?: number | string | Date }): Promise<void>
  setFixedTime(time: number | string | Date): Promise<void>
  setSystemTime(time: number | string | Date): Promise<void>
  fastForward(ticks: number | string): Promise<void>
}

/** The clocks of sandbox and pages, moved together. Each method resolves to what they show. */
export interface SharedClock {
  /** Stops both, at this moment or at the one that the sandbox shows. Timers of pages run on. */
  readonly freeze: (at?: Moment) => Promise<ClockState>
  /** Lets both run from this moment on. */
  readonly runFrom: (moment: Moment) => Promise<ClockState>
  /** Moves both. Timers of pages that become due go off, each once. */
  readonly advance: (span: Duration) => Promise<ClockState>
  /** Lets both show the time of the machine again. */
  readonly useReal: () => Promise<ClockState>
}

/** Makes one clock of that of a sandbox and that of the pages which use it. */
export const createSharedClock = (
  sandbox: Pick<TestSandbox, 'clock'>,
  pages: PagesClock,
): SharedClock => {
  /** Gives pages the time of the sandbox. */
  const follow = async (state: ClockState): Promise<ClockState> => {
    if (state.mode === 'frozen') await pages.setFixedTime(state.now)
    else await pages.setSystemTime(state.now)
    return state
  }
  return {
    freeze: async (at) => follow(await sandbox.clock.freeze(at)),
    runFrom: async (moment) => follow(await sandbox.clock.runFrom(moment)),
    useReal: async () => follow(await sandbox.clock.useReal()),
    advance: async (span) => {
      const state = await follow(await sandbox.clock.advance(span))
      const ticks = millisecondsOf(span)
      if (ticks <= 0) return state
      await pages.fastForward(ticks)
      // Running pages have moved twice now; timers saw a time at which they were due.
      return follow(state)
    },
  }
}
