import type { components } from '../../generated/control.js'
import type { SeededRandom } from '../../lib/seeded-random.js'

/** A delay as a rule describes it. */
export type Latency = components['schemas']['Latency']

/** The longest delay, in milliseconds. */
export const longestDelay = 60_000

/** How far the logarithm of a delay is spread, where nothing is said: half of all within ±40 %. */
const usualSigma = 0.5

/** A number of the standard normal distribution (Box and Muller). */
const normal = ({ next }: SeededRandom): number =>
  // 1 - next() is never 0, whose logarithm there is not.
  Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())

const drawn = (latency: Latency, random: SeededRandom): number => {
  const { distribution, ms = 0, minMs = 0, maxMs = longestDelay, medianMs = 0 } = latency
  if (distribution === 'fixed') return ms
  if (distribution === 'uniform') return minMs + random.next() * (maxMs - minMs)
  const spread = Math.exp((latency.sigma ?? usualSigma) * normal(random))
  return Math.min(Math.max(medianMs * spread, minMs), maxMs)
}

/** The next delay, in milliseconds: whole ones, at most 60,000. */
export const drawLatency = (latency: Latency, random: SeededRandom): number =>
  Math.min(Math.round(drawn(latency, random)), longestDelay)
