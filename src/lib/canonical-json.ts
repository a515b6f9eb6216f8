import { isObject } from './json-object.js'

/** JSON text that two values share exactly when they are equal (JSON Schema 2020-12 core §4.2.2). */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`
  if (isObject(value))
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`)
      .join()}}`
  // What JSON has no form for, such as bytes or Infinity, is equal to itself only by its text.
  return typeof value === 'string' || value === null ? JSON.stringify(value) : String(value)
}
