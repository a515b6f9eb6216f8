import type { Clock } from '../sandbox/clock.js'
import {
  askedClock,
  clockKey,
  clockSettings,
  shownClock,
  steppedClock,
  type ClockSetting,
} from '../sandbox/clock-setting.js'
import type { Transaction } from '../store/store.js'
import type { AllControlHandlers } from './control-context.js'

/** What the handlers of the clock need. */
export interface ClockHandlerParts {
  /** The clock of the machine. */
  readonly machine: Clock
}

const settingIn = (state: Transaction): Promise<ClockSetting | undefined> =>
  state.get(clockSettings, clockKey)

/** The operations of the clock. */
export const createClockHandlers = ({ machine }: ClockHandlerParts) => {
  const keep = (state: Transaction, setting: ClockSetting | undefined) => {
    if (setting) state.put(clockSettings, setting)
    else state.delete(clockSettings, clockKey)
    return { status: 200 as const, body: shownClock(setting, machine) }
  }
  return {
    getClock: ({ transaction }) =>
      transaction(async ({ state }) => ({
        status: 200,
        body: shownClock(await settingIn(state), machine),
      })),
    setClock: ({ transaction, body }) =>
      transaction(async ({ state }) =>
        keep(state, askedClock(body, await settingIn(state), machine)),
      ),
    advanceClock: ({ transaction, body }) =>
      transaction(async ({ state }) =>
        keep(state, steppedClock(body.seconds, await settingIn(state), machine)),
      ),
  } satisfies Partial<AllControlHandlers>
}
