import {
  arrayOrEmpty,
  isObject,
  objectOrEmpty,
  own,
  stringOr,
  type JsonObject,
} from '../lib/json-object.js'
import { pointer as pointerOf } from '../lib/json-pointer.js'
import type { JsonSchema } from '../lib/json-schema.js'
import { localPointer } from './resolver.js'

/** The schemas that extend a base with a discriminator by `allOf` alone (OpenAPI 3.0.3 §4.7.25). */
export interface Subtypes {
  /** Pointers of the components that are composed of the one at a pointer, however indirectly. */
  readonly below: (pointer: string) => readonly string[]
}

/** With more than these a base is left as it is: each request would have to wait for all of them. */
const maxSubtypes = 50

const parentsOf = (schema: unknown): readonly string[] =>
  arrayOrEmpty(own(objectOrEmpty(schema), 'allOf')).flatMap((part) => {
    const ref = stringOr(own(objectOrEmpty(part), '$ref'))
    return ref === undefined ? [] : (localPointer(ref) ?? [])
  })

/** Finds subtypes among the components of a document, which are looked at once. */
export const createSubtypes = (document: JsonObject): Subtypes => {
  let children: Map<string, string[]> | undefined
  const findChildren = (): Map<string, string[]> => {
    const found = new Map<string, string[]>()
    const components = objectOrEmpty(own(objectOrEmpty(own(document, 'components')), 'schemas'))
    for (const [name, schema] of Object.entries(components))
      for (const parent of parentsOf(schema)) {
        const known = found.get(parent) ?? []
        found.set(parent, [...known, pointerOf('components', 'schemas', name)])
      }
    return found
  }
  const below = (pointer: string): readonly string[] => {
    const all = (children ??= findChildren())
    const found = new Set<string>()
    const waiting = [...(all.get(pointer) ?? [])]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (next === pointer || found.has(next)) continue
      found.add(next)
      waiting.push(...(all.get(next) ?? []))
    }
    return found.size > maxSubtypes ? [] : [...found].reverse()
  }
  return { below }
}

/** Where a base keeps the schemas that its discriminator may choose beside itself. */
export const subtypesKeyword = 'x-sandbox-subtypes'

const isBase = (schema: unknown): schema is JsonObject =>
  isObject(schema) &&
  typeof objectOrEmpty(own(schema, 'discriminator'))['propertyName'] === 'string'

const hasBranches = (schema: JsonObject): boolean =>
  Array.isArray(schema['oneOf']) || Array.isArray(schema['anyOf'])

/** True when the base says which values there are. */
const isClosed = (schema: JsonObject): boolean => {
  const { mapping, propertyName } = objectOrEmpty(schema['discriminator'])
  const property = objectOrEmpty(own(objectOrEmpty(schema['properties']), String(propertyName)))
  return isObject(mapping) || Array.isArray(property['enum'])
}

/**
 * A base with what extends it. Where its values are known, each stands for one alternative; else a
 * value that is the name of a subtype chooses it.
 */
export const withSubtypes = (schema: JsonSchema, names: readonly string[]): JsonSchema => {
  if (!isBase(schema) || hasBranches(schema) || names.length === 0) return schema
  const refs = names.map((name) => ({ $ref: name }))
  if (!isClosed(schema)) return { ...schema, [subtypesKeyword]: refs }
  const discriminator = objectOrEmpty(schema['discriminator'])
  return {
    ...schema,
    [subtypesKeyword]: refs,
    anyOf: refs,
    discriminator: { mapping: {}, ...discriminator },
  }
}

const barePrefix = 'bare:'

/** The name of a schema without its subtypes, as they refer to it. */
export const bareName = (name: string): string => barePrefix + name

/** The name that a bare name was made of; undefined for another name. */
export const nameOfBare = (name: string): string | undefined =>
  name.startsWith(barePrefix) ? name.slice(barePrefix.length) : undefined

/** A base without its alternatives. */
export const bare = (schema: JsonSchema): JsonSchema => {
  if (!isBase(schema)) return schema
  const { oneOf: _one, anyOf: _any, [subtypesKeyword]: _subtypes, ...rest } = schema
  return rest
}

/** A subtype refers to its bases without their alternatives: it is one of them. */
export const ofBareBases = (schema: JsonSchema, isBaseOf: (ref: string) => boolean): JsonSchema => {
  if (!isObject(schema) || !Array.isArray(schema['allOf'])) return schema
  const parts = (schema['allOf'] as unknown[]).map((part) => {
    const ref = stringOr(own(objectOrEmpty(part), '$ref'))
    return ref !== undefined && isBaseOf(ref)
      ? { ...(part as JsonObject), $ref: bareName(ref) }
      : part
  })
  return { ...schema, allOf: parts }
}
