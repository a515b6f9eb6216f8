import { isObject, objectOrEmpty, type JsonObject } from '../lib/json-object.js'
import type { Shape } from './shape.js'

/** The property that tells alternatives apart, and what it says for one of them. */
export interface Discriminated {
  readonly property: string
  readonly values: readonly string[]
}

/**
 * What a discriminator (OpenAPI 3.1 §4.8.25) says for the schema behind a ref: the keys that map to
 * it, then its name, then `fallback` keys.
 */
export const discriminated = (
  schema: JsonObject,
  ref: unknown,
  nameOf: (ref: string) => string,
  own: boolean,
): Discriminated | undefined => {
  const discriminator = schema['discriminator']
  if (!isObject(discriminator)) return undefined
  const property = discriminator['propertyName']
  if (typeof property !== 'string') return undefined
  const mapping = Object.entries(objectOrEmpty(discriminator['mapping']))
  if (typeof ref !== 'string') return { property, values: mapping.map(([key]) => key) }
  const name = nameOf(ref)
  const keys = mapping
    .filter(([, target]) => target === ref || nameOf(String(target)) === name)
    .map(([key]) => key)
  const others = own ? mapping.map(([key]) => key) : []
  return { property, values: [...keys, ...others, name] }
}

/** Gives the property the first value that no earlier choice has given. */
export const discriminate = (shape: Shape, found: Discriminated): void => {
  const [first] = found.values
  if (first === undefined || shape.hints.has(found.property)) return
  shape.hints.set(found.property, first)
}
