import { isObject, own, type JsonObject } from './json-object.js'

/** Member names from outside to inside: `['data', 'user', 'id']`; empty: the value itself. */
export type PropertyPath = readonly string[]

/** The value at a path of member names, or undefined. */
export const valueAtPath = (value: unknown, path: PropertyPath): unknown => {
  let at = value
  for (const name of path) {
    if (!isObject(at)) return undefined
    at = own(at, name)
  }
  return at
}

/** An object with one more member, or another value for it; `__proto__` is a name like any other. */
export const withMember = (object: JsonObject, name: string, value: unknown): JsonObject => {
  const copy: Record<string, unknown> = { ...object }
  Object.defineProperty(copy, name, {
    ...{ value, enumerable: true, configurable: true, writable: true },
  })
  return copy
}

/** A copy of a value with another one at a path; objects are made where there are none. */
export const withValueAtPath = (value: unknown, path: PropertyPath, part: unknown): unknown => {
  const [name, ...rest] = path
  if (name === undefined) return part
  const object = isObject(value) ? value : {}
  return withMember(object, name, withValueAtPath(own(object, name), rest, part))
}

/** A copy of an object without the member at a path. */
export const withoutPath = (value: unknown, path: PropertyPath): unknown => {
  const [name, ...rest] = path
  if (name === undefined || !isObject(value) || !Object.hasOwn(value, name)) return value
  if (rest.length > 0) return withMember(value, name, withoutPath(value[name], rest))
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))
}
