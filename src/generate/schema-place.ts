import type { CompiledSchema } from '../contract/contract.js'
import { arrayOrEmpty, isObject, objectOrEmpty, own } from '../lib/json-object.js'
import type { JsonSchema } from '../lib/json-schema.js'
import { conforms } from './conforms.js'
import type { PropertyPath } from '../lib/value-path.js'

/** A part of a compiled schema, and what its references lead to. */
export interface SchemaPlace {
  readonly schema: JsonSchema
  readonly lookup: (ref: string) => JsonSchema | undefined
}

/** The place of a compiled schema. */
export const placeOf = (schema: CompiledSchema | undefined): SchemaPlace | undefined =>
  schema && { schema: schema.schema, lookup: schema.lookup }

/** What a schema says of the members of an object, looking through references and compositions. */
export interface Members {
  readonly properties: ReadonlyMap<string, JsonSchema>
  readonly required: ReadonlySet<string>
  /** True when members of other names are documented as well. */
  readonly isOpen: boolean
}

type Lookup = SchemaPlace['lookup']

/** More references or compositions in a row than this are a circle. */
const maxHops = 20

const schemasOf = (value: unknown): readonly JsonSchema[] =>
  arrayOrEmpty(value).filter(
    (part): part is JsonSchema => isObject(part) || typeof part === 'boolean',
  )

/** The schemas that all hold for what a schema describes: itself, its references, its `allOf`. */
const conjuncts = (schema: unknown, lookup: Lookup, hops = 0): readonly JsonSchema[] => {
  if (!isObject(schema) || hops > maxHops) return typeof schema === 'boolean' ? [schema] : []
  const ref = own(schema, '$ref')
  const target = typeof ref === 'string' ? [lookup(ref)] : []
  const parts = [...target, ...schemasOf(own(schema, 'allOf'))]
  return [schema, ...parts.flatMap((part) => conjuncts(part, lookup, hops + 1))]
}

/** What holds for a value of a place: its schema, what that refers to, and `allOf`. */
export const conjunctsOf = ({ schema, lookup }: SchemaPlace): readonly JsonSchema[] =>
  conjuncts(schema, lookup)

/** The alternatives of a schema, those of its conjuncts included: one list for each `oneOf` or `anyOf`. */
export const alternativesOf = ({
  schema,
  lookup,
}: SchemaPlace): readonly (readonly JsonSchema[])[] =>
  conjuncts(schema, lookup).flatMap((part) =>
    ['oneOf', 'anyOf']
      .map((keyword) => schemasOf(own(objectOrEmpty(part), keyword)))
      .filter((list) => list.length > 0),
  )

const both = (one: JsonSchema | undefined, other: JsonSchema): JsonSchema =>
  one === undefined || one === other ? other : { allOf: [one, other] }

const either = (list: readonly JsonSchema[]): JsonSchema =>
  list.length === 1 ? (list[0] as JsonSchema) : { anyOf: list }

/** What is said of the members by the alternatives: a member that any of them knows. */
const membersOfAlternatives = (
  lists: readonly (readonly JsonSchema[])[],
  lookup: Lookup,
  hops: number,
): readonly Members[] =>
  lists.map((list) => {
    const each = list.map((schema) => membersOf({ schema, lookup }, hops + 1))
    const names = new Set(each.flatMap(({ properties }) => [...properties.keys()]))
    const properties = new Map(
      [...names].map((name) => [
        name,
        either(each.flatMap(({ properties: known }) => schemasOf([known.get(name)]))),
      ]),
    )
    return { properties, required: new Set(), isOpen: each.some(({ isOpen }) => isOpen) }
  })

/** What a schema says of the members of an object. */
export const membersOf = (place: SchemaPlace, hops = 0): Members => {
  const { schema, lookup } = place
  const properties = new Map<string, JsonSchema>()
  const required = new Set<string>()
  let isOpen = false
  if (hops > maxHops) return { properties, required, isOpen }
  for (const part of conjuncts(schema, lookup)) {
    if (!isObject(part)) continue
    for (const [name, property] of Object.entries(objectOrEmpty(own(part, 'properties'))))
      properties.set(name, both(properties.get(name), property as JsonSchema))
    for (const name of arrayOrEmpty(own(part, 'required'))) required.add(String(name))
    const others = own(part, 'additionalProperties')
    isOpen ||= others === true || isObject(others) || isObject(own(part, 'patternProperties'))
  }
  for (const other of membersOfAlternatives(alternativesOf(place), lookup, hops)) {
    for (const [name, property] of other.properties)
      if (!properties.has(name)) properties.set(name, property)
    isOpen ||= other.isOpen
  }
  return { properties, required, isOpen }
}

/** The schema of the items of an array, if one is said. */
export const itemsPlace = (place: SchemaPlace): SchemaPlace | undefined => {
  const { schema, lookup } = place
  const lists = [conjuncts(schema, lookup), ...alternativesOf(place)]
  for (const list of lists)
    for (const part of list.flatMap((one) => conjuncts(one, lookup))) {
      const items = own(objectOrEmpty(part), 'items')
      if (isObject(items) || typeof items === 'boolean')
        return { schema: items as JsonSchema, lookup }
    }
  return undefined
}

/** The schema at a path of member names; undefined where nothing is said. */
export const placeAtPath = (
  place: SchemaPlace | undefined,
  path: PropertyPath,
): SchemaPlace | undefined => {
  let at = place
  for (const name of path) {
    const schema: JsonSchema | undefined = at && membersOf(at).properties.get(name)
    at = at && schema !== undefined ? { schema, lookup: at.lookup } : undefined
  }
  return at
}

/** The values of a keyword in a schema and all that holds beside it. */
export const keywordOf = ({ schema, lookup }: SchemaPlace, keyword: string): unknown =>
  conjuncts(schema, lookup)
    .map((part) => own(objectOrEmpty(part), keyword))
    .find((value) => value !== undefined)

/** Whether a value satisfies a place. */
export const isValidAt = ({ schema, lookup }: SchemaPlace, value: unknown): boolean =>
  conforms(schema, value, { lookup, patterns: new Map(), depth: 0 })
