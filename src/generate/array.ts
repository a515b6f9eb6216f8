import { jsonEqual } from '../lib/json-equal.js'
import type { JsonSchema } from '../lib/json-schema.js'
import { deriveSeed, seededRandom } from '../lib/seeded-random.js'
import {
  childPlace,
  maxSteps,
  nothing,
  optionalDepth,
  type Context,
  type Made,
  type Place,
} from './context.js'
import type { Shape } from './shape.js'

/** How often an item is made anew because it was there already. */
const variations = 40

/** What holds for the item at a position, or undefined when there may be none. */
const schemasAt = (shape: Shape, index: number): readonly JsonSchema[] | undefined => {
  const parts = shape.tuples.flatMap(({ prefix, rest }): readonly JsonSchema[] => {
    const part = prefix[index] ?? rest
    return part === undefined ? [] : [part]
  })
  return parts.includes(false) ? undefined : parts
}

/** How many items: at least one where that is allowed, and the whole prefix. */
const wantedLength = (shape: Shape, place: Place, context: Context): number => {
  const contained = shape.contains.reduce((sum, { min }) => sum + min, 0)
  const prefix = Math.max(0, ...shape.tuples.map((tuple) => tuple.prefix.length))
  const least = Math.max(shape.minItems, Math.min(contained, shape.maxItems))
  const usual = Math.max(1, least, prefix)
  const more =
    context.mode === 'dynamic' && prefix === 0 && place.share > 8
      ? seededRandom(deriveSeed(place.seed, 'length')).int(0, 2)
      : 0
  return Math.min(usual + more, shape.maxItems)
}

interface Slot {
  readonly index: number
  readonly schemas: readonly JsonSchema[]
  readonly share: number
  readonly optional: boolean
}

const makeItem = (
  shape: Shape,
  slot: Slot,
  items: readonly unknown[],
  place: Place,
  context: Context,
): Made => {
  const { share } = slot
  const optional = place.optional || slot.optional
  for (let turn = 0; turn < (shape.unique ? variations : 1); turn++) {
    const spin = place.spin + turn
    const part = { share, optional, spin, trail: shape.trail }
    const value = context.build(slot.schemas, childPlace(place, slot.index, part))
    if (value === nothing) return nothing
    if (!shape.unique || !items.some((item) => jsonEqual(item, value))) return value
  }
  return nothing
}

/** The further demands on the next item: what is still to be contained, and of what there is enough. */
const containment = (shape: Shape, items: readonly unknown[], context: Context): JsonSchema[] =>
  shape.contains.flatMap(({ schema, min, max }) => {
    const found = items.filter((item) => context.conforms(schema, item)).length
    if (found < min) return [schema]
    return found >= max ? [{ not: schema }] : []
  })

/** An item that meets as many of the demands as possible, at least those of its position. */
const makeSlot = (
  shape: Shape,
  slot: Slot,
  items: readonly unknown[],
  place: Place,
  context: Context,
): Made => {
  const further = containment(shape, items, context)
  for (let wanted = further.length; wanted >= 0; wanted--) {
    const from = slot.index % Math.max(1, further.length)
    const turned = [...further.slice(from), ...further.slice(0, from)]
    const schemas = [...slot.schemas, ...turned.slice(0, wanted)]
    const value = makeItem(shape, { ...slot, schemas }, items, place, context)
    if (value !== nothing) return value
  }
  return nothing
}

/** An array (JSON Schema 2020-12 core §10.3.1, validation §6.4). */
export const makeArray = (shape: Shape, place: Place, context: Context): Made => {
  const { minItems } = shape
  const tight = place.share < 1 || place.depth > optionalDepth || context.round.lean
  const contained = shape.contains.some(({ min }) => min > 0)
  const wanted = tight && !contained ? minItems : wantedLength(shape, place, context)
  const share = Math.floor((place.share - wanted) / Math.max(1, wanted))
  const items: unknown[] = []
  if (minItems > maxSteps && !context.round.lenient) return nothing
  for (let index = 0; index < wanted; index++) {
    const schemas = schemasAt(shape, index)
    if (schemas === undefined) break
    const optional = index >= minItems && !contained
    const slot = { index, schemas, share, optional }
    const value = makeSlot(shape, slot, items, place, context)
    if (value === nothing) break
    items.push(value)
  }
  return items.length >= minItems || context.round.lenient ? items : nothing
}
