import { Problem } from '../errors.js'
import type { Fault, Outcome } from '../sandbox/faults/fault.js'
import { longestDelay } from '../sandbox/faults/latency.js'

type Wish = Pick<Fault, 'latencyMs' | 'outcome'>

const atOnce = (outcome: Outcome): Wish => ({ latencyMs: 0, outcome })

/** What the numbers behind a word mean; undefined where they are too large. */
const words: Readonly<Record<string, (one: number, other: number) => Wish | undefined>> = {
  latency: (latencyMs, none) =>
    latencyMs <= longestDelay && Number.isNaN(none) ? { latencyMs } : undefined,
  truncate: (truncateAfterBytes, none) =>
    Number.isNaN(none) ? atOnce({ truncateAfterBytes }) : undefined,
  drip: (chunkBytes, everyMs) =>
    chunkBytes > 0 && everyMs > 0 && everyMs <= longestDelay
      ? atOnce({ drip: { chunkBytes, everyMs } })
      : undefined,
}

const wishOf = (value: string): Wish | undefined => {
  if (value === 'reset' || value === 'empty') return atOnce({ connection: value })
  if (/^[2-5]\d\d$/.test(value)) return atOnce({ answer: { status: Number(value) } })
  const [, word = '', one, other] = /^([a-z]+):(\d{1,9})(?:\/(\d{1,9}))?$/.exec(value) ?? []
  return words[word]?.(Number(one), Number(other ?? Number.NaN))
}

const expected =
  'reset, empty, a status from 200 to 599, latency:MS, truncate:BYTES or drip:BYTES/MS, ' +
  `with at most ${longestDelay} ms`

/**
 * Reads what the preference `fault` asks to happen to an answer.
 * @throws Problem `preference-malformed` (422).
 */
export const readFault = (value: string): Fault => {
  const wish = wishOf(value)
  if (wish) return { ...wish, name: value }
  throw new Problem('preference-malformed', {
    detail: `The preference fault=${value.slice(0, 80)} is malformed: expected ${expected}.`,
  })
}
