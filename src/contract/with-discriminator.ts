import type { ErrorObject, FuncKeywordDefinition, SchemaValidateFunction } from 'ajv'
import {
  arrayOrEmpty,
  isObject,
  objectOrEmpty,
  own,
  stringOr,
  type JsonObject,
} from '../lib/json-object.js'
import type { JsonSchema } from '../lib/json-schema.js'
import { pointerOfName } from './schema-registry.js'
import { nameOfBare, subtypesKeyword } from './subtypes.js'

type Lookup = (ref: string) => JsonSchema | undefined

const lastName = (target: string): string =>
  (target.split('/').at(-1) ?? target).replace(/~1/g, '/').replace(/~0/g, '~')

/** More references or compositions in a row than this are a circle. */
const maxHops = 8

/** The values that an alternative itself allows for a property; what other alternatives say is theirs. */
const valuesOf = (
  schema: unknown,
  property: string,
  lookup: Lookup,
  others: readonly string[],
  hops = 0,
): readonly unknown[] => {
  if (!isObject(schema) || hops > maxHops) return []
  const described = objectOrEmpty(own(objectOrEmpty(own(schema, 'properties')), property))
  const ref = own(schema, '$ref')
  const parts = [
    typeof ref === 'string' && !others.includes(ref) ? lookup(ref) : undefined,
    ...arrayOrEmpty(own(schema, 'allOf')),
  ]
  return [
    ...('const' in described ? [described['const']] : []),
    ...arrayOrEmpty(own(described, 'enum')),
    ...parts.flatMap((part) => valuesOf(part, property, lookup, others, hops + 1)),
  ]
}

/** An alternative and the values of the property that choose it. */
interface Branch {
  readonly ref: string
  readonly keys: readonly unknown[]
}

/** What a mapping says counts; else the name of a schema, and values that it alone allows. */
const branchesOf = (
  refs: readonly string[],
  propertyName: string,
  mapping: JsonObject,
  lookup: Lookup,
): readonly Branch[] => {
  const found = refs.map((ref) => {
    const name = lastName(pointerOfName(ref))
    const keys = Object.keys(mapping).filter((key) => lastName(String(mapping[key])) === name)
    const others = refs.filter((other) => other !== ref)
    return { ref, name, keys, values: valuesOf(lookup(ref), propertyName, lookup, others) }
  })
  const ownersOf = (value: unknown): readonly unknown[] => {
    const mapped = found.filter(({ keys }) => keys.includes(String(value)))
    if (mapped.length > 0) return mapped
    const named = found.filter(({ name }) => name === value)
    if (named.length > 0) return named
    const allowing = found.filter(({ values }) => values.includes(value))
    return allowing.length === 1 ? allowing : []
  }
  return found.map((mine) => {
    const candidates = [...new Set([...mine.keys, mine.name, ...mine.values])]
    return { ref: mine.ref, keys: candidates.filter((value) => ownersOf(value).includes(mine)) }
  })
}

const says = (propertyName: string, values: readonly unknown[]): JsonObject => ({
  type: 'object',
  required: [propertyName],
  properties: { [propertyName]: { enum: values } },
})

/** The one alternative that the property names. */
const chosen = (propertyName: string, branches: readonly Branch[]): readonly JsonObject[] =>
  branches.map(({ ref, keys }) => ({ if: says(propertyName, keys), then: { $ref: ref } }))

/** The keyword that holds the values of a discriminator: `{ propertyName, known, mapped }`. */
export const discriminatorKeyword = 'x-sandbox-discriminator'

const hasRef = (part: unknown): boolean => typeof own(objectOrEmpty(part), '$ref') === 'string'

const refsIn = (list: unknown): readonly string[] => {
  const refs = arrayOrEmpty(list).map((part) => stringOr(own(objectOrEmpty(part), '$ref')))
  return refs.includes(undefined) ? [] : (refs as string[])
}

