import { decodePart } from '../lib/query-string.js'
import { coerce } from './coerce.js'
import { readDeepObject, type Pairs } from './read-deep-object.js'
import { kindOf, readText, separatorOf, type Field, type ReadResult } from './read-text.js'

/**
 * The properties of an exploded object are parameters of their own. An object that may have any
 * property takes what no other parameter has; names such as `__code` steer the mock.
 */
const readExplodedObject = (
  { shape }: Field,
  pairs: Pairs,
  taken: ReadonlySet<string>,
): ReadResult => {
  const given = new Map<string, string[]>()
  const isMine = (name: string): boolean =>
    shape.names.includes(name) ||
    (shape.open && !taken.has(name.split('[')[0] as string) && !name.startsWith('__'))
  for (const [name, text] of pairs)
    if (isMine(name)) given.set(name, [...(given.get(name) ?? []), text])
  if (given.size === 0) return {}
  const valueOf = (name: string, texts: readonly string[]): unknown => {
    const property = shape.property(name)
    if (property.types.includes('array')) {
      const whole =
        texts.length === 1 ? coerce(texts[0] as string, { types: ['array'] }) : undefined
      if (Array.isArray(whole)) return whole
      return texts.map((text) => coerce(text, property.item()))
    }
    return texts.length === 1 ? coerce(texts[0] as string, property) : texts
  }
  return {
    value: Object.fromEntries([...given].map(([name, texts]) => [name, valueOf(name, texts)])),
  }
}

const deep = ({ name, shape }: Field, pairs: Pairs): ReadResult => {
  const value = readDeepObject(name, shape, pairs)
  return value === undefined ? {} : { value }
}

const isEmptyAllowed = (field: Field, values: readonly string[]): boolean =>
  field.allowEmptyValue && values.length === 1 && values[0] === ''

const readSingle = (field: Field, values: readonly string[]): ReadResult => {
  if (isEmptyAllowed(field, values)) return { value: '' }
  return values.length > 1 ? { repeated: true } : readText(field, values[0] as string)
}

/**
 * A list joined with commas: those that are percent-encoded belong to an item (RFC 6570 §3.2.1), unless
 * no item could have one: many clients encode all of them.
 */
const readEncoded = (field: Field, raw: string): ReadResult => {
  const item = field.shape.item()
  const isText = item.types.length === 0 || item.types.includes('string')
  const texts = raw
    .split(',')
    .map(decodePart)
    .flatMap((text) => (isText ? [text] : text.split(',')))
  return { value: texts.map((text) => coerce(text, item)) }
}

/** One text with separators, or one text for each item. */
const readList = (field: Field, values: readonly string[], raw: string | undefined): ReadResult => {
  if (isEmptyAllowed(field, values)) return { value: '' }
  const [first = ''] = values
  const item = field.shape.item()
  // Clients join what goes into a URL; a comma in a form, or in the JSON of an object, is a comma.
  const isWhole = field.in === 'body' || (item.types.includes('object') && first.startsWith('{'))
  if (values.length === 1 && raw !== undefined && !isWhole && field.style === 'form')
    return readEncoded(field, raw)
  const isJoined = !field.explode || (!isWhole && first.includes(separatorOf(field)))
  if (values.length === 1 && isJoined) return readText(field, first)
  return { value: values.map((value) => coerce(value, item)) }
}

const nobody: ReadonlySet<string> = new Set()

/**
 * Reads a field out of the names and values of a query, of cookies or of a form; `taken` are the
 * names that belong to other fields (OpenAPI 3.0.3 §4.7.12.3).
 */
export const readPairsOf = (
  field: Field,
  pairs: Pairs,
  taken: ReadonlySet<string> = nobody,
): ReadResult => {
  const kind = kindOf(field)
  const isArray = kind === 'array'
  if (kind === 'object' && field.style === 'deepObject') return deep(field, pairs)
  const { name } = field
  const mine = pairs.filter(([given]) => given === name || (isArray && given === `${name}[]`))
  const values = mine.map(([, value]) => value)
  if (values.length > 0)
    return isArray ? readList(field, values, mine[0]?.[2]) : readSingle(field, values)
  if (isArray && field.style === 'deepObject') return deep(field, pairs)
  return kind === 'object' && field.explode ? readExplodedObject(field, pairs, taken) : {}
}
