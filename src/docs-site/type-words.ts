import { isObject, own } from '../lib/json-object.js'
import { decided } from './decided.js'
import { code, plain, shortened } from './markdown-text.js'
import {
  isNullable,
  type Lookup,
  nameOfRef,
  propertiesOf,
  said,
  schemaParts,
  type SchemaParts,
} from './schema-parts.js'

/** A value in an example or a list of values is told in so many characters at most. */
const maxValue = 300

/** So many values of an enumeration are told. */
const maxValues = 60

/** A value of the contract, as its JSON. */
export const valueText = (value: unknown): string =>
  code(shortened(JSON.stringify(value) ?? String(value), maxValue))

const isMap = (parts: SchemaParts): boolean =>
  isObject(said(parts, 'additionalProperties')) || isObject(said(parts, 'patternProperties'))

/** The types of a schema that says none, by the keywords that it has. */
const impliedType = (parts: SchemaParts): string => {
  if (propertiesOf(parts).length > 0 || isMap(parts)) return 'object'
  if (said(parts, 'items') !== undefined || said(parts, 'prefixItems') !== undefined) return 'array'
  return ''
}

const typeNames = (parts: SchemaParts): readonly string[] => {
  const type = said(parts, 'type') ?? impliedType(parts)
  return (Array.isArray(type) ? type : [type]).filter(
    (name): name is string => typeof name === 'string' && name !== 'null' && name !== '',
  )
}

/** Arrays of arrays of arrays are told so deep. */
const maxNested = 4

/** The type in words: `array of Pet`, `map of string`, `string (date-time) or null`. */
export const typeWords = (schema: unknown, lookup: Lookup, depth = 0): string => {
  if (schema === false) return 'nothing'
  const parts = schemaParts(schema, lookup)
  const inner = (keyword: string): string => {
    const below = said(parts, keyword)
    return isObject(below) && depth < maxNested ? ` of ${typeWords(below, lookup, depth + 1)}` : ''
  }
  const format = said(parts, 'format')
  const words = typeNames(parts).map((name) => {
    if (name === 'array') return `array${inner('items')}`
    if (name === 'object' && isMap(parts) && propertiesOf(parts).length === 0)
      return `map${inner('additionalProperties')}`
    return typeof format === 'string' && name !== 'object'
      ? `${plain(name)} (${plain(format)})`
      : plain(name)
  })
  const [ref] = parts.refs
  const name = ref === undefined ? '' : plain(nameOfRef(ref))
  const isPlainObject = words.length === 1 && words[0] === 'object'
  const all = name !== '' && (isPlainObject || words.length === 0) ? [name] : words
  if (isNullable(parts)) all.push('null')
  return all.join(' or ') || 'any value'
}

const limits: Readonly<Record<string, string>> = {
  minimum: '≥',
  exclusiveMinimum: '>',
  maximum: '≤',
  exclusiveMaximum: '<',
}

const sizes: Readonly<Record<string, readonly [least: string, most: string]>> = {
  characters: ['minLength', 'maxLength'],
  items: ['minItems', 'maxItems'],
  properties: ['minProperties', 'maxProperties'],
}

const sizeText = (parts: SchemaParts, what: string, [least, most]: readonly [string, string]) => {
  const [low, high] = [said(parts, least), said(parts, most)]
  if (typeof low === 'number' && low > 0)
    return typeof high === 'number' ? `${low} to ${high} ${what}` : `at least ${low} ${what}`
  return typeof high === 'number' ? `at most ${high} ${what}` : ''
}

/** What limits a value beside its type, in words. */
const limitWords = (parts: SchemaParts): readonly string[] => {
  const bounds = Object.entries(limits).flatMap(([keyword, sign]) => {
    const bound = said(parts, keyword)
    return typeof bound === 'number' ? [code(`${sign} ${bound}`)] : []
  })
  const lengths = Object.entries(sizes).map(([what, keywords]) => sizeText(parts, what, keywords))
  const multiple = said(parts, 'multipleOf')
  const pattern = said(parts, 'pattern')
  return [
    ...bounds,
    ...lengths,
    ...(typeof multiple === 'number' ? [`a multiple of ${multiple}`] : []),
    ...(said(parts, 'uniqueItems') === true ? ['no item twice'] : []),
    ...(typeof pattern === 'string' ? [`matches ${code(shortened(pattern, maxValue))}`] : []),
  ].filter((text) => text !== '')
}

const valuesText = (values: readonly unknown[]): string => {
  const told = values.slice(0, maxValues).map(valueText).join(', ')
  return values.length > maxValues ? `${told} and ${values.length - maxValues} more` : told
}

/** Examples of a schema: the one of OpenAPI 3.0, else the first of a newer document. */
const exampleOf = (parts: SchemaParts): readonly unknown[] => {
  const example = said(parts, 'example')
  if (example !== undefined) return [example]
  const examples = said(parts, 'examples')
  return Array.isArray(examples) ? examples.slice(0, 1) : []
}

/** What a schema says of its values beside their type: one line each. */
export const factLines = (schema: unknown, lookup: Lookup): readonly string[] => {
  const parts = schemaParts(schema, lookup)
  const values = said(parts, 'enum')
  const fixed = parts.parts.find((part) => own(part, 'const') !== undefined)
  const preset = said(parts, 'default')
  const bounds = limitWords(parts)
  return [
    ...(Array.isArray(values) && values.length > 0 ? [`Values: ${valuesText(values)}`] : []),
    ...(fixed ? [`Always: ${valueText(own(fixed, 'const'))}`] : []),
    ...(bounds.length > 0 ? [`Limits: ${bounds.join(', ')}`] : []),
    ...(preset === undefined ? [] : [`Default: ${valueText(preset)}`]),
    ...exampleOf(parts).map((example) => `Example: ${valueText(example)}`),
  ]
}

/** The first line about a body: its media types, its type, and whether it is decided here. */
export const bodyHead = (
  mediaTypes: readonly string[],
  schema: unknown,
  lookup: Lookup | undefined,
): string => {
  const types = mediaTypes.map(code).join(', ')
  if (!lookup) return types
  const mark = decided(...schemaParts(schema, lookup).parts)
  return `${types} ${typeWords(schema, lookup)}${mark && `, ${mark}`}`
}
