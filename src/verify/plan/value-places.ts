import type { Parameter, ParameterLocation } from '../../contract/contract.js'
import {
  alternativesOf,
  conjunctsOf,
  isValidAt,
  type SchemaPlace,
} from '../../generate/schema-place.js'
import {
  arrayOrEmpty,
  isObject,
  objectOrEmpty,
  own,
  type JsonObject,
} from '../../lib/json-object.js'
import { pointer } from '../../lib/json-pointer.js'
import type { JsonSchema } from '../../lib/json-schema.js'
import type { RequestDraft } from '../request-draft.js'
import type { Tokens } from './with-part.js'

/** A place in a request that a value stands at, and what the contract says of it. */
export interface ValuePlace {
  readonly location: ParameterLocation | 'body'
  /** Undefined for the body. */
  readonly parameter?: Parameter | undefined
  /** Below the body, or below the value of the parameter. */
  readonly tokens: Tokens
  /** JSON pointer as violations have it: in the body, or `/name` of the parameter and below. */
  readonly pointer: string
  readonly schema: SchemaPlace
  /** The schemas that hold for the value, with the alternatives that it is of. */
  readonly parts: readonly JsonObject[]
  /** A valid value. */
  readonly value: unknown
  /** True when what holds it cannot do without it. */
  readonly isRequired: boolean
}

/** More compositions inside each other are a circle. */
const maxHops = 10

/** The schemas that hold for a value: conjuncts, and of alternatives the first that it satisfies. */
const partsFor = (place: SchemaPlace, value: unknown, hops = 0): readonly JsonObject[] => {
  if (hops > maxHops) return []
  const chosen = alternativesOf(place).flatMap((list) => {
    const found = list.find((schema) => isValidAt({ schema, lookup: place.lookup }, value))
    return found === undefined
      ? []
      : partsFor({ schema: found, lookup: place.lookup }, value, hops + 1)
  })
  return [...conjunctsOf(place).filter(isObject), ...chosen]
}

/** What the parts say of a member or an item. */
const below = (parts: readonly JsonObject[], value: unknown, token: string): JsonSchema => {
  const said = parts.flatMap((part): readonly unknown[] => {
    if (!Array.isArray(value)) {
      const known = own(objectOrEmpty(part['properties']), token)
      return known === undefined ? [] : [known]
    }
    const first = arrayOrEmpty(part['prefixItems'])
    return [first[Number(token)] ?? own(part, 'items') ?? true]
  })
  const schemas = said.filter(isObject)
  return schemas.length === 1 ? (schemas[0] as JsonSchema) : { allOf: schemas }
}

/** How deep bodies are looked into, and how many places of one value are. */
const deepest = 4
const most = 80

/** An item like the one before says nothing new, unless each has a schema of its own. */
const keysOf = (value: unknown, parts: readonly JsonObject[]): readonly string[] => {
  if (!Array.isArray(value)) return isObject(value) ? Object.keys(value) : []
  const tuple = Math.max(0, ...parts.map((part) => arrayOrEmpty(part['prefixItems']).length))
  return [...value.keys()].slice(0, Math.max(1, tuple)).map(String)
}

const requiredIn = (parts: readonly JsonObject[], token: string): boolean =>
  parts.some((part) => arrayOrEmpty(part['required']).includes(token))

/** The places of a value, from outside to inside. */
const walk = (root: ValuePlace): readonly ValuePlace[] => {
  const found: ValuePlace[] = [root]
  for (const at of found) {
    if (at.tokens.length >= deepest || found.length >= most) continue
    for (const token of keysOf(at.value, at.parts)) {
      const value = Array.isArray(at.value)
        ? at.value[Number(token)]
        : own(at.value as JsonObject, token)
      const schema = { schema: below(at.parts, at.value, token), lookup: at.schema.lookup }
      const isKnown = isObject(schema.schema) && Object.keys(schema.schema).length > 0
      if (value === undefined || !isKnown) continue
      found.push({
        ...at,
        tokens: [...at.tokens, token],
        pointer: at.pointer + pointer(token),
        ...{ schema, value, parts: partsFor(schema, value) },
        isRequired: requiredIn(at.parts, token),
      })
    }
  }
  return found.slice(0, most)
}

const rootOf = (
  schema: SchemaPlace,
  value: unknown,
  more: Pick<ValuePlace, 'location' | 'pointer' | 'isRequired' | 'parameter'>,
): ValuePlace => ({ ...more, tokens: [], schema, value, parts: partsFor(schema, value) })

/** Every place of a request at which a value stands: its parameters, its body, and what is in them. */
export const valuePlaces = (draft: RequestDraft): readonly ValuePlace[] => {
  const { parameters, content, body, operation } = draft
  const ofParameters = [...parameters].flatMap(([parameter, value]) =>
    walk(
      rootOf(parameter.schema, value, {
        ...{ location: parameter.in, parameter, pointer: pointer(parameter.name) },
        isRequired: parameter.required,
      }),
    ),
  )
  if (!content?.schema) return ofParameters
  const isRequired = operation.body?.required === true
  const more = { location: 'body' as const, pointer: '', isRequired }
  return [...ofParameters, ...walk(rootOf(content.schema, body, more))]
}

/** The first value of a keyword that holds at a place. */
export const keywordAt = ({ parts }: ValuePlace, keyword: string): unknown =>
  parts.map((part) => own(part, keyword)).find((value) => value !== undefined)

/** A bound that holds at a place. */
export const boundAt = (place: ValuePlace, keyword: string): number | undefined => {
  const value = keywordAt(place, keyword)
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
