import { violation } from '../contract/violation.js'
import type { components } from '../generated/control.js'
import { Problem } from '../errors.js'
import type { Collection } from '../store/store.js'
import type { Clock } from './clock.js'

/** How the clock of a sandbox differs from the machine's; a sandbox without one has the machine's time. */
export type ClockSetting =
  /** It stands still at an RFC 3339 date-time. */
  | { readonly mode: 'frozen'; readonly now: string }
  /** It runs, so many milliseconds ahead of the machine. */
  | { readonly mode: 'offset'; readonly offsetMs: number }

/** The clock of a world: one record, or none. Snapshots and forks carry it, a reset drops it. */
export const clockSettings: Collection<ClockSetting> = {
  name: 'sandbox.clock',
  key: () => clockKey,
}

/** The key of that record. */
export const clockKey = 'clock'

/** The time of a sandbox in milliseconds. One that has run out of the years that there are counts as none. */
export const timeOf = (setting: ClockSetting | undefined, machine: Clock): number => {
  if (setting === undefined) return machine.now()
  const time =
    setting.mode === 'frozen' ? Date.parse(setting.now) : machine.now() + setting.offsetMs
  return isInRange(time) ? time : machine.now()
}

/** The clock of a sandbox. */
export const clockOf = (setting: ClockSetting | undefined, machine: Clock): Clock =>
  setting === undefined ? machine : { now: () => timeOf(setting, machine) }

/** A clock as the control API shows it. */
export const shownClock = (
  setting: ClockSetting | undefined,
  machine: Clock,
): components['schemas']['Clock'] => ({
  mode: setting?.mode ?? 'real',
  now: new Date(timeOf(setting, machine)).toISOString(),
  ...(setting?.mode === 'offset' && { offsetMs: setting.offsetMs }),
})

const earliest = Date.UTC(1970, 0, 1)
/** A year has four digits in RFC 3339, and what is made then must be able to end later. */
const latest = Date.UTC(9000, 0, 1)

const isInRange = (time: number): boolean => time >= earliest && time <= latest

const invalid = (pointer: string, expected: string, got: unknown): Problem => {
  const found = violation('body', pointer, 'clock', expected, String(got))
  return new Problem('request-invalid', { detail: found.message, violations: [found] })
}

const inRange = (time: number, pointer: string, got: unknown): void => {
  if (!isInRange(time)) throw invalid(pointer, 'a time from 1970 to 9000', got)
}

const iso = (time: number): string => new Date(time).toISOString()

const refuse = (body: components['schemas']['ClockRequest'], name: 'now' | 'offsetMs'): void => {
  if (body[name] === undefined) return
  const why =
    body.mode === 'offset' ? 'now or offsetMs, not both' : `no ${name} in mode ${body.mode}`
  throw invalid(`/${name}`, why, body[name])
}

/**
 * The setting that a request asks for; undefined: the time of the machine. Without a time, the sandbox
 * keeps the one that it has.
 * @throws Problem `request-invalid` (422) for times that there are not, and for members that do not go together.
 */
export const askedClock = (
  body: components['schemas']['ClockRequest'],
  before: ClockSetting | undefined,
  machine: Clock,
): ClockSetting | undefined => {
  if (body.mode !== 'offset' || body.now !== undefined) refuse(body, 'offsetMs')
  if (body.mode === 'real') {
    refuse(body, 'now')
    return undefined
  }
  const at = machine.now()
  const {
    now,
    offsetMs = (now === undefined ? timeOf(before, { now: () => at }) : Date.parse(now)) - at,
  } = body
  if (now === undefined) inRange(at + offsetMs, '/offsetMs', offsetMs)
  else inRange(at + offsetMs, '/now', now)
  return body.mode === 'frozen'
    ? { mode: 'frozen', now: iso(at + offsetMs) }
    : { mode: 'offset', offsetMs }
}

/**
 * The setting after a step: a frozen clock stays frozen, any other runs on at an offset.
 * @throws Problem `request-invalid` (422) when it would lead out of the years that there are.
 */
export const steppedClock = (
  seconds: number,
  before: ClockSetting | undefined,
  machine: Clock,
): ClockSetting => {
  const at = machine.now()
  const time = timeOf(before, { now: () => at }) + Math.round(seconds * 1000)
  inRange(time, '/seconds', seconds)
  return before?.mode === 'frozen'
    ? { mode: 'frozen', now: iso(time) }
    : { mode: 'offset', offsetMs: time - at }
}
