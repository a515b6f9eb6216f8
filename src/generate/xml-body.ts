import type { CompiledSchema } from '../contract/contract.js'
import {
  componentName,
  isAttribute,
  isText,
  isWrapped,
  layersOf,
  partsOf,
  xmlName,
  xmlOf,
} from '../contract/xml-object.js'
import { stringifyExact } from '../lib/parse-exact.js'
import { isObject, stringOr, type JsonObject } from '../lib/json-object.js'

type Lookup = CompiledSchema['lookup']

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

const inText = /[&<>\r]/g

const escaped = (value: unknown, pattern: RegExp): string => {
  const text = typeof value === 'string' ? value : (stringifyExact(value ?? '') ?? '')
  return (value === null ? '' : text).replace(illegal, '').replace(pattern, (c) => escapes[c] ?? c)
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
  const name = xmlName(xml, fallback)
  const space = namespaceOf(xml)
  if (Array.isArray(value)) {
    const hasWrapper = isWrapped(xml)
    const itemName = hasWrapper ? (stringOr(xml['name']) ?? fallback) : fallback
    const items = value.map((item) => write(item, partsOf(layers, undefined)[0], itemName, lookup))
    return hasWrapper ? element(name, space, items.join('')) : items.join('')
  }
  if (!isObject(value)) return element(name, space, escaped(value, inText))
  let attributes = space
  let content = ''
  for (const [key, member] of Object.entries(value)) {
    const property = partsOf(layers, key)[0]
    const own = xmlOf(layersOf(property, lookup))
    if (isText(own)) content += escaped(member, inText)
    else if (isAttribute(own) && member !== null)
      attributes += `${namespaceOf(own)} ${xmlName(own, key)}="${escaped(member, /[&<"\t\n\r]/g)}"`
    else if (!isAttribute(own)) content += write(member, property, key, lookup)
  }
  return element(name, attributes, content)
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
  const isBare = Array.isArray(value) && !isWrapped(xmlOf(layers))
  const items = partsOf(layers, undefined)[0]
  const itemName = componentName(items) ?? 'item'
  const root = isBare
    ? element(
        xmlName(xmlOf(layers), fallback),
        namespaceOf(xmlOf(layers)),
        value.map((item) => write(item, items, itemName, lookup)).join(''),
      )
    : written
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}`
}
