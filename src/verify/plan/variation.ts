import { generate } from '../../generate/generate-value.js'
import { isValidAt } from '../../generate/schema-place.js'
import type { JsonObject } from '../../lib/json-object.js'
import type { JsonSchema } from '../../lib/json-schema.js'
import type { ValuePlace } from './value-places.js'

/** Another value for one place of a request. */
export interface Variation {
  /** Unlike those of the other variations of the place: `maxLength`, `type-null`. */
  readonly name: string
  /** The keyword that it keeps to the letter, or breaks. */
  readonly keyword: string
  /** In words, behind the name of the place: `of 41 characters, one more than its maxLength`. */
  readonly what: string
  readonly value?: unknown
  /** True where servers that most people call correct do otherwise. */
  readonly isMinor?: boolean
  /** True where nothing is sent at the place. */
  readonly isLeftOut?: true
}

/** Longer texts are not made. */
export const longestText = 10_000

/** Longer lists are not made. */
export const longestList = 1000

/** A valid value of a place for which more holds; undefined where none is found. */
export const valueWith = (place: ValuePlace, more: JsonObject): unknown => {
  const { schema, lookup } = place.schema
  const wanted: JsonSchema = { allOf: [schema, more] }
  const isValid = (value: unknown): boolean => isValidAt({ schema: wanted, lookup }, value)
  const made = generate(
    { schema: wanted, lookup, isValid },
    { seed: place.pointer, mode: 'static' },
  )
  return made.valid ? made.value : undefined
}

/** What parts of a schema are joined by: what they lead to stands in the list of parts already. */
const composing = ['$ref', '$dynamicRef', 'allOf', 'anyOf', 'oneOf'] as const

/** A value of a place for which everything holds but a keyword, and more beside. */
export const valueWithout = (place: ValuePlace, keyword: string, more: JsonObject): unknown => {
  const { lookup } = place.schema
  const left = new Set<string>([keyword, ...composing])
  const parts = place.parts.map((part) =>
    Object.fromEntries(Object.entries(part).filter(([name]) => !left.has(name))),
  )
  const wanted: JsonSchema = { allOf: [...parts, more] }
  const isValid = (value: unknown): boolean => isValidAt({ schema: wanted, lookup }, value)
  const made = generate(
    { schema: wanted, lookup, isValid },
    { seed: place.pointer, mode: 'static' },
  )
  return made.valid ? made.value : undefined
}
