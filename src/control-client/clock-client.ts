import type { components } from '../generated/control.js'
import type { ControlCall } from './control-call.js'
import { dateTimeOf, type Duration, millisecondsOf, type Moment } from './duration.js'

/** What the clock of a sandbox shows, and how it runs. */
export type ClockState = components['schemas']['Clock']

/** The clock of a sandbox. Each method resolves to what it shows afterwards. */
export interface ClockClient {
  readonly get: () => Promise<ClockState>
  readonly set: (wish: components['schemas']['ClockRequest']) => Promise<ClockState>
  /** Stops it, at this moment or at the one that it shows. */
  readonly freeze: (at?: Moment) => Promise<ClockState>
  /** Lets it run from this moment on. */
  readonly runFrom: (moment: Moment) => Promise<ClockState>
  /** Moves it; a frozen clock stays frozen. */
  readonly advance: (span: Duration) => Promise<ClockState>
  /** Shows the time of the machine again. */
  readonly useReal: () => Promise<ClockState>
}

/** The methods of the clock. */
export const createClockClient = (call: ControlCall): ClockClient => {
  const set: ClockClient['set'] = (body) => call('setClock', { body })
  return {
    get: () => call('getClock'),
    set,
    freeze: (at) => set({ mode: 'frozen', ...(at !== undefined && { now: dateTimeOf(at) }) }),
    runFrom: (moment) => set({ mode: 'offset', now: dateTimeOf(moment) }),
    advance: (span) => call('advanceClock', { body: { seconds: millisecondsOf(span) / 1000 } }),
    useReal: () => set({ mode: 'real' }),
  }
}
