import { isObject, own, type JsonObject } from '../../lib/json-object.js'
import type { JsonSchema } from '../../lib/json-schema.js'
import { once } from '../../lib/once.js'
import { isUnsafe } from '../../lib/parse-exact.js'
import { withMember } from '../../lib/value-path.js'
import {
  alternativesOf,
  isValidAt,
  itemsPlace,
  keywordOf,
  membersOf,
  type Members,
  type SchemaPlace,
} from '../../generate/schema-place.js'

/** Nothing of a value can be said in a schema. */
const unsayable = Symbol('unsayable')

/** A valid value of the same schema, from which comes what a record does not have. */
export interface Model {
  readonly whole: () => unknown
  /** What it has there; a part of it takes less time to make than all of it. */
  readonly member: (name: string, place: SchemaPlace) => unknown
}

/** A model of a value that is there, or that is made when it is first asked for. */
export const modelOf = (whole: () => unknown): Model => ({
  whole,
  member: (name) => {
    const value = whole()
    return isObject(value) ? own(value, name) : undefined
  },
})

/** The same scalar in another type: ids are numbers here and texts there. */
const adapted = (place: SchemaPlace, value: unknown): unknown => {
  const text = String(value)
  const others: readonly unknown[] =
    typeof value === 'string'
      ? [...(text.trim() === '' ? [] : [Number(text)]), text === 'true', Date.parse(text) / 1000]
      : [text, null]
  if (typeof value === 'object') return unsayable
  if (typeof value === 'string' && isUnsafe(value) && isValidAt(place, BigInt(value)))
    return BigInt(value)
  const found = others.find(
    (other) => !Number.isNaN(other) && typeof other !== 'boolean' && isValidAt(place, other),
  )
  if (found !== undefined && found !== null) return found
  return /^(true|false)$/.test(text) && isValidAt(place, text === 'true')
    ? text === 'true'
    : unsayable
}

const withRequired = (
  kept: JsonObject,
  { required, properties }: Members,
  { lookup }: SchemaPlace,
  model: Model,
): JsonObject => {
  let result = kept
  for (const name of required) {
    const schema = properties.get(name)
    if (Object.hasOwn(kept, name) || schema === false) continue
    const made = model.member(name, { schema: schema ?? true, lookup })
    if (made !== undefined) result = withMember(result, name, made)
  }
  return result
}

/** The members that the schema knows, or asks for, each as it wants them; others are left out. */
const projectObject = (place: SchemaPlace, value: JsonObject, model: Model, each: Fit): unknown => {
  const { lookup } = place
  const members = membersOf(place)
  const { properties, required, isOpen } = members
  const keepsUnknown = isOpen || properties.size === 0
  // In the order of the documentation, whatever order they were said in.
  const documented = [...properties.keys()].filter((name) => Object.hasOwn(value, name))
  const unknown = Object.keys(value).filter((name) => !properties.has(name))
  const kept = [...documented, ...unknown].flatMap((name) => {
    const member = value[name]
    const schema = properties.get(name)
    if (schema === undefined)
      return keepsUnknown || required.has(name) ? [[name, member] as const] : []
    const inner = { schema, lookup }
    const part = each(inner, member, modelOf(once(() => model.member(name, inner))))
    return part === unsayable ? [] : [[name, part] as const]
  })
  return withRequired(Object.fromEntries(kept), members, place, model)
}

/** The places of the items that have one each. */
const tuplePlaces = (place: SchemaPlace): readonly SchemaPlace[] => {
  const schemas = keywordOf(place, 'prefixItems')
  if (!Array.isArray(schemas)) return []
  return (schemas as JsonSchema[]).map((schema) => ({ schema, lookup: place.lookup }))
}

const projectArray = (
  place: SchemaPlace,
  value: readonly unknown[],
  model: Model,
  each: Fit,
): unknown => {
  const items = itemsPlace(place)
  const tuple = tuplePlaces(place)
  const madeAt = (index: number): Model =>
    modelOf(
      once(() => {
        const whole = model.whole()
        return Array.isArray(whole) ? (whole[index] as unknown) : undefined
      }),
    )
  const made = madeAt(tuple.length)
  return value
    .map((item, index) => {
      const own = tuple[index]
      if (own) return each(own, item, madeAt(index))
      return items ? each(items, item, made) : item
    })
    .filter((item) => item !== unsayable)
}

/** The alternative in which the most can be said. */
const projectAlternatives = (place: SchemaPlace, value: unknown, model: Model): unknown => {
  const [list] = alternativesOf(place)
  let best: unknown = unsayable
  let most = -1
  for (const schema of list ?? []) {
    const said = fit({ schema, lookup: place.lookup }, value, model)
    if (said === unsayable || !isValidAt(place, said)) continue
    const size = isObject(said) ? Object.keys(said).length : 0
    if (size > most) [best, most] = [said, size]
  }
  return best
}

/** Makes of a part of a value what its schema wants. */
type Fit = (place: SchemaPlace, value: unknown, model: Model) => unknown

/** As the schema names members, whether the result is valid or not. */
const shape: Fit = (place, value, model) => {
  if (typeof place.schema === 'boolean') return place.schema ? value : unsayable
  if (Array.isArray(value)) return projectArray(place, value, model, shape)
  return isObject(value) ? projectObject(place, value, model, shape) : value
}

/** What is not valid is mended, part by part. */
const fit: Fit = (place, value, model) => {
  if (typeof place.schema === 'boolean') return place.schema ? value : unsayable
  const whole = Array.isArray(value)
    ? projectArray(place, value, model, fit)
    : isObject(value)
      ? projectObject(place, value, model, fit)
      : value
  if (isValidAt(place, whole)) return whole
  if (keywordOf(place, 'const') !== undefined) return keywordOf(place, 'const')
  const other = projectAlternatives(place, value, model)
  return other === unsayable ? adapted(place, value) : other
}

/** Takes over into a valid value, member by member, what keeps it valid. */
const overlay = (place: SchemaPlace, value: unknown, model: Model): unknown => {
  const made = model.whole()
  if (!isObject(made) || !isObject(value)) return made
  return Object.entries(value).reduce<JsonObject>((result, [name, member]) => {
    const next = withMember(result, name, member)
    return isValidAt(place, next) ? next : result
  }, made)
}

/**
 * A record in the representation that a schema describes: members that it does not know are left out,
 * required ones that the record does not have come from the model, a valid value of the schema.
 */
export const project = (place: SchemaPlace, value: unknown, model: Model): unknown => {
  // Most values need no mending: to judge each part of them would take far longer than the whole.
  const shaped = shape(place, value, model)
  if (shaped !== unsayable && isValidAt(place, shaped)) return shaped
  const said = fit(place, value, model)
  return said === unsayable || !isValidAt(place, said) ? overlay(place, value, model) : said
}
