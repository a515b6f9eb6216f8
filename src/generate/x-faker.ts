import { isObject } from '../lib/json-object.js'
import { deriveSeed } from '../lib/seeded-random.js'
import { nothing, type Context, type Made, type Place } from './context.js'
import type { Shape } from './shape.js'

/** The method and arguments that `x-faker` names: a path, or an object of one path and arguments. */
const readCall = (wish: unknown): readonly [string, readonly unknown[]] | undefined => {
  if (typeof wish === 'string') return [wish, []]
  const [entry] = isObject(wish) ? Object.entries(wish) : []
  if (!entry) return undefined
  const [method, args] = entry
  return [method, Array.isArray(args) ? (args as unknown[]) : [args]]
}

/** The value as the type that is asked for, where that is a matter of writing. */
const converted = (value: unknown, types: readonly string[]): unknown => {
  const numeric = types.includes('number') || types.includes('integer')
  if (typeof value === 'string' && numeric && !types.includes('string')) return Number(value)
  if (typeof value === 'number' && types.includes('string') && !numeric) return String(value)
  return value
}

/** What `x-faker` asks for, as Prism's dynamic generation understands it; dynamic mode only. */
export const makeByFaker = (shape: Shape, place: Place, context: Context): Made => {
  if (context.mode !== 'dynamic' || shape.faker === undefined || !context.faker) return nothing
  const call = readCall(shape.faker)
  if (!call) return nothing
  const seed = deriveSeed(place.seed, place.spin)
  const value = context.faker.call(call[0], call[1], seed, context.now)
  return value === undefined ? nothing : converted(value, shape.types ?? [])
}
