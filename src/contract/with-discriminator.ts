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

type Lookup = (ref: string) => JsonSchema | undefined

const lastName = (target: string): string =>
  (target.split('/').at(-1) ?? target).replace(/~1/g, '/').replace(/~0/g, '~')

/** More references or compositions in a row than this are a circle. */
const maxHops = 8

/** The values that an alternative itself allows for a property. */
const valuesOf = (
  schema: unknown,
  property: string,
  lookup: Lookup,
  hops = 0,
): readonly unknown[] => {
  if (!isObject(schema) || hops > maxHops) return []
  const described = objectOrEmpty(own(objectOrEmpty(own(schema, 'properties')), property))
  const ref = own(schema, '$ref')
  const parts = [
    typeof ref === 'string' ? lookup(ref) : undefined,
    ...arrayOrEmpty(own(schema, 'allOf')),
  ]
  return [
    ...('const' in described ? [described['const']] : []),
    ...arrayOrEmpty(own(described, 'enum')),
    ...parts.flatMap((part) => valuesOf(part, property, lookup, hops + 1)),
  ]
}

/** The keyword that holds the values of a discriminator: `{ propertyName, known, mapped }`. */
export const discriminatorKeyword = 'x-sandbox-discriminator'

/**
 * A schema whose discriminator (OpenAPI 3.0.3 §4.7.25) has a mapping: what the property says chooses
 * the one alternative that is judged. Without a mapping the alternatives are tried as JSON Schema has
 * it, because documents name their schemas otherwise than their values.
 */
export const withDiscriminator = (schema: JsonObject, lookup: Lookup): JsonObject => {
  const { propertyName, mapping } = objectOrEmpty(own(schema, 'discriminator'))
  const list = Array.isArray(schema['oneOf']) ? 'oneOf' : 'anyOf'
  const refs = arrayOrEmpty(schema[list]).map((part) => stringOr(own(objectOrEmpty(part), '$ref')))
  if (typeof propertyName !== 'string' || !isObject(mapping) || refs.length === 0) return schema
  if (refs.includes(undefined)) return schema
  const branches = (refs as string[]).map((ref) => {
    const name = lastName(pointerOfName(ref))
    const keys = Object.keys(mapping).filter((key) => lastName(String(mapping[key])) === name)
    return {
      ref,
      keys: [...new Set([...keys, name, ...valuesOf(lookup(ref), propertyName, lookup)])],
    }
  })
  const { [list]: _alternatives, ...rest } = schema
  const chosen = branches.map(({ ref, keys }) => ({
    if: {
      type: 'object',
      required: [propertyName],
      properties: { [propertyName]: { enum: keys } },
    },
    then: { $ref: ref },
  }))
  const known = new Set(branches.flatMap(({ keys }) => keys))
  return {
    ...rest,
    allOf: [...arrayOrEmpty(schema['allOf']), ...chosen],
    [discriminatorKeyword]: { propertyName, known: [...known], mapped: Object.keys(mapping) },
  }
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
