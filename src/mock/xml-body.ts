import type { CompiledSchema } from '../contract/contract.js'
import {
  arrayOrEmpty,
  isObject,
  objectOrEmpty,
  stringOr,
  type JsonObject,
} from '../lib/json-object.js'
import { tokens } from '../lib/json-pointer.js'
import { essence } from '../lib/media-type.js'

/** True for XML media types (RFC 7303 §3). */
export const isXml = (mediaType: string): boolean =>
  /^(?:application|text)\/xml$|\+xml$/.test(essence(mediaType))

type Lookup = CompiledSchema['lookup']

const compositions = ['allOf', 'anyOf', 'oneOf']

/** A schema, what it refers to and what it is composed of: the one that is nearest first, each once. */
const layersOf = (
  schema: unknown,
  lookup: Lookup,
  found = new Set<JsonObject>(),
): readonly JsonObject[] => {
  if (!isObject(schema) || found.has(schema)) return [...found]
  found.add(schema)
  const ref = stringOr(schema['$ref'])
  if (ref !== undefined) layersOf(lookup(ref), lookup, found)
  for (const keyword of compositions)
    for (const part of arrayOrEmpty(schema[keyword])) layersOf(part, lookup, found)
  return [...found]
}

/** What the layers say about one of their parts: the schema of a property, or of the items. */
const partOf = (layers: readonly JsonObject[], name: string | undefined): unknown =>
  layers
    .map((layer) =>
      name === undefined ? layer['items'] : objectOrEmpty(layer['properties'])[name],
    )
    .find((found) => found !== undefined)

/** The XML Object (OpenAPI 3.0.3 §4.7.26) of a schema, the nearest of each keyword. */
const xmlOf = (layers: readonly JsonObject[]): JsonObject =>
  Object.assign(
    {},
    ...[...layers].reverse().map((layer) => objectOrEmpty(layer['xml'])),
  ) as JsonObject

const illegal = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

const escaped = (value: unknown, pattern: RegExp): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value ?? '') ?? '')
  return (value === null ? '' : text).replace(illegal, '').replace(pattern, (c) => escapes[c] ?? c)
}

const nameOf = (xml: JsonObject, fallback: string): string => {
  const plain = (stringOr(xml['name']) ?? fallback).replace(/[^\p{L}\p{N}_.-]/gu, '_')
  const name = /^[\p{L}_]/u.test(plain) ? plain : `_${plain}`
  const prefix = stringOr(xml['prefix'])
  return prefix ? `${prefix}:${name}` : name
}

const namespaceOf = (xml: JsonObject): string => {
  const uri = stringOr(xml['namespace'])
  if (!uri) return ''
  const prefix = stringOr(xml['prefix'])
  return ` xmlns${prefix ? `:${prefix}` : ''}="${escaped(uri, /[&<"]/g)}"`
}

const element = (name: string, attributes: string, content: string): string =>
  content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`

/** Writes the value of one schema as the element (or, of an array, the elements) of that name. */
const write = (value: unknown, schema: unknown, fallback: string, lookup: Lookup): string => {
  const layers = layersOf(schema, lookup)
  const xml = xmlOf(layers)
  const name = nameOf(xml, fallback)
  const space = namespaceOf(xml)
  if (Array.isArray(value)) {
    const isWrapped = xml['wrapped'] === true
    const itemName = isWrapped ? (stringOr(xml['name']) ?? fallback) : fallback
    const items = value.map((item) => write(item, partOf(layers, undefined), itemName, lookup))
    return isWrapped ? element(name, space, items.join('')) : items.join('')
  }
  if (!isObject(value)) return element(name, space, escaped(value, /[&<>\r]/g))
  let attributes = space
  let content = ''
  for (const [key, member] of Object.entries(value)) {
    const property = partOf(layers, key)
    const own = xmlOf(layersOf(property, lookup))
    if (own['attribute'] === true && member !== null)
      attributes += `${namespaceOf(own)} ${nameOf(own, key)}="${escaped(member, /[&<"\t\n\r]/g)}"`
    else if (own['attribute'] !== true) content += write(member, property, key, lookup)
  }
  return element(name, attributes, content)
}

/** The name of the component that a schema refers to. */
const componentName = (schema: unknown): string | undefined => {
  const ref = isObject(schema) ? stringOr(schema['$ref']) : undefined
  if (ref === undefined) return undefined
  const path = ref.includes('%2F') ? decodeURIComponent(ref) : ref
  return tokens(path.slice(path.indexOf('/'))).at(-1)
}

/** What an element is called that nothing names. Prism's users know it so. */
const nameless = 'xml'

/** A JSON value as an XML document, by the `xml` keywords of its schema. */
export const xmlBody = (value: unknown, source: CompiledSchema | undefined): string => {
  const schema = source?.schema
  const lookup: Lookup = source?.lookup ?? (() => undefined)
  const fallback = componentName(schema) ?? nameless
  const written = write(value, schema, fallback, lookup)
  const layers = layersOf(schema, lookup)
  const isBare = Array.isArray(value) && xmlOf(layers)['wrapped'] !== true
  const items = partOf(layers, undefined)
  const itemName = componentName(items) ?? 'item'
  const root = isBare
    ? element(
        nameOf(xmlOf(layers), fallback),
        namespaceOf(xmlOf(layers)),
        value.map((item) => write(item, items, itemName, lookup)).join(''),
      )
    : written
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}`
}
