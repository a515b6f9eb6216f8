import { isObject } from '../lib/json-object.js'
import type { JsonSchema } from '../lib/json-schema.js'
import { childPlace, nothing, type Context, type Place } from './context.js'
import { readPattern, patternText } from './pattern.js'
import { schemaList } from './schema-parts.js'
import type { Shape } from './shape.js'

const covers = (patterns: readonly string[], name: string, context: Context): boolean =>
  patterns.some((pattern) => readPattern(pattern, context.patterns)?.matches(name))

/** What holds for a property of that name, or undefined when there may be none. */
export const schemasFor = (
  shape: Shape,
  name: string,
  context: Context,
): readonly JsonSchema[] | undefined => {
  const parts = [...(shape.properties.get(name) ?? [])]
  for (const [pattern, part] of shape.patternProperties) {
    if (covers([pattern], name, context)) parts.push(part)
  }
  for (const closure of shape.closures) {
    if (!closure.names.has(name) && !covers(closure.patterns, name, context)) {
      parts.push(closure.schema)
    }
  }
  if (parts.includes(false) || shape.absent.has(name)) return undefined
  return shape.propertyNames.every((names) => context.conforms(names, name)) ? parts : undefined
}

const complexWords = ['properties', 'items', 'allOf', 'anyOf', 'oneOf', 'additionalProperties']

/** True for schemas whose values surely have no parts of their own. */
const isLeaf = (schema: JsonSchema, context: Context, followed = 0): boolean => {
  if (!isObject(schema)) return true
  const ref = schema['$ref']
  if (typeof ref === 'string') {
    const target = context.lookup(ref)
    return followed < 4 && (target === undefined || isLeaf(target, context, followed + 1))
  }
  return !complexWords.some((word) => Object.hasOwn(schema, word))
}

/** How many nodes each property that has parts may have, when all of them share what there is. */
export const shareOf = (
  shape: Shape,
  names: readonly string[],
  place: Place,
  context: Context,
): number => {
  const complex = names.filter(
    (name) => !(shape.properties.get(name) ?? []).every((part) => isLeaf(part, context)),
  )
  return Math.floor((place.share - names.length) / Math.max(1, complex.length))
}

/** True when the property's value would have parts of its own. */
export const hasParts = (schemas: readonly JsonSchema[], context: Context): boolean =>
  !schemas.every((part) => isLeaf(part, context))

/** Values of `enum` and `const` that property names are limited to. */
const listedNames = (names: readonly JsonSchema[]): readonly string[] =>
  names
    .flatMap((part) =>
      isObject(part) ? [part['const'], ...(Array.isArray(part['enum']) ? part['enum'] : [])] : [],
    )
    .filter((name) => typeof name === 'string')

/** Names for properties beyond the declared ones, likely first. */
export function* extraNames(shape: Shape, place: Place, context: Context): Generator<string> {
  const name = (index: number): string => `property${index}`
  const open = shape.closures.every((closure) => closure.schema !== false)
  if (open && shape.propertyNames.length === 0 && shape.patternProperties.length === 0) {
    for (let index = 1; index < 2000; index++) yield name(index)
  }
  yield* listedNames(shape.propertyNames)
  for (let turn = 0; turn < 40; turn++) {
    for (const [pattern] of shape.patternProperties) {
      const read = readPattern(pattern, context.patterns)
      const spot = childPlace(place, turn, { share: 1, trail: undefined })
      const made = read && patternText(read, spot.seed, [1, 40], () => true)
      if (made !== undefined) yield made
    }
    if (shape.propertyNames.length === 0) continue
    const part = { share: 1, trail: undefined, spin: turn, hint: undefined }
    const schemas = [...schemaList(shape.propertyNames), { type: 'string' }]
    const made = context.build(schemas, childPlace(place, '', part))
    if (made !== nothing && typeof made === 'string') yield made
  }
  for (let index = 1; index < 40; index++) yield name(index)
}
