import type { Parameter } from '../contract/contract.js'
import { isObject } from '../lib/json-object.js'
import { stringifyExact } from '../lib/parse-exact.js'

/** What writing needs to know of a parameter, or of a field of a form. */
export type WrittenField = Pick<Parameter, 'name' | 'style' | 'explode' | 'json'>

/** A name and what stands behind it: texts with a separator, which is no part of a text. */
export interface WrittenPair {
  readonly name: string
  readonly texts: readonly string[]
  readonly separator: string
}

/** A value as text: what is no string as JSON. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (stringifyExact(value) ?? '')

/** True for what is neither a list nor an object. */
export const isPrimitive = (value: unknown): boolean => typeof value !== 'object' || value === null

const separators: Readonly<Record<string, string>> = { spaceDelimited: ' ', pipeDelimited: '|' }

const single = (name: string, text: string): WrittenPair => ({ name, texts: [text], separator: '' })

/** `name[key]=value`; lists of lists and of objects by index. */
const deepPairs = (name: string, value: unknown): readonly WrittenPair[] => {
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      deepPairs(`${name}[${isPrimitive(item) ? '' : index}]`, item),
    )
  if (isObject(value))
    return Object.entries(value).flatMap(([key, item]) => deepPairs(`${name}[${key}]`, item))
  return [single(name, textOf(value))]
}

/** A property of an exploded object: a list once for each item; what is deeper has no style: JSON. */
const propertyPairs = (name: string, value: unknown): readonly WrittenPair[] =>
  Array.isArray(value) && value.length > 0 && value.every(isPrimitive)
    ? value.map((item) => single(name, textOf(item)))
    : [single(name, textOf(value))]

/**
 * The names and values of a query, of cookies or of a form that say a value in the style of its field
 * (OpenAPI 3.0.3 §4.7.12.2): form, spaceDelimited, pipeDelimited, deepObject.
 */
export const writePairs = (field: WrittenField, value: unknown): readonly WrittenPair[] => {
  const { name, style, explode, json } = field
  if (json) return [single(name, stringifyExact(value) ?? 'null')]
  if (isPrimitive(value)) return [single(name, textOf(value))]
  if (style === 'deepObject') return deepPairs(name, value)
  const separator = separators[style] ?? ','
  if (Array.isArray(value))
    return explode
      ? value.map((item) => single(name, textOf(item)))
      : [{ name, texts: value.map(textOf), separator }]
  const entries = Object.entries(value as object)
  return explode
    ? entries.flatMap(([key, item]) => propertyPairs(key, item))
    : [{ name, texts: entries.flatMap(([key, item]) => [key, textOf(item)]), separator }]
}
