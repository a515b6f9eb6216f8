/** A JSON object as it comes out of a parser. */
export type JsonObject = { readonly [key: string]: unknown }

/** True for JSON objects: neither null nor an array. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value of an own key; inherited names such as `constructor` are no keys. */
export const own = (object: JsonObject, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined

/** The value as an object, or an empty one. */
export const objectOrEmpty = (value: unknown): JsonObject => (isObject(value) ? value : {})

/** The value as a string, or undefined. */
export const stringOr = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

/** The value as an array, or an empty one. */
export const arrayOrEmpty = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : []
