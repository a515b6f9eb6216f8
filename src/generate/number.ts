import { floorQuotient, fromDecimal, toDecimal, type Decimal } from '../lib/decimal.js'
import { deriveSeed, seededRandom } from '../lib/seeded-random.js'
import { nothing, type Context, type Made, type Place } from './context.js'
import { hasFormat } from './format-check.js'
import { numberByName } from './property-name.js'
import type { Shape } from './shape.js'

const tries = 60

interface Bounds {
  readonly low: number
  readonly high: number
}

const insideBounds = (shape: Shape, value: number): boolean =>
  value >= shape.minimum &&
  value <= shape.maximum &&
  value > shape.exclusiveMinimum &&
  value < shape.exclusiveMaximum

/** Multiples are asked for as validators do it: the binary quotient is whole. */
const fits = (shape: Shape, value: number, integer: boolean): boolean =>
  Number.isFinite(value) &&
  insideBounds(shape, value) &&
  shape.formats.every((format) => hasFormat(format, value)) &&
  (!integer || Number.isInteger(value)) &&
  (shape.multipleOf === undefined || Number.isInteger(value / fromDecimal(shape.multipleOf)))

const boundsOf = (shape: Shape): Bounds => ({
  low: Math.max(shape.minimum, shape.exclusiveMinimum),
  high: Math.min(shape.maximum, shape.exclusiveMaximum),
})

/** Where values are drawn from: small and positive as far as the bounds allow. */
const drawn = ({ low, high }: Bounds, width: number): Bounds => {
  if (low > -Infinity) return { low, high: Math.min(high, low + width) }
  if (high === Infinity || high >= 1) return { low: 1, high: Math.min(high, width) }
  return { low: high - width, high }
}

/** Prism's order: minimum, above the exclusive minimum, below the exclusive maximum, maximum, 0. */
const plainNumbers = (shape: Shape): readonly number[] => [
  ...(shape.minimum > -Infinity ? [Math.ceil(shape.minimum), shape.minimum] : []),
  ...(shape.exclusiveMinimum > -Infinity ? [Math.floor(shape.exclusiveMinimum) + 1] : []),
  ...(shape.exclusiveMaximum < Infinity ? [Math.ceil(shape.exclusiveMaximum) - 1] : []),
  ...(shape.maximum < Infinity ? [Math.floor(shape.maximum), shape.maximum] : []),
  0,
  1,
]

/** Numbers on the grid of the divisor, from the lowest that is allowed. */
const gridNumbers = (
  step: Decimal,
  bounds: Bounds,
  seed: number,
  varied: boolean,
): readonly number[] => {
  const { low, high } = drawn(bounds, 1000 * Math.max(1, fromDecimal(step)))
  const first = floorQuotient(toDecimal(low), step)
  const span = floorQuotient(toDecimal(high), step) - first
  const chance = seededRandom(seed)
  const size = span > 1_000_000n ? 1_000_000 : Number(span)
  const at = (index: bigint): number => fromDecimal({ ...step, digits: step.digits * index })
  const random = Array.from({ length: tries }, () => at(first + BigInt(chance.int(0, size + 1))))
  const ordered = Array.from({ length: tries }, (_, index) => at(first + BigInt(index)))
  return varied ? [...random, ...ordered] : [...ordered, ...random]
}

/** Numbers between narrow bounds, with as few decimals as possible. */
const betweenNumbers = ({ low, high }: Bounds): readonly number[] => {
  if (low === -Infinity || high === Infinity) return []
  const middle = low + (high - low) / 2
  const rounded = [0, 1, 2, 3, 6, 9, 12, 15].map((digits) => Number(middle.toFixed(digits)))
  return [...rounded, middle]
}

const drawnNumbers = (bounds: Bounds, integer: boolean, seed: number): readonly number[] => {
  const { low, high } = drawn(bounds, 1000)
  const chance = seededRandom(seed)
  return Array.from({ length: tries }, (_, index) => {
    if (integer) return chance.int(Math.ceil(low), Math.floor(high))
    const value = low + chance.next() * (high - low)
    return index < tries - 5 ? Number(value.toFixed(2)) : value
  })
}

/** Candidates, best first; lists are made when the earlier ones did not do. */
function* candidates(
  shape: Shape,
  place: Place,
  context: Context,
  integer: boolean,
): Generator<number> {
  const seed = deriveSeed(place.seed, place.spin + 1)
  const bounds = boundsOf(shape)
  const varied = context.mode === 'dynamic' || place.spin > 0 || context.round.number > 1
  const known = numberByName(place.name, varied ? seededRandom(seed) : undefined, context.now)
  if (known !== undefined && place.spin === 0) yield integer ? Math.round(known) : known
  if (!varied) yield* plainNumbers(shape)
  if (!varied && !shape.multipleOf) yield* betweenNumbers(bounds)
  if (shape.multipleOf) yield* gridNumbers(shape.multipleOf, bounds, seed, varied)
  yield* drawnNumbers(bounds, integer, seed)
  yield* betweenNumbers(bounds)
  yield* plainNumbers(shape)
  if (!integer) yield 0.5
}

/** A number within the bounds and on the grid (JSON Schema 2020-12 validation §6.2). */
export const makeNumber = (
  shape: Shape,
  place: Place,
  context: Context,
  integer: boolean,
): Made => {
  // JSON shows larger ones rounded, and a client that reads 64 bits then reads another number.
  let rounded: number | undefined
  for (const value of candidates(shape, place, context, integer)) {
    if (!fits(shape, value, integer)) continue
    if (shape.nots.some((not) => context.conforms(not, value))) continue
    if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value === 0 ? 0 : value
    rounded ??= value
  }
  return rounded ?? nothing
}
