import { isObject } from '../lib/json-object.js'
import type { JsonSchema } from '../lib/json-schema.js'
import { deriveSeed, seededRandom } from '../lib/seeded-random.js'
import { shapeOf } from './absorb.js'
import { alwaysHolds } from './always-holds.js'
import { makeArray } from './array.js'
import { maxDepth, maxSteps, nothing, type Context, type Made, type Place } from './context.js'
import { makeNumber } from './number.js'
import { makeObject } from './object.js'
import { contradicts, type Sample, type SampleKind, type Shape, type TypeName } from './shape.js'
import { makeString } from './string.js'
import { advance, newTape } from './tape.js'
import { makeByFaker } from './x-faker.js'

const mostShapes = 300
const mostBuilds = 40

type Accept = (value: unknown) => boolean

const everyType: readonly TypeName[] = ['string', 'number', 'boolean', 'object', 'array', 'null']

const turned = <T>(list: readonly T[], turn: number): readonly T[] => {
  const start = list.length > 0 ? turn % list.length : 0
  return [...list.slice(start), ...list.slice(0, start)]
}

/** Types in the order they are tried: as written, null last. */
const typeOrder = (shape: Shape, place: Place, context: Context): readonly TypeName[] => {
  if (shape.types) {
    const real = shape.types.filter((type) => type !== 'null')
    const turn = context.mode === 'dynamic' ? deriveSeed(place.seed, 'type') : 0
    if (place.spin > 1) return turned(shape.types, turn + place.spin)
    const rest = shape.types.length > real.length ? (['null'] as const) : []
    return [...turned(real, turn), ...rest]
  }
  const first = shape.suggested ?? (place.depth === 0 ? 'object' : 'string')
  return [first, ...everyType.filter((type) => type !== first)]
}

const makeBoolean = (shape: Shape, place: Place, context: Context): Made => {
  const varied = context.mode === 'dynamic' || context.round.number > 1
  const turn = varied ? deriveSeed(place.seed, 'boolean') : 0
  const spun = place.spin > 1 ? deriveSeed(place.seed, place.spin) : place.spin
  const first = (turn + spun) % 2 === 0
  const fits = (value: boolean): boolean => shape.nots.every((not) => !context.conforms(not, value))
  return [first, !first].find(fits) ?? nothing
}

const makeType = (
  type: TypeName,
  shape: Shape,
  place: Place,
  context: Context,
  accept: Accept,
): Made => {
  switch (type) {
    case 'object':
      return makeObject(shape, place, context, accept)
    case 'array':
      return makeArray(shape, place, context)
    case 'string':
      return makeString(shape, place, context)
    case 'boolean':
      return makeBoolean(shape, place, context)
    case 'null':
      return null
    default:
      return makeNumber(shape, place, context, type === 'integer')
  }
}

/** The samples of a kind that stand for the whole value; objects of merged parts are only hints. */
const wholeSamples = (shape: Shape, kind: SampleKind): readonly Sample[] =>
  shape.samples[kind].filter(({ value, own }) => own || shape.sources <= 1 || !isObject(value))

/** Takes properties from examples that do not do as a whole. */
const hintFrom = (shape: Shape): void => {
  for (const { value } of shape.samples.example) {
    if (!isObject(value)) continue
    for (const [name, item] of Object.entries(value)) {
      if (shape.properties.has(name) && !shape.hints.has(name)) shape.hints.set(name, item)
    }
  }
}

/** Of longer lists not every value is judged: that would take the square of their length. */
const longList = 500

/** One of a long list of values: the next one from some place that passes. */
const makeFromMany = (
  values: readonly unknown[],
  place: Place,
  context: Context,
  accept: Accept,
): Made => {
  const first = context.mode === 'dynamic' ? deriveSeed(place.seed, 'enum') : 0
  const start = (first + place.spin) % values.length
  for (const value of turned(values, start).slice(0, longList)) if (accept(value)) return value
  return nothing
}

/** One of the values that const and enum leave: the first, or by chance; null last. */
const makeListed = (shape: Shape, place: Place, context: Context, accept: Accept): Made => {
  const { values = [] } = shape
  if (values.length > longList) {
    const value = makeFromMany(values, place, context, accept)
    if (value !== nothing) return value
  }
  const good = values.filter(accept)
  const real = good.filter((value) => value !== null)
  const list = real.length > place.spin ? real : good
  if (list.length === 0) return nothing
  const first = context.mode === 'dynamic' ? deriveSeed(place.seed, 'enum') : 0
  if (place.spin < list.length) return list[(first + place.spin) % list.length]
  return seededRandom(deriveSeed(place.seed, place.spin)).pick(list)
}

const makeSample = (
  shape: Shape,
  kinds: readonly SampleKind[],
  place: Place,
  context: Context,
  accept: Accept,
): Made => {
  if (context.mode !== 'static' || !context.round.samples || shape.hints.size > 0) return nothing
  const listed = kinds.flatMap((kind) => wholeSamples(shape, kind)).slice(place.spin)
  for (const { value } of listed) {
    if (!accept(value)) continue
    if (context.count.samples++ !== context.round.skip) return value
  }
  return nothing
}

/** The value of a shape: hint, example, default, const, enum, examples, x-faker, then by type. */
const makeShape = (shape: Shape, place: Place, context: Context, accept: Accept): Made => {
  const { hint } = place
  if (hint && place.spin === 0 && accept(hint.value)) return hint.value
  const sample = makeSample(shape, ['example', 'default'], place, context, accept)
  if (sample !== nothing) return sample
  if (shape.values) return makeListed(shape, place, context, accept)
  const late = makeSample(shape, ['examples'], place, context, accept)
  if (late !== nothing) return late
  const faked = makeByFaker(shape, place, context)
  if (faked !== nothing && accept(faked)) return faked
  if (context.mode === 'static' && context.round.samples) hintFrom(shape)
  return makeByType(shape, place, context, shape.hard ? accept : () => true)
}

/** The first type whose value passes; else the first value at all. */
const makeByType = (shape: Shape, place: Place, context: Context, quick: Accept): Made => {
  let first: Made = nothing
  for (const type of typeOrder(shape, place, context)) {
    const value = makeType(type, shape, place, context, quick)
    if (value !== nothing && quick(value)) return value
    if (first === nothing) first = value
  }
  return first
}

/** Makes the value of a part that every schema of the list holds for, trying branch after branch. */
export const build = (schemas: readonly JsonSchema[], place: Place, context: Context): Made => {
  if (++context.count.steps > maxSteps || place.depth > maxDepth) return nothing
  const accept: Accept = (value) => schemas.every((schema) => context.conforms(schema, value))
  const tape = newTape()
  let [best, builds]: [Made, number] = [nothing, 0]
  for (let shapes = 0; shapes < mostShapes && builds < mostBuilds; shapes++) {
    const shape = shapeOf(schemas, place, context, tape)
    // No try can break what must not hold and always does: the next branch, at once.
    const isVain = shape.nots.some((not) => alwaysHolds(not, shape.types, context.lookup))
    if (!contradicts(shape) && (!isVain || context.round.lenient)) {
      builds++
      const value = makeShape(shape, place, context, accept)
      if (value !== nothing && (!shape.hard || accept(value))) return value
      if (best === nothing) best = value
    }
    if (!advance(tape)) break
  }
  return context.round.lenient ? best : nothing
}
