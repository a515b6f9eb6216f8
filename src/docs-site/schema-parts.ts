import { pointerOfName } from '../contract/schema-registry.js'
import { subtypesKeyword } from '../contract/subtypes.js'
import { arrayOrEmpty, isObject, objectOrEmpty, own, type JsonObject } from '../lib/json-object.js'
import { tokens } from '../lib/json-pointer.js'
import type { JsonSchema } from '../lib/json-schema.js'

/** Finds the schema of a reference. */
export type Lookup = (ref: string) => JsonSchema | undefined

/** A schema with all that it is composed of by `$ref` and `allOf`, in the order in which it is said. */
export interface SchemaParts {
  readonly parts: readonly JsonObject[]
  /** The references on the way; the first one is what people call it. */
  readonly refs: readonly string[]
}

/** No schema of people is composed of more. */
const maxParts = 100

/** What a reference is called: the last token of where it leads. */
export const nameOfRef = (ref: string): string => tokens(pointerOfName(ref)).at(-1) ?? ref

const collect = (
  schema: unknown,
  lookup: Lookup,
  found: { parts: JsonObject[]; refs: string[] },
): void => {
  if (!isObject(schema) || found.parts.length >= maxParts || found.parts.includes(schema)) return
  found.parts.push(schema)
  const ref = own(schema, '$ref')
  if (typeof ref === 'string' && !found.refs.includes(ref)) {
    found.refs.push(ref)
    collect(lookup(ref), lookup, found)
  }
  for (const part of arrayOrEmpty(own(schema, 'allOf'))) collect(part, lookup, found)
}

/** Takes a schema apart. */
export const schemaParts = (schema: unknown, lookup: Lookup): SchemaParts => {
  const found = { parts: [], refs: [] }
  collect(schema, lookup, found)
  return found
}

/** What the first of the parts that says it says. */
export const said = ({ parts }: SchemaParts, keyword: string): unknown => {
  for (const part of parts) {
    const value = own(part, keyword)
    if (value !== undefined) return value
  }
  return undefined
}

/** A property as its schema documents it. */
export interface Property {
  readonly name: string
  readonly schema: unknown
  readonly required: boolean
}

/** The properties of all parts; those that the other direction alone may carry are not there. */
export const propertiesOf = ({ parts }: SchemaParts): readonly Property[] => {
  const required = new Set(parts.flatMap((part) => arrayOrEmpty(own(part, 'required'))))
  const found = new Map<string, unknown>()
  for (const part of parts)
    for (const [name, schema] of Object.entries(objectOrEmpty(own(part, 'properties'))))
      if (!found.has(name)) found.set(name, schema)
  return [...found]
    .filter(([, schema]) => schema !== false)
    .map(([name, schema]) => ({ name, schema, required: required.has(name) }))
}

/** Alternatives that a value has: the word for it, the schemas, and the property that chooses. */
export interface Alternatives {
  readonly word: 'One of' | 'Any of'
  readonly schemas: readonly unknown[]
  readonly chosenBy: string | undefined
}

const isNull = (schema: unknown): boolean =>
  isObject(schema) && own(schema, 'type') === 'null' && Object.keys(schema).length === 1

/** The alternatives of all parts. */
export const alternativesOf = (schema: SchemaParts): readonly Alternatives[] => {
  const chosenBy = own(objectOrEmpty(said(schema, 'discriminator')), 'propertyName')
  const words = { oneOf: 'One of', anyOf: 'Any of', [subtypesKeyword]: 'Any of' } as const
  return schema.parts.flatMap((part) =>
    (['oneOf', 'anyOf', subtypesKeyword] as const).flatMap((keyword) => {
      // Where the subtypes are known, they are the alternatives as well.
      if (keyword === subtypesKeyword && own(part, 'anyOf') !== undefined) return []
      const schemas = arrayOrEmpty(own(part, keyword)).filter((one) => !isNull(one))
      if (schemas.length === 0) return []
      return [
        {
          word: words[keyword],
          schemas,
          chosenBy: typeof chosenBy === 'string' ? chosenBy : undefined,
        },
      ]
    }),
  )
}

/** True when null is one of its values beside others. */
export const isNullable = (schema: SchemaParts): boolean => {
  const type = said(schema, 'type')
  if (Array.isArray(type) && type.includes('null')) return true
  return schema.parts.some(
    (part) =>
      own(part, 'x-sandbox-nullable') === true ||
      [...arrayOrEmpty(own(part, 'oneOf')), ...arrayOrEmpty(own(part, 'anyOf'))].some(isNull),
  )
}