/** True for a subtype: it refers to its base itself. */
const holdsBase = (ref: string, lookup: Lookup, hops = 0): boolean =>
  hops < maxHops &&
  refsIn(arrayOrEmpty(objectOrEmpty(lookup(ref))['allOf']).filter(hasRef)).some(
    (part) => nameOfBare(part) !== undefined || holdsBase(part, lookup, hops + 1),
  )

/** What is judged where the property chooses nothing. */
const withoutChoice = (
  schema: JsonObject,
  list: 'oneOf' | 'anyOf',
  known: readonly unknown[],
  lookup: Lookup,
): JsonObject => {
  const { propertyName, mapping } = objectOrEmpty(own(schema, 'discriminator'))
  const { [list]: alternatives, [subtypesKeyword]: subtypes, discriminator: _, ...rest } = schema
  const mapped = Object.keys(objectOrEmpty(mapping))
  if (subtypes === undefined) {
    return isObject(mapping)
      ? { ...rest, [discriminatorKeyword]: { propertyName, known, mapped } }
      : { ...rest, [list]: alternatives }
  }
  if (mapped.length === 0) return rest
  // A base may be meant itself; whether it wants the property, it says itself.
  const listed = new Set([...mapped, ...valuesOf(rest, String(propertyName), lookup, [])])
  return {
    ...rest,
    [discriminatorKeyword]: { propertyName, known: [...listed, undefined], mapped: [...listed] },
  }
}

/**
 * A schema whose discriminator (OpenAPI 3.0.3 §4.7.25) chooses what is judged: decision 027. With a
 * mapping the property has to have one of its values; without, a value that names no alternative
 * leaves them as they are, because documents name their schemas otherwise than their values.
 */
export const withDiscriminator = (schema: JsonObject, lookup: Lookup): JsonObject => {
  const { propertyName, mapping } = objectOrEmpty(own(schema, 'discriminator'))
  const list = Array.isArray(schema['oneOf']) ? 'oneOf' : 'anyOf'
  const { [list]: alternatives, [subtypesKeyword]: subtypes, ...rest } = schema
  const refs = refsIn(subtypes ?? alternatives)
  if (typeof propertyName !== 'string' || refs.length === 0) return schema
  const branches = branchesOf(refs, propertyName, objectOrEmpty(mapping), lookup)
  const known = [...new Set(branches.flatMap(({ keys }) => keys))]
  const choice = {
    if: says(propertyName, known),
    then: { allOf: chosen(propertyName, branches) },
  }
  const otherwise = withoutChoice(schema, list, known, lookup)
  // Subtypes judge the base as well: twice on each level would be without end.
  if (refs.every((ref) => holdsBase(ref, lookup))) return { ...choice, else: otherwise }
  const { [list]: _list, [discriminatorKeyword]: check, ...base } = otherwise
  const left = check === undefined ? { [list]: alternatives } : { [discriminatorKeyword]: check }
  return { ...base, allOf: [...arrayOrEmpty(rest['allOf']), { ...choice, else: left }] }
}

/** The keyword that says which values of a discriminator there are. */
export const discriminator: FuncKeywordDefinition = {
  keyword: discriminatorKeyword,
  errors: true,
  compile: (written: { propertyName: string; known: unknown[]; mapped: string[] }) => {
    const { propertyName, known, mapped } = written
    const values = new Set(known)
    const holds: SchemaValidateFunction = (data: unknown, at): boolean => {
      if (!isObject(data)) {
        holds.errors = [{ keyword: 'type', params: { type: 'object' } } as Partial<ErrorObject>]
        return false
      }
      const value = own(data, propertyName)
      if (values.has(value)) return true
      holds.errors = [
        value === undefined
          ? { keyword: 'required', params: { missingProperty: propertyName } }
          : {
              keyword: 'discriminator',
              instancePath: `${at?.instancePath ?? ''}/${propertyName}`,
              params: { allowedValues: mapped, exact: value },
            },
      ]
      return false
    }
    return holds
  },
}
