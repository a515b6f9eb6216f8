import { parseJson } from '../lib/parse-json.js'
import type { Parameter } from './contract.js'

/** Names and values as they came, decoded. */
export type Pairs = readonly (readonly [name: string, value: string])[]

const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/

/** Text as one of the types, if it reads as one; otherwise the text itself. */
export const coerce = (text: string, types: readonly string[]): unknown => {
  if ((types.includes('integer') || types.includes('number')) && jsonNumber.test(text)) {
    const number = Number(text)
    if (Number.isFinite(number)) return number
  }
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  if (types.includes('null') && text === 'null') return null
  return text
}

const separators: Readonly<Record<string, string>> = { spaceDelimited: ' ', pipeDelimited: '|' }

/** One piece of text as the array, object or primitive that the parameter's schema allows. */
export const readText = (parameter: Parameter, text: string): unknown => {
  if (parameter.json) {
    const parsed = parseJson(text)
    return 'value' in parsed ? parsed.value : text
  }
  if (parameter.types.includes('array')) {
    const separator = separators[parameter.style] ?? ','
    const items = text === '' ? [] : text.split(separator)
    // Repeated headers arrive joined with ", " (RFC 9110 §5.3).
    const isHeader = parameter.in === 'header'
    return items.map((item) => coerce(isHeader ? item.trim() : item, parameter.itemTypes))
  }
  if (parameter.types.includes('object')) return readObject(parameter, text)
  return coerce(text, parameter.types)
}

/** `a,1,b,2`, or `a=1,b=2` when exploded (OpenAPI 3.0.3 §4.7.12.3). */
const readObject = (parameter: Parameter, text: string): unknown => {
  const parts = text.split(',')
  const pairs: [string, string][] = []
  if (parameter.explode)
    for (const part of parts) {
      const equals = part.indexOf('=')
      pairs.push(equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)])
    }
  else
    for (let at = 0; at + 1 < parts.length; at += 2)
      pairs.push([parts[at] as string, parts[at + 1] as string])
  return objectOf(parameter, pairs)
}

/** A client chooses the name: `constructor` must not find what every object inherits. */
const typesOfProperty = ({ propertyTypes }: Parameter, name: string): readonly string[] =>
  Object.hasOwn(propertyTypes, name) ? (propertyTypes[name] ?? []) : []

const objectOf = (parameter: Parameter, pairs: Pairs): unknown =>
  Object.fromEntries(
    pairs.map(([name, value]) => [name, coerce(value, typesOfProperty(parameter, name))]),
  )

/** `name[property]=value`. */
const readDeepObject = (parameter: Parameter, pairs: Pairs): unknown => {
  const start = `${parameter.name}[`
  const mine = pairs.filter(([name]) => name.startsWith(start) && name.endsWith(']'))
  if (mine.length === 0) return undefined
  return objectOf(
    parameter,
    mine.map(([name, value]) => [name.slice(start.length, -1), value]),
  )
}

/** The properties of an exploded object are parameters of their own. */
const readExplodedObject = (parameter: Parameter, pairs: Pairs): unknown => {
  const mine = pairs.filter(([name]) => Object.hasOwn(parameter.propertyTypes, name))
  return mine.length === 0 ? undefined : objectOf(parameter, mine)
}

/** What a parameter was given: a value, nothing, or one value too many. */
export type ReadResult = { readonly value?: unknown; readonly repeated?: true }

/** Reads a parameter out of the names and values of a query or of cookies. */
export const readPairsOf = (parameter: Parameter, pairs: Pairs): ReadResult => {
  const isArray = parameter.types.includes('array') && !parameter.json
  const isObject = parameter.types.includes('object') && !parameter.json
  if (isObject && parameter.style === 'deepObject')
    return { value: readDeepObject(parameter, pairs) }
  const { name } = parameter
  const values = pairs
    .filter(([given]) => given === name || (isArray && given === `${name}[]`))
    .map(([, value]) => value)
  if (isObject && parameter.explode && values.length === 0)
    return { value: readExplodedObject(parameter, pairs) }
  const [first] = values
  if (first === undefined) return {}
  if (!isArray)
    return values.length > 1 ? { repeated: true } : { value: readText(parameter, first) }
  if (values.length === 1 && (!parameter.explode || first.includes(',')))
    return { value: readText(parameter, first) }
  return { value: values.map((value) => coerce(value, parameter.itemTypes)) }
}
