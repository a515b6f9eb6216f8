import type { CompiledSchema } from '../../contract/contract.js'
import {
  arrayOrEmpty,
  isObject,
  objectOrEmpty,
  own,
  type JsonObject,
} from '../../lib/json-object.js'
import { escapeToken } from '../../lib/json-pointer.js'
import type { Fault } from '../finding.js'
import { withoutIndices } from './told-violations.js'

type Lookup = CompiledSchema['lookup']

/** Deeper values are not looked at, nor are schemas made of more parts. */
const maxDepth = 12
const maxParts = 200

/** Of long lists the beginning. */
const maxItems = 200

/** More notes on one reply say nothing new. */
const maxNotes = 20

const lists = ['allOf', 'anyOf', 'oneOf'] as const
const singles = ['if', 'then', 'else'] as const

/** A schema and all that may say something of the same value. */
const partsOf = (schemas: readonly unknown[], lookup: Lookup): readonly JsonObject[] => {
  const found = new Set<JsonObject>()
  const waiting = [...schemas]
  while (waiting.length > 0 && found.size < maxParts) {
    const schema = waiting.pop()
    if (!isObject(schema) || found.has(schema)) continue
    found.add(schema)
    const ref = own(schema, '$ref')
    if (typeof ref === 'string') waiting.push(lookup(ref))
    for (const key of lists) waiting.push(...arrayOrEmpty(own(schema, key)))
    for (const key of singles) waiting.push(own(schema, key))
    waiting.push(...Object.values(objectOrEmpty(own(schema, 'dependentSchemas'))))
  }
  return [...found]
}

/** Keywords that say something of members which have no description of their own. */
const open = [
  ...['additionalProperties', 'unevaluatedProperties', 'patternProperties', 'propertyNames'],
  // Servers may know more kinds than the document.
  ...['discriminator', '$dynamicRef'],
]

/** True where members are described by name, and nothing is said of others. */
const isSilent = (parts: readonly JsonObject[]): boolean =>
  parts.length < maxParts &&
  parts.some((part) => isObject(own(part, 'properties'))) &&
  !parts.some((part) => open.some((keyword) => Object.hasOwn(part, keyword)))

const itemSchemas = (part: JsonObject): readonly unknown[] => [
  own(part, 'items'),
  own(part, 'contains'),
  ...arrayOrEmpty(own(part, 'prefixItems')),
]

const memberSchemas =
  (name: string) =>
  (part: JsonObject): readonly unknown[] => {
    const properties = objectOrEmpty(own(part, 'properties'))
    return Object.hasOwn(properties, name)
      ? [properties[name]]
      : [
          own(part, 'additionalProperties'),
          ...Object.values(objectOrEmpty(own(part, 'patternProperties'))),
        ]
  }

/** Goes through a value and collects the pointers that nothing describes. */
class Search {
  readonly found = new Map<string, string>()

  constructor(private readonly lookup: Lookup) {}

  look(value: unknown, schemas: readonly unknown[], pointer: string, depth = 0): void {
    if (depth > maxDepth || this.found.size >= maxNotes) return
    if (typeof value !== 'object' || value === null) return
    const parts = partsOf(schemas, this.lookup)
    if (parts.length === 0) return
    if (Array.isArray(value)) {
      const items = parts.flatMap(itemSchemas)
      for (const [index, item] of value.slice(0, maxItems).entries())
        this.look(item, items, `${pointer}/${index}`, depth + 1)
    } else this.#members(value as JsonObject, parts, pointer, depth)
  }

  #members(value: JsonObject, parts: readonly JsonObject[], pointer: string, depth: number): void {
    const silent = isSilent(parts)
    const described = new Set(
      parts.flatMap((part) => Object.keys(objectOrEmpty(own(part, 'properties')))),
    )
    for (const [name, member] of Object.entries(value)) {
      const at = `${pointer}/${escapeToken(name)}`
      const pattern = withoutIndices(at)
      if (silent && !described.has(name) && !this.found.has(pattern)) this.found.set(pattern, at)
      this.look(member, parts.flatMap(memberSchemas(name)), at, depth + 1)
    }
  }
}

/** Notes on members that a schema neither describes nor forbids (V105), each once whatever the index. */
export const undocumentedMembers = (
  schema: CompiledSchema | undefined,
  value: unknown,
): readonly Fault[] => {
  if (!schema || value === undefined) return []
  const search = new Search(schema.lookup)
  search.look(value, [schema.schema], '')
  return [...search.found.values()].slice(0, maxNotes).map((pointer) => ({
    rule: 'V105',
    message: `response ${pointer}: is not described by the schema`,
    dataPointer: pointer,
    keyword: 'properties',
  }))
}
