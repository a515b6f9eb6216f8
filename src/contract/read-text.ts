import { parseJson } from '../lib/parse-json.js'
import { coerce } from './coerce.js'
import type { Parameter, ParameterLocation } from './contract.js'

/** What reading needs to know of a parameter, or of a field of a form. */
export type Field = Pick<
  Parameter,
  'name' | 'style' | 'explode' | 'allowEmptyValue' | 'json' | 'shape'
> & { readonly in: ParameterLocation | 'body' }

/** What a field was given: a value, nothing, one value too many, or text that its style is not. */
export type ReadResult = {
  readonly value?: unknown
  readonly repeated?: true
  /** What the text should have looked like. */
  readonly malformed?: string
}

/** What is to be made of the text of a field. */
export const kindOf = ({ shape, json }: Field): 'array' | 'object' | 'primitive' => {
  if (json) return 'primitive'
  if (shape.types.includes('array')) return 'array'
  return shape.types.includes('object') ? 'object' : 'primitive'
}

const separators: Readonly<Record<string, string>> = { spaceDelimited: ' ', pipeDelimited: '|' }

/** What stands between the items of a value that is written in one piece. */
export const separatorOf = ({ style }: Field): string => separators[style] ?? ','

const split = (text: string, separator: string): readonly string[] =>
  text === '' ? [] : text.split(separator)

/** `.blue`, `.blue.black`; `.blue,black` as RFC 6570 §3.2.5 and OpenAPI 3.1.1 write it. */
const labelTexts = (field: Field, text: string): readonly string[] | undefined => {
  if (!text.startsWith('.')) return undefined
  const rest = text.slice(1)
  if (kindOf(field) === 'primitive') return [rest]
  return split(rest, field.explode || !rest.includes(',') ? '.' : ',')
}

/** `;p=blue`, `;p=blue,black`, `;p=blue;p=black`, and `;R=1;G=2` for an exploded object. */
const matrixTexts = (field: Field, text: string): readonly string[] | undefined => {
  if (!text.startsWith(';')) return undefined
  const parts = text.slice(1).split(';')
  const kind = kindOf(field)
  if (field.explode && kind === 'object') return parts
  const start = `${field.name}=`
  if (!parts.every((part) => part === field.name || part.startsWith(start))) return undefined
  const values = parts.map((part) => part.slice(start.length))
  if (field.explode && kind === 'array') return values
  if (values.length !== 1) return undefined
  return kind === 'primitive' ? values : split(values[0] as string, ',')
}

const textsOf = (field: Field, text: string): readonly string[] | undefined => {
  if (field.style === 'label') return labelTexts(field, text)
  if (field.style === 'matrix') return matrixTexts(field, text)
  if (kindOf(field) === 'primitive') return [text]
  const texts = split(text, separatorOf(field))
  // Repeated headers arrive joined with ", " (RFC 9110 §5.3).
  return field.in === 'header' ? texts.map((item) => item.trim()) : texts
}

/** What makes the meant text of one that stands between separators. */
type Decode = (text: string) => string

const asIs: Decode = (text) => text

const exampleOf = (field: Field): string => {
  if (field.style === 'label') return 'text that begins with a dot (style label)'
  if (field.style === 'matrix') return `text such as ;${field.name}=value (style matrix)`
  return 'names and values in turn'
}

/** `R=1` each when exploded, else names and values in turn; undefined for half a pair. */
const objectOf = (field: Field, texts: readonly string[], decode: Decode): object | undefined => {
  if (!field.explode && texts.length % 2 === 1) return undefined
  const pairs: (readonly [string, string])[] = []
  for (let at = 0; at < texts.length; at += field.explode ? 1 : 2) {
    const text = texts[at] as string
    const equals = text.indexOf('=')
    if (!field.explode) pairs.push([text, texts[at + 1] as string])
    else if (equals < 0) pairs.push([text, ''])
    else pairs.push([text.slice(0, equals), text.slice(equals + 1)])
  }
  return Object.fromEntries(
    pairs.map(([raw, value]) => {
      const name = decode(raw)
      return [name, coerce(decode(value), field.shape.property(name))]
    }),
  )
}

/**
 * One piece of text as the array, object or primitive that the schema allows, in the style of the
 * field (OpenAPI 3.0.3 §4.7.12.3); what stands between its separators is decoded.
 */
export const readText = (field: Field, text: string, decode: Decode = asIs): ReadResult => {
  if (field.json) {
    const parsed = parseJson(decode(text))
    return { value: 'value' in parsed ? parsed.value : decode(text) }
  }
  const texts = textsOf(field, text)
  if (!texts) return { malformed: exampleOf(field) }
  const kind = kindOf(field)
  if (kind === 'primitive') return { value: coerce(decode(texts[0] as string), field.shape) }
  if (kind === 'object') {
    const value = objectOf(field, texts, decode)
    return value ? { value } : { malformed: exampleOf(field) }
  }
  const item = field.shape.item()
  return { value: texts.map((one) => coerce(decode(one), item)) }
}
