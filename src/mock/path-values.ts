import type { Content, Operation, Parameter } from '../contract/contract.js'
import { isObject } from '../lib/json-object.js'
import { satisfies } from '../generate/satisfies.js'

/** Values of a path template by parameter. */
export type PathValues = Readonly<Record<string, string>>

/** `id`, `userId`, `user_id`, `userID`: the id of what the path is about. */
const idName = /^(?:id|.+(?:Id|ID|[_-]id))$/

/** A path parameter and the property of the body that shows its value. */
interface Pair {
  readonly parameter: Parameter
  readonly property: string
}

/** The property of the parameter's own name; `id` for an id at the path's end. */
export const propertyFor = (
  { name }: Parameter,
  path: string,
  value: Readonly<Record<string, unknown>>,
): string | undefined => {
  if (Object.hasOwn(value, name)) return name
  const isLast = path.endsWith(`{${name}}`)
  return isLast && idName.test(name) && Object.hasOwn(value, 'id') ? 'id' : undefined
}

/** The text of the path as a value of the type that parameter and property have in common. */
const typed = (
  text: string,
  { shape: { types, wide } }: Parameter,
  like: unknown,
): string | number | bigint | undefined => {
  if (typeof like === 'string')
    return types.length === 0 || types.includes('string') ? text : undefined
  const isNumeric = types.includes('integer') || types.includes('number')
  if (typeof like !== 'number' || !isNumeric) return undefined
  const number = Number(text)
  if (wide && !Number.isSafeInteger(number) && /^-?[1-9]\d*$/.test(text)) return BigInt(text)
  return String(number) === text ? number : undefined
}

/**
 * Makes a generated body speak of what the path names: the same value with those of the path in its
 * top-level properties, as long as it stays valid. Undefined when it has no such property.
 */
export const withPathValues = (
  operation: Operation,
  { schema }: Content,
  value: unknown,
): ((path: PathValues) => unknown) | undefined => {
  if (!isObject(value) || !schema) return undefined
  const pairs = operation.parameters
    .filter((parameter) => parameter.in === 'path')
    .map((parameter) => ({ parameter, property: propertyFor(parameter, operation.path, value) }))
    .filter((pair): pair is Pair => pair.property !== undefined)
  if (pairs.length === 0) return undefined
  return (path) => {
    let result = value
    for (const { parameter, property } of pairs) {
      const given = typed(path[parameter.name] ?? '', parameter, value[property])
      if (given === undefined) continue
      const next = { ...result, [property]: given }
      if (satisfies(schema, next)) result = next
    }
    return result
  }
}
