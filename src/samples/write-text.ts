import { stringifyExact } from '../lib/parse-exact.js'
import { isPrimitive, textOf, type WrittenField } from './write-pairs.js'

/** The texts of a value that is written in one piece; those of an object by its entries. */
const pieces = (
  value: unknown,
  explode: boolean,
  encode: (text: string) => string,
): readonly string[] => {
  if (Array.isArray(value)) return value.map((item) => encode(textOf(item)))
  if (isPrimitive(value)) return [encode(textOf(value))]
  return Object.entries(value as object).map(
    ([key, item]) => `${encode(key)}${explode ? '=' : ','}${encode(textOf(item))}`,
  )
}

/**
 * A value of a path or header in one piece of text, in the style of its parameter (OpenAPI 3.0.3
 * §4.7.12.2): simple, label, matrix; `encode` writes what stands between the separators.
 */
export const writeText = (
  { name, style, explode, json }: WrittenField,
  value: unknown,
  encode: (text: string) => string,
): string => {
  if (json) return encode(stringifyExact(value) ?? 'null')
  const list = pieces(value, explode, encode)
  if (style === 'label') return `.${list.join(explode ? '.' : ',')}`
  if (style !== 'matrix') return list.join(',')
  if (isPrimitive(value) || !explode) return `;${name}=${list.join(',')}`
  return Array.isArray(value)
    ? list.map((item) => `;${name}=${item}`).join('')
    : `;${list.join(';')}`
}
