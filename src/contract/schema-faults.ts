import type { ErrorCode } from '../errors.js'
import { isObject, own, type JsonObject } from '../lib/json-object.js'
import { escapeToken } from '../lib/json-pointer.js'
import { expressionOf } from '../lib/expression-of.js'
import { inLists, inMaps, inOneSchema, subschemas } from './subschemas.js'

/** What is wrong with a schema, and where. */
export interface SchemaFault {
  readonly code: ErrorCode
  readonly message: string
  readonly pointer: string
  readonly fix?: string
}

/** Where a `$ref` at a JSON pointer leads; undefined when it leads nowhere. */
export type FindTarget = (ref: string, pointer: string) => string | undefined

/** What the schemas of a document are read by. */
export interface SchemaRules {
  readonly findTarget: FindTarget
  /** Why a reference to another document was not followed. */
  readonly refusal: (ref: string) => Pick<SchemaFault, 'message' | 'fix'> | undefined
  /** True for OpenAPI 3.0, where exclusive bounds are true or false. */
  readonly isLegacy: boolean
}

const types = new Set(['null', 'boolean', 'object', 'array', 'number', 'integer', 'string'])
const counts = [
  'minContains',
  'maxContains',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
]
const exclusive = ['exclusiveMinimum', 'exclusiveMaximum']
const bounds = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
] as const

const isSchema = (value: unknown): boolean => isObject(value) || typeof value === 'boolean'
const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0
const isTextList = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')

/** What the value of some keywords has to be: a check, and in words. */
type Demand = readonly [holds: (value: unknown) => boolean, words: string]

const isNumber = (value: unknown): boolean => typeof value === 'number'
const each = (keywords: Iterable<string>, ...demand: Demand): [string, Demand][] =>
  [...keywords].map((keyword) => [keyword, demand])

const demands: ReadonlyMap<string, Demand> = new Map([
  ...each(counts, isCount, 'a whole number from 0'),
  ...each(['minimum', 'maximum', ...exclusive], isNumber, 'a number'),
  ...each(['multipleOf'], (value) => isNumber(value) && Number(value) > 0, 'a number above 0'),
  ...each(['required'], isTextList, 'a list of property names'),
  ...each(
    ['enum'],
    (value) => Array.isArray(value) && value.length > 0,
    'a list of values, not empty',
  ),
  ...each(['uniqueItems'], (value) => typeof value === 'boolean', 'true or false'),
  ...each(['format'], (value) => typeof value === 'string', 'a text'),
  ...each(
    ['dependentRequired'],
    (value) => isObject(value) && Object.values(value).every(isTextList),
    'lists of property names by name',
  ),
  ...each(inOneSchema, isSchema, 'a schema'),
  ...each(
    inLists,
    (value) => Array.isArray(value) && value.every(isSchema) && value.length > 0,
    'a list of schemas, not empty',
  ),
  ...each(
    inMaps,
    (value) => isObject(value) && Object.values(value).every(isSchema),
    'schemas by name',
  ),
])

/** What the value of a keyword has to be, in words; undefined when it is that, or nothing is known. */
const wanted = (keyword: string, value: unknown, isLegacy: boolean): string | undefined => {
  if (isLegacy && exclusive.includes(keyword) && typeof value === 'boolean') return undefined
  const demand = demands.get(keyword)
  return demand && !demand[0](value) ? demand[1] : undefined
}

const regexFault = (pattern: unknown, pointer: string): SchemaFault | undefined => {
  if (typeof pattern !== 'string')
    return { code: 'contract-schema', message: 'pattern has to be a text', pointer }
  if (expressionOf(pattern)) return undefined
  try {
    new RegExp(pattern, 'u')
    return undefined
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return { code: 'contract-pattern', message: reason, pointer }
  }
}

function* patternFaults(schema: JsonObject, pointer: string): Generator<SchemaFault> {
  if (Object.hasOwn(schema, 'pattern')) {
    const fault = regexFault(schema['pattern'], `${pointer}/pattern`)
    if (fault) yield fault
  }
  const byPattern = own(schema, 'patternProperties')
  for (const pattern of isObject(byPattern) ? Object.keys(byPattern) : []) {
    const fault = regexFault(pattern, `${pointer}/patternProperties/${escapeToken(pattern)}`)
    if (fault) yield fault
  }
}

const typesOf = (schema: JsonObject): readonly unknown[] | undefined => {
  const written = own(schema, 'type')
  if (written === undefined) return undefined
  const list: readonly unknown[] = Array.isArray(written) ? written : [written]
  return own(schema, 'nullable') === true ? [...list, 'null'] : list
}

const hasType = (value: unknown, type: unknown): boolean => {
  if (type === 'integer') return Number.isInteger(value)
  if (value === null || Array.isArray(value)) return type === (value === null ? 'null' : 'array')
  return typeof value === type
}

function* contradictions(schema: JsonObject, pointer: string): Generator<SchemaFault> {
  const code = 'contract-unsatisfiable'
  for (const [least, most] of bounds) {
    const [from, to] = [own(schema, least), own(schema, most)]
    if (typeof from === 'number' && typeof to === 'number' && from > to)
      yield {
        code,
        message: `${least} ${from} is above ${most} ${to}`,
        pointer: `${pointer}/${least}`,
      }
  }
  const [values, allowed] = [own(schema, 'enum'), typesOf(schema)]
  if (!Array.isArray(values) || !allowed?.every((type) => types.has(String(type)))) return
  if (values.some((value) => allowed.some((type) => hasType(value, type)))) return
  const message = `No value of enum is of the type ${allowed.join(' or ')}`
  yield { code, message, pointer: `${pointer}/enum` }
}

function* ownFaults(
  schema: JsonObject,
  pointer: string,
  { findTarget, refusal, isLegacy }: SchemaRules,
): Generator<SchemaFault> {
  const ref = own(schema, '$ref')
  if (ref !== undefined && (typeof ref !== 'string' || findTarget(ref, pointer) === undefined)) {
    const message = `The reference ${String(ref)} leads nowhere`
    yield { code: 'contract-reference', message, pointer, ...refusal(String(ref)) }
  }
  const unknown = typesOf(schema)?.find((type) => typeof type !== 'string' || !types.has(type))
  if (unknown !== undefined)
    yield {
      code: 'contract-schema',
      message: `There is no type ${String(unknown)}`,
      pointer: `${pointer}/type`,
      fix: `Use one of ${[...types].join(', ')}; what is finer is a format.`,
    }
  for (const [keyword, value] of Object.entries(schema)) {
    const what = wanted(keyword, value, isLegacy)
    if (what !== undefined)
      yield {
        code: 'contract-schema',
        message: `${keyword} has to be ${what}`,
        pointer: `${pointer}/${keyword}`,
      }
  }
  yield* patternFaults(schema, pointer)
  yield* contradictions(schema, pointer)
}

/**
 * What is wrong with a schema and those inside it, as they are written; references are looked up, not
 * followed.
 */
export function* schemaFaults(
  schema: unknown,
  pointer: string,
  rules: SchemaRules,
): Generator<SchemaFault> {
  const waiting: [unknown, string][] = [[schema, pointer]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, at] = next
    if (!isObject(value)) continue
    yield* ownFaults(value, at, rules)
    waiting.push(...subschemas(value, at).reverse())
  }
}
