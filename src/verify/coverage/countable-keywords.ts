import type { CompiledSchema, Operation } from '../../contract/contract.js'
import {
  arrayOrEmpty,
  isObject,
  objectOrEmpty,
  own,
  type JsonObject,
} from '../../lib/json-object.js'
import { escapeToken } from '../../lib/json-pointer.js'
import { isJson } from '../../lib/media-type.js'
import type { CoveredKeyword } from '../case.js'
import { keywordKey } from './coverage.js'

/** The keywords that a request can keep or break on purpose. */
const counted = [
  ...['type', 'enum', 'const', 'format', 'pattern', 'minLength', 'maxLength'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'required'],
]

/** Deeper than this nobody tries single keywords. */
const maxDepth = 6

/** Of the largest operations the first so many are counted: schemas that name each other grow without end. */
const maxKeywords = 2000

type Place = Pick<CoveredKeyword, 'location' | 'pointer'>

/** A text says nothing that is no text: outside of bodies `type: string` cannot be broken. */
const canBreak = (schema: JsonObject, keyword: string, { location }: Place): boolean =>
  location === 'body' ||
  keyword !== 'type' ||
  ![own(schema, 'type')].flat().some((type) => type === 'string')

/** False for keywords that say nothing, such as an empty `required`. */
const says = (schema: JsonObject, keyword: string): boolean => {
  const value = own(schema, keyword)
  if (value === undefined || value === false) return false
  return !Array.isArray(value) || value.length > 0
}

type Lookup = CompiledSchema['lookup']

/** A schema with those that it always means as well (`$ref`, `allOf`). */
const partsOf = (schema: unknown, lookup: Lookup, hops = 0): readonly JsonObject[] => {
  if (!isObject(schema) || hops > maxDepth) return []
  const ref = own(schema, '$ref')
  const more = [
    ...(typeof ref === 'string' ? [lookup(ref)] : []),
    ...arrayOrEmpty(own(schema, 'allOf')),
  ]
  return [schema, ...more.flatMap((part) => partsOf(part, lookup, hops + 1))]
}

/** Adds the keywords of a schema, and of what lies below it, until there are enough. */
const collect = (
  schema: unknown,
  lookup: Lookup,
  place: Place,
  found: Set<string>,
  depth = 0,
): void => {
  if (depth > maxDepth || found.size > maxKeywords) return
  const below = (value: unknown, token: string): void =>
    collect(value, lookup, { ...place, pointer: place.pointer + token }, found, depth + 1)
  for (const part of partsOf(schema, lookup)) {
    for (const keyword of counted.filter((one) => says(part, one))) {
      found.add(keywordKey({ ...place, keyword, negative: false }))
      if (canBreak(part, keyword, place))
        found.add(keywordKey({ ...place, keyword, negative: true }))
    }
    for (const [name, value] of Object.entries(objectOrEmpty(own(part, 'properties'))))
      if (!isObject(value) || own(value, 'readOnly') !== true) below(value, `/${escapeToken(name)}`)
    below(own(part, 'items'), '/*')
  }
}

const bodySchema = ({ body }: Operation): CompiledSchema | undefined =>
  body?.contents.find(({ mediaType, schema }) => schema && isJson(mediaType))?.schema

/** Every keyword of the parameters and of the JSON body of an operation, as it is counted. */
export const countableKeywords = (operation: Operation): ReadonlySet<string> => {
  const found = new Set<string>()
  for (const { in: location, name, schema, whole } of operation.parameters)
    if (!whole) collect(schema.schema, schema.lookup, { location, pointer: `/${name}` }, found)
  const body = bodySchema(operation)
  if (body) collect(body.schema, body.lookup, { location: 'body', pointer: '' }, found)
  return found
}
