import type { JsonSchema } from '../lib/json-schema.js'
import {
  childPlace,
  nothing,
  optionalDepth,
  type Context,
  type Made,
  type Place,
} from './context.js'
import { variants, type Variant } from './object-variant.js'
import { extraNames, hasParts, schemasFor, shareOf } from './property-plan.js'
import type { Shape } from './shape.js'

interface Making {
  readonly shape: Shape
  readonly place: Place
  readonly context: Context
  readonly variant: Variant
  readonly made: Map<string, unknown>
}

/** Makes one property; false when it cannot be made. */
const addProperty = (
  making: Making,
  name: string,
  schemas: readonly JsonSchema[],
  share: number,
  optional: boolean,
): boolean => {
  const { shape, place, context, variant, made } = making
  const hint = shape.hints.has(name) ? { value: shape.hints.get(name) } : undefined
  const spin = place.spin + variant.spin
  const part = { share, trail: shape.trail, optional: place.optional || optional, hint, spin }
  const value = context.build(schemas, childPlace(place, name, part))
  if (value === nothing) return false
  made.set(name, value)
  return true
}

/** required, and what dependentRequired adds for the names that are wanted. */
const requiredNames = (shape: Shape, wanted: readonly string[]): ReadonlySet<string> => {
  const names = new Set(shape.required)
  for (let before = -1; before !== names.size;) {
    before = names.size
    for (const [name, needs] of shape.dependentRequired) {
      if (names.has(name) || wanted.includes(name)) for (const need of needs) names.add(need)
    }
  }
  return names
}

const wantedNames = ({ shape, variant, context }: Making): readonly string[] =>
  variant.lean
    ? []
    : [...shape.properties.keys()].filter(
        (name) =>
          !variant.omit.has(name) &&
          !variant.spoil.has(name) &&
          schemasFor(shape, name, context) !== undefined,
      )

/** Declared properties in their order, then what else is required; false when one of these fails. */
const addDeclared = (making: Making): boolean => {
  const { shape, place, context, variant, made } = making
  const wanted = wantedNames(making)
  const required = requiredNames(shape, wanted)
  const names = [...new Set([...shape.properties.keys(), ...required])].filter(
    (name) => required.has(name) || wanted.includes(name),
  )
  let room = shape.maxProperties - required.size - variant.spoil.size
  const share = shareOf(shape, names, place, context)
  for (const name of names) {
    const schemas = schemasFor(shape, name, context)
    const optional = !required.has(name)
    if (optional && room <= 0) continue
    const tight = share < 1 || place.depth >= optionalDepth
    if (optional && tight && hasParts(schemas ?? [], context)) continue
    if (schemas && addProperty(making, name, schemas, share, optional)) {
      if (optional) room--
    } else if (!optional && !context.round.lenient) return false
  }
  for (const [name, value] of variant.spoil) made.set(name, value)
  return true
}

/** True when the names of properties are open, but what they hold is said. */
const isDictionary = (shape: Shape): boolean =>
  shape.patternProperties.length > 0 ||
  shape.closures.some(({ schema }) => typeof schema === 'object')

/** Properties that are not declared: as many as asked for, or two when none is declared. */
const addExtra = (making: Making): void => {
  const { shape, place, context, variant, made } = making
  const roomy = !variant.lean && place.share >= 2 && place.depth < optionalDepth
  const empty = shape.properties.size === 0 && made.size === 0 && isDictionary(shape) && roomy
  const wanted = Math.max(shape.minProperties, empty ? Math.min(2, shape.maxProperties) : 0)
  if (made.size >= wanted) return
  const share = Math.floor((place.share - wanted) / Math.max(1, wanted - made.size))
  let refused = 0
  for (const name of extraNames(shape, place, context)) {
    if (made.size >= wanted || refused > 50) return
    if (made.has(name) || variant.omit.has(name)) continue
    const schemas = schemasFor(shape, name, context)
    const optional = made.size >= shape.minProperties
    if (!schemas || !addProperty(making, name, schemas, share, optional)) refused++
  }
}

const makeVariant = (making: Making): Made => {
  if (!addDeclared(making)) return nothing
  addExtra(making)
  const { size } = making.made
  const { minProperties: least, maxProperties: most } = making.shape
  if ((size < least || size > most) && !making.context.round.lenient) return nothing
  return Object.fromEntries(making.made)
}

/** An object that `accept` passes (JSON Schema 2020-12 core §10.3.2, validation §6.5). */
export const makeObject = (
  shape: Shape,
  place: Place,
  context: Context,
  accept: (value: unknown) => boolean,
): Made => {
  let first: Made = nothing
  for (const variant of variants(shape, context)) {
    const value = makeVariant({ shape, place, context, variant, made: new Map() })
    if (value === nothing) continue
    if (accept(value)) return value
    if (first === nothing) first = value
  }
  return first
}
