import { Problem, type Violation } from '../errors.js'
import { escapeToken } from '../lib/json-pointer.js'
import { isJson } from '../lib/media-type.js'
import { parseJson } from '../lib/parse-json.js'
import { readPairs } from '../lib/query-string.js'
import { coerce } from './coerce.js'
import type { Content, Encoding } from './contract.js'
import { refuseForbiddenNames } from './parse-body-json.js'
import { readDeepObject, type Pairs } from './read-deep-object.js'
import { readPairsOf } from './read-pairs-of.js'
import { kindOf, type Field, type ReadResult } from './read-text.js'
import { shapeOf, type Shape } from './shape.js'
import { violation } from './violation.js'

/** A form may have this many fields. */
const maxFields = 1000

/**
 * The names and values of a form.
 * @throws Problem `body-malformed` or `parameters-too-many`.
 */
const formPairs = (text: string): Pairs => {
  let pairs: Pairs | undefined
  try {
    pairs = readPairs(text, maxFields)
  } catch {
    throw new Problem('body-malformed', { detail: 'The form is not percent-encoded UTF-8.' })
  }
  if (!pairs)
    throw new Problem('parameters-too-many', {
      detail: `The form has more than ${maxFields} fields.`,
    })
  refuseForbiddenNames(pairs.map(([name]) => name))
  return pairs
}

const fieldOf = (name: string, shape: Shape, encoding: Encoding | undefined): Field => ({
  name,
  in: 'body',
  style: encoding?.style ?? 'form',
  explode: encoding?.explode ?? true,
  allowEmptyValue: false,
  json: encoding?.style === undefined && isJson(encoding?.contentType ?? ''),
  shape,
})

/** An object whose encoding nobody documents: brackets, or JSON as OpenAPI 3.1 has it. */
const readUndocumented = (field: Field, pairs: Pairs): ReadResult => {
  const value = readDeepObject(field.name, field.shape, pairs)
  if (value !== undefined) return { value }
  const texts = pairs.filter(([name]) => name === field.name).map(([, text]) => text)
  if (texts.length > 1) return { repeated: true }
  const [text] = texts
  if (text === undefined) return {}
  const parsed = parseJson(text)
  return { value: 'value' in parsed ? parsed.value : text }
}

const readField = (field: Field, pairs: Pairs, encoding: Encoding | undefined): ReadResult => {
  const kind = kindOf(field)
  if (kind === 'object' && encoding?.style === undefined) return readUndocumented(field, pairs)
  const read = readPairsOf(field, pairs)
  if (kind !== 'array' || read.value !== undefined) return read
  const value = readDeepObject(field.name, field.shape, pairs)
  return value === undefined ? read : { value }
}

/** The names that a field is written with. */
const isOf = (field: Field, name: string): boolean =>
  name === field.name ||
  (kindOf(field) !== 'primitive' && name.startsWith(`${field.name}[`)) ||
  (kindOf(field) === 'object' && field.style === 'form' && field.shape.names.includes(name))

/** What no property documents is kept, so that `additionalProperties` is judged. */
const readOthers = (pairs: Pairs, shape: Shape): readonly (readonly [string, unknown])[] => {
  const others = new Map<string, unknown[]>()
  for (const [name, text] of pairs) {
    const values = others.get(name) ?? []
    others.set(name, values)
    values.push(coerce(text, shape.property(name)))
  }
  return [...others].map(([name, values]) => [name, values.length === 1 ? values[0] : values])
}

/** The object that names and values describe, as schema and Encoding Objects say. */
export const readFields = (pairs: Pairs, content: Content, violations: Violation[]): object => {
  const shape = shapeOf(content.schema?.schema, content.schema?.lookup ?? (() => undefined))
  const entries: (readonly [string, unknown])[] = []
  let others = pairs
  for (const name of shape.names) {
    const encoding = content.encodings.get(name)
    const field = fieldOf(name, shape.property(name), encoding)
    const read = readField(field, pairs, encoding)
    const pointer = `/${escapeToken(name)}`
    if (read.repeated) violations.push(violation('body', pointer, 'repeated', 'one value'))
    if (read.malformed !== undefined)
      violations.push(violation('body', pointer, 'style', read.malformed))
    if (read.value !== undefined) entries.push([name, read.value])
    others = others.filter(([given]) => !isOf(field, given))
  }
  return Object.fromEntries([...entries, ...readOthers(others, shape)])
}

/** Reserved characters (RFC 3986 §2.2) that programs percent-encode in a form, and that thus tell raw text. */
const reserved = /[:/?#[\]@$,;]/

/** A document that says `allowReserved: false` refuses values with reserved characters as they are. */
const findReserved = (text: string, { encodings }: Content): readonly Violation[] => {
  const strict = [...encodings].filter(([, { allowReserved }]) => allowReserved === false)
  if (strict.length === 0) return []
  const parts = text.split('&').map((part) => part.split(/=(.*)/s))
  return strict.flatMap(([name]) => {
    const raw = parts.find(([key, value = '']) => key === name && reserved.test(value))
    const expected = 'reserved characters percent-encoded'
    return raw
      ? [violation('body', `/${escapeToken(name)}`, 'allowReserved', expected, raw[1])]
      : []
  })
}

/**
 * Reads application/x-www-form-urlencoded (OpenAPI 3.0.3 §4.7.14.2).
 * @throws Problem `body-malformed`, `body-forbidden-key` or `parameters-too-many`.
 */
export const readForm = (text: string, content: Content, violations: Violation[]): object => {
  violations.push(...findReserved(text, content))
  return readFields(formPairs(text), content, violations)
}
