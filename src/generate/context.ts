import { deriveSeed } from '../lib/seeded-random.js'
import type { JsonSchema } from '../lib/json-schema.js'
import type { FakerDoor } from './faker-door.js'
import type { PatternMemo } from './pattern.js'

/** No value could be made. */
export const nothing = Symbol('nothing')

/** A JSON value, or the sign that none could be made. */
export type Made = unknown

/** What differs between two tries at the same schema. */
export interface Round {
  /** Chance of this try: 0 first. */
  readonly number: number
  /** Examples and defaults are used. */
  readonly samples: boolean
  /** The sample (counted in the order met) that is passed over. */
  readonly skip: number
  /** Optional properties are left out. */
  readonly lean: boolean
  /** A value that breaks its schema is better than none. */
  readonly lenient: boolean
}

/** What is the same for every node of one try. */
export interface Context {
  readonly mode: 'static' | 'dynamic'
  readonly faker: FakerDoor | undefined
  /** Milliseconds since 1970: the present of generated dates. */
  readonly now: number
  readonly lookup: (ref: string) => JsonSchema | undefined
  readonly nameOf: (ref: string) => string
  readonly patterns: PatternMemo
  readonly round: Round
  /** Nodes visited and samples met so far: the only state of a try. */
  readonly count: { steps: number; samples: number }
  readonly conforms: (schema: JsonSchema, value: unknown) => boolean
  /** Makes the value of a part that every schema of the list holds for. */
  readonly build: (schemas: readonly JsonSchema[], place: Place) => Made
}

/** The refs that lead from the root to a place, innermost first. */
export interface RefTrail {
  readonly ref: string
  readonly outer: RefTrail | undefined
}

/** Where in the value a node stands, and what it may cost. */
export interface Place {
  /** Chance of this place: from the seed and the JSON path alone. */
  readonly seed: number
  /** The nearest property name, or the name of the root. */
  readonly name: string
  /** The name of the thing that the property belongs to. */
  readonly owner: string
  readonly depth: number
  /** How many nodes may lie below. */
  readonly share: number
  readonly trail: RefTrail | undefined
  /** The value may be left out here, or an ancestor may. */
  readonly optional: boolean
  /** 0, or the how-manieth variation is wanted because the earlier ones did not fit. */
  readonly spin: number
  /** A value that suits the whole, tried first. */
  readonly hint: { readonly value: unknown } | undefined
}

/** How deep optional parts are made. */
export const optionalDepth = 16

/** How deep anything is made. */
export const maxDepth = 64

/** How many nodes one try may visit. */
export const maxSteps = 20_000

/** The place of a property or an item below another. */
export const childPlace = (
  place: Place,
  key: string | number,
  part: Partial<Place> & Pick<Place, 'share' | 'trail'>,
): Place => ({
  seed: deriveSeed(place.seed, key),
  name: typeof key === 'string' ? key : place.name,
  owner: typeof key === 'string' ? place.name : place.owner,
  depth: place.depth + 1,
  optional: place.optional,
  spin: place.spin,
  hint: undefined,
  ...part,
})

/** How often a ref occurs on a trail. */
export const occurrences = (trail: RefTrail | undefined, ref: string): number => {
  let count = 0
  for (let step = trail; step !== undefined; step = step.outer) if (step.ref === ref) count++
  return count
}
