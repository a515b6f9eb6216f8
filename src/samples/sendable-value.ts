import type { CompiledSchema } from '../contract/contract.js'
import type { JsonSchema } from '../lib/json-schema.js'
import { arrayOrEmpty, isObject, objectOrEmpty, own } from '../lib/json-object.js'

type Lookup = CompiledSchema['lookup']

/** More references or compositions in a row than this are a circle. */
const maxHops = 20

/** A schema and all it is composed of with `$ref` and allOf. */
const partsOf = (schema: unknown, lookup: Lookup, hops = 0): readonly unknown[] => {
  if (!isObject(schema) || hops > maxHops) return [schema]
  const ref = own(schema, '$ref')
  const parts = arrayOrEmpty(own(schema, 'allOf'))
  const behind = typeof ref === 'string' ? [lookup(ref)] : []
  return [schema, ...[...behind, ...parts].flatMap((part) => partsOf(part, lookup, hops + 1))]
}

/** What a schema in the direction of requests says of a property that only answers have. */
const isNothing = (schema: unknown): boolean =>
  schema === false || (isObject(schema) && arrayOrEmpty(own(schema, 'allOf'))[0] === false)

const prune = (value: unknown, schemas: readonly unknown[], lookup: Lookup): unknown => {
  const parts = schemas.flatMap((schema) => partsOf(schema, lookup)).filter(isObject)
  if (Array.isArray(value)) {
    const items = parts.flatMap((part) => own(part, 'items') ?? [])
    return value.map((item) => prune(item, items, lookup))
  }
  if (!isObject(value) || parts.length === 0) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const members = parts.flatMap((part) => own(objectOrEmpty(part['properties']), name) ?? [])
      return members.some(isNothing) ? [] : [[name, prune(member, members, lookup)]]
    }),
  )
}

/** A documented value without what only answers have (`readOnly`, OpenAPI 3.0.3 §4.7.24.2). */
export const sendableValue = (
  value: unknown,
  { schema, lookup }: Pick<CompiledSchema, 'lookup'> & { readonly schema: JsonSchema },
): unknown => prune(value, [schema], lookup)
