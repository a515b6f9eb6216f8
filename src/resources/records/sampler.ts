import { generateValue } from '../../generate/generate-value.js'
import { openFaker, type FakerDoor } from '../../generate/faker-door.js'
import { isObject, type JsonObject } from '../../lib/json-object.js'
import type { PropertyPath } from '../resource-model.js'
import { isValidAt, membersOf, type SchemaPlace } from '../../generate/schema-place.js'
import { withValueAtPath } from '../../lib/value-path.js'

/** Makes a valid value of a schema, always the same for the same seed. */
export type Sampler = (place: SchemaPlace, seed: string, name: string) => unknown

/** A part of a value, and its schema. */
interface Part {
  readonly path: PropertyPath
  readonly place: SchemaPlace
}

/** What the large values of one schema have in common, and the parts in which they differ. */
interface Base {
  readonly value: JsonObject
  readonly parts: readonly Part[]
}

/** Values with more parts than this take milliseconds to make. */
const largest = 120

/** How many parts a value has; those beyond the largest are not counted. */
const sizeOf = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 1
  let count = 1
  for (const part of Object.values(value)) {
    count += sizeOf(part)
    if (count > largest) break
  }
  return count
}

/** Members that tell one thing from another. */
const telling = /^(_?id|uid|uuid|guid|key|slug|code|number|name|login|username|email)$/i

const partsOf = (place: SchemaPlace, value: JsonObject, above: PropertyPath): readonly Part[] => {
  const { properties } = membersOf(place)
  const isInner = above.length > 0
  return Object.entries(value).flatMap(([name, member]): readonly Part[] => {
    const schema = properties.get(name)
    if (schema === undefined) return []
    const part = { path: [...above, name], place: { schema, lookup: place.lookup } }
    if (isObject(member)) return isInner ? [] : partsOf(part.place, member, part.path)
    return typeof member !== 'object' && (!isInner || telling.test(name)) ? [part] : []
  })
}

/** Values that nothing is known of but their schema: one for each. */
class Bases {
  readonly #known = new WeakMap<object, { readonly base: Base | undefined }>()
  readonly #make: (place: SchemaPlace) => unknown

  constructor(make: (place: SchemaPlace) => unknown) {
    this.#make = make
  }

  /** Undefined for a schema whose values are small. */
  of(place: SchemaPlace): Base | undefined {
    if (typeof place.schema === 'boolean') return undefined
    const known = this.#known.get(place.schema) ?? { base: this.#baseOf(place) }
    this.#known.set(place.schema, known)
    return known.base
  }

  #baseOf(place: SchemaPlace): Base | undefined {
    if (membersOf(place).properties.size === 0) return undefined
    const value = this.#make(place)
    if (!isObject(value) || sizeOf(value) <= largest) return undefined
    return { value, parts: partsOf(place, value, []) }
  }
}

/**
 * Makes a sampler. Large values of one schema have their depths in common: only their own scalars, and
 * what tells the things apart that they hold, is made for each of them.
 */
const createSampler = (faker: FakerDoor): Sampler => {
  const make = (place: SchemaPlace, seed: string, name: string, owner = name) =>
    generateValue(
      { ...place, isValid: (value) => isValidAt(place, value) },
      { seed, mode: 'dynamic', faker, name, owner },
    )
  const bases = new Bases((place) => make(place, 'base', ''))
  return (place, seed, name) => {
    const base = bases.of(place)
    if (!base) return make(place, seed, name)
    const value = base.parts.reduce<unknown>((whole, { path, place: part }) => {
      const made = make(part, `${seed} ${path.join('.')}`, path.at(-1) ?? '', path.at(-2) ?? name)
      return withValueAtPath(whole, path, made)
    }, base.value)
    return isValidAt(place, value) ? value : make(place, seed, name)
  }
}

/** A source of samplers, whose realistic data is loaded when it is first asked for. */
export const createSamplers = (): (() => Promise<Sampler>) => {
  let loading: Promise<Sampler> | undefined
  return () => (loading ??= openFaker().then(createSampler))
}
