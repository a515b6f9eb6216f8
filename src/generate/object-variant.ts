import { isObject, objectOrEmpty, arrayOrEmpty } from '../lib/json-object.js'
import type { JsonSchema } from '../lib/json-schema.js'
import type { Context } from './context.js'
import { schemasFor } from './property-plan.js'
import { schemaEntries, schemaList } from './schema-parts.js'
import type { Shape } from './shape.js'

/** One way to make an object: what is left out, and what is put in to break an unwanted branch. */
export interface Variant {
  readonly omit: ReadonlySet<string>
  /** Only required properties. */
  readonly lean: boolean
  readonly spoil: ReadonlyMap<string, unknown>
  readonly spin: number
}

/** The schema and all that it refers to for the same value. */
const partsOf = (schema: JsonSchema, context: Context, depth = 0): readonly JsonSchema[] => {
  if (!isObject(schema) || depth > 6) return []
  const ref = schema['$ref']
  const target = typeof ref === 'string' ? context.lookup(ref) : undefined
  const further = [
    ...(target === undefined ? [] : [target]),
    ...schemaList(schema['allOf']),
    ...schemaList(schema['anyOf']),
    ...schemaList(schema['oneOf']),
  ]
  return [schema, ...further.flatMap((part) => partsOf(part, context, depth + 1))]
}

/** Names without which an unwanted schema would not hold. */
const needed = (shape: Shape, context: Context): readonly string[] =>
  shape.nots
    .flatMap((not) => partsOf(not, context))
    .flatMap((part) => (isObject(part) ? arrayOrEmpty(part['required']).map(String) : []))

const oddValues: readonly unknown[] = ['', 0, false, null, [], {}, 'string', 1.5, true]

/** Properties that an unwanted schema knows and refuses, but the wanted ones let pass. */
const spoilers = (shape: Shape, context: Context): ReadonlyMap<string, unknown> => {
  const spoil = new Map<string, unknown>()
  for (const not of shape.nots) {
    const known = partsOf(not, context).flatMap((part) =>
      schemaEntries(objectOrEmpty(part)['properties']),
    )
    for (const [name, part] of known) {
      if (spoil.has(name) || shape.properties.has(name)) continue
      const allowed = schemasFor(shape, name, context)
      const odd = oddValues.find(
        (value) =>
          !context.conforms(part, value) && allowed?.every((one) => context.conforms(one, value)),
      )
      if (odd === undefined) continue
      spoil.set(name, odd)
      break
    }
  }
  return spoil
}

const none: ReadonlySet<string> = new Set()
const nothingSpoilt: ReadonlyMap<string, unknown> = new Map()

/** Ways to make an object, the complete one first; the others are for demands that are hard to meet. */
export function* variants(shape: Shape, context: Context): Generator<Variant> {
  const { lean } = context.round
  const first: Variant = { omit: none, lean, spoil: nothingSpoilt, spin: 0 }
  yield first
  if (!shape.hard) {
    if (shape.dependentRequired.length > 0 || !lean) yield { ...first, lean: true }
    return
  }
  const optional = [...shape.properties.keys()].filter((name) => !shape.required.has(name))
  const avoidable = needed(shape, context).filter((name) => !shape.required.has(name))
  if (avoidable.length > 0) yield { ...first, omit: new Set(avoidable) }
  for (const name of optional.slice(0, 12)) yield { ...first, omit: new Set([name]) }
  yield { ...first, lean: true }
  const spoil = spoilers(shape, context)
  if (spoil.size > 0) {
    yield { ...first, spoil }
    yield { ...first, spoil, lean: true }
  }
  for (let spin = 1; spin <= 6; spin++) yield { ...first, spin, lean: spin % 2 === 0 }
}
