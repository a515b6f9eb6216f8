import { isObject, type JsonObject, objectOrEmpty, own } from '../lib/json-object.js'
import { pointer, tokens, valueAt } from '../lib/json-pointer.js'
import { localPointer } from '../contract/resolver.js'

/** Each local reference in a value, by its JSON pointer. */
const referencesIn = (value: unknown, found: (pointer: string) => void): void => {
  if (Array.isArray(value)) return value.forEach((item) => referencesIn(item, found))
  if (!isObject(value)) return
  for (const [name, member] of Object.entries(value)) {
    if (typeof member !== 'string') {
      if (name === 'mapping' && isObject(member))
        Object.values(member).forEach((target) => followed(target, found))
      else if (!isData(name)) referencesIn(member, found)
    } else if (name === '$ref' || name === '$dynamicRef') followed(member, found)
  }
}

/** What examples show is data: a reference in it refers to nothing. */
const isData = (name: string): boolean =>
  name === 'example' || name === 'x-codeSamples' || name === 'enum' || name === 'const'

const followed = (target: unknown, found: (pointer: string) => void): void => {
  if (typeof target !== 'string') return
  // A mapping may name a schema alone (OpenAPI 3.0.3 §4.7.25).
  const at = /^[\w.-]+$/.test(target)
    ? pointer('components', 'schemas', target)
    : localPointer(target)
  if (at?.startsWith('/')) found(at)
}

/** Puts a value where it stands in the document; objects and arrays are made on the way. */
const place = (root: Record<string, unknown>, at: readonly string[], value: unknown): void => {
  let holder = root
  for (const name of at.slice(0, -1)) {
    const next = Object.hasOwn(holder, name) ? holder[name] : undefined
    const inside = isObject(next) ? { ...next } : {}
    define(holder, name, inside)
    holder = inside
  }
  const last = at.at(-1)
  if (last !== undefined) define(holder, last, value)
}

/** `__proto__` is a name like any other. */
const define = (holder: object, name: string, value: unknown): void => {
  Object.defineProperty(holder, name, {
    ...{ value, enumerable: true, configurable: true, writable: true },
  })
}

/** Components are kept whole, at their places; what is referred to elsewhere moves here. */
const elsewhere = 'x-referred'

/** Where a part of the document stands in a slice. */
const newPlace = (at: readonly string[]): readonly string[] =>
  at[0] === 'components' ? at.slice(0, 3) : [elsewhere, at.join('/')]

/** A value whose references lead to where things stand in a slice. */
const moved = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(moved)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const target =
        name === '$ref' && typeof member === 'string' ? localPointer(member) : undefined
      const at = target?.startsWith('/') ? tokens(target) : undefined
      if (!at || at[0] === 'components') return [name, isData(name) ? member : moved(member)]
      return [name, `#${encodeURI(pointer(...newPlace(at)))}`]
    }),
  )
}

/**
 * Operations by path with all that their references reach: a document of its own, but for what stands at its
 * top. References to components stay as they are.
 */
export const documentSlice = (document: JsonObject, paths: JsonObject): JsonObject => {
  const parts: Record<string, unknown> = {}
  const seen = new Set<string>()
  const queue: unknown[] = [paths]
  let hasMoved = false
  const found = (target: string): void => {
    const at = tokens(target)
    const from = at[0] === 'components' ? at.slice(0, 3) : at
    const key = pointer(...from)
    if (seen.has(key)) return
    seen.add(key)
    const value = valueAt(document, key)
    if (value === undefined) return
    hasMoved ||= at[0] !== 'components'
    place(parts, newPlace(from), value)
    queue.push(value)
  }
  const schemes = own(objectOrEmpty(own(document, 'components')), 'securitySchemes')
  if (schemes !== undefined) {
    place(parts, ['components', 'securitySchemes'], schemes)
    queue.push(schemes)
  }
  while (queue.length > 0) referencesIn(queue.pop(), found)
  const slice = { paths, ...parts }
  return hasMoved ? objectOrEmpty(moved(slice)) : slice
}
