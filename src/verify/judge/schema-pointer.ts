import { localPointer } from '../../contract/resolver.js'
import {
  arrayOrEmpty,
  isObject,
  objectOrEmpty,
  own,
  type JsonObject,
} from '../../lib/json-object.js'
import { escapeToken, valueAt } from '../../lib/json-pointer.js'

/** Where the schema of a value stands. */
export interface SchemaPointer {
  /** JSON pointer of the schema in the document. */
  readonly pointer: string
  /** The pointer of the value with `*` for indices and for names that no schema says. */
  readonly pattern: string
}

interface End extends SchemaPointer {
  /** How many tokens of the value's pointer are left. */
  readonly left: number
}

/** More references in a row than this are a circle. */
const maxHops = 20

/** More schemas than this are not looked at for one place. */
const maxVisits = 300

/** Where the reference at a pointer leads to in the end; the last one that can be followed. */
export const followed = (document: JsonObject, pointer: string): string => {
  let at = pointer
  for (let hop = 0; hop < maxHops; hop++) {
    const value = valueAt(document, at)
    const ref = isObject(value) ? own(value, '$ref') : undefined
    const next = typeof ref === 'string' && ref.startsWith('#/') ? localPointer(ref) : undefined
    if (next === undefined || valueAt(document, next) === undefined) return at
    at = next
  }
  return at
}

const branches = ['allOf', 'anyOf', 'oneOf'] as const

/** The schemas that speak of the same value. */
const besides = (schema: JsonObject, at: string): readonly string[] => [
  ...branches.flatMap((keyword) =>
    arrayOrEmpty(own(schema, keyword)).map((_, index) => `${at}/${keyword}/${index}`),
  ),
  ...['then', 'else'].flatMap((keyword) =>
    isObject(own(schema, keyword)) ? [`${at}/${keyword}`] : [],
  ),
]

/** Where a schema speaks of a member or an item, and what stands for it in a pattern. */
const inside = (
  schema: JsonObject,
  token: string,
): readonly (readonly [way: string, pattern: string])[] => {
  const has = (keyword: string): boolean => isObject(own(schema, keyword))
  if (Object.hasOwn(objectOrEmpty(own(schema, 'properties')), token))
    return [[`/properties/${escapeToken(token)}`, escapeToken(token)]]
  const isIndex = /^\d+$/.test(token)
  if (isIndex && arrayOrEmpty(own(schema, 'prefixItems'))[Number(token)] !== undefined)
    return [[`/prefixItems/${token}`, '*']]
  if (isIndex && has('items')) return [['/items', '*']]
  const [named] = Object.keys(objectOrEmpty(own(schema, 'patternProperties')))
  if (named !== undefined) return [[`/patternProperties/${escapeToken(named)}`, '*']]
  return has('additionalProperties') ? [['/additionalProperties', '*']] : []
}

/** Goes down a schema along the pointer of a value. */
class Walk {
  #visits = 0

  constructor(private readonly document: JsonObject) {}

  ends(start: string, tokens: readonly string[], pattern = ''): readonly End[] {
    if (this.#visits++ > maxVisits) return []
    const pointer = followed(this.document, start)
    const schema = valueAt(this.document, pointer)
    const here: End = { pointer, pattern, left: tokens.length }
    if (!isObject(schema)) return [here]
    const [token, ...rest] = tokens
    const deeper =
      token === undefined
        ? []
        : inside(schema, token).flatMap(([way, name]) =>
            this.ends(pointer + way, rest, `${pattern}/${name}`),
          )
    return [
      here,
      ...deeper,
      ...besides(schema, pointer).flatMap((at) => this.ends(at, tokens, pattern)),
    ]
  }
}

/**
 * Where a document says the keyword that a value breaks: as deep in the schema at `start` as the pointer
 * of the value leads, through references and compositions. `says` tells the schema that is meant.
 */
export const schemaPointer = (
  document: JsonObject,
  start: string,
  tokens: readonly string[],
  says: (schema: JsonObject) => boolean,
): SchemaPointer => {
  const ends = new Walk(document).ends(start, tokens)
  const left = Math.min(...ends.map((end) => end.left))
  const deepest = ends.filter((end) => end.left === left)
  const meant = deepest.find(({ pointer }) => {
    const schema = valueAt(document, pointer)
    return isObject(schema) && says(schema)
  })
  const { pointer, pattern } = meant ?? (deepest[0] as End)
  const rest = tokens.slice(tokens.length - left).map((token) => `/${escapeToken(token)}`)
  return { pointer, pattern: pattern + rest.join('') }
}
