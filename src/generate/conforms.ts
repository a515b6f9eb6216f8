import { discriminatorKeyword, withDiscriminator } from '../contract/with-discriminator.js'
import { arrayOrEmpty, isObject, objectOrEmpty, own, type JsonObject } from '../lib/json-object.js'
import type { JsonSchema } from '../lib/json-schema.js'
import type { Check, Evaluated } from './check.js'
import { arrayConforms, leftoverItemsConform } from './conforms-array.js'
import { leafConforms } from './conforms-leaf.js'
import { leftoverPropertiesConform, objectConforms } from './conforms-object.js'
import type { PatternMemo } from './pattern.js'
import { isSchema, schemaList } from './schema-parts.js'

/** What a check needs besides schema and value. */
export interface CheckContext {
  readonly lookup: (ref: string) => JsonSchema | undefined
  readonly patterns: PatternMemo
  /** Open calls, against schemas that refer to themselves without end. */
  depth: number
}

const mostOpenCalls = 400

/** Counts the branches that hold; all are asked, because each may evaluate something. */
const holding = (branches: unknown, value: unknown, check: Check, mine: Evaluated): number =>
  schemaList(branches).filter((branch) => check(branch, value, mine)).length

const conditionHolds = (
  schema: JsonObject,
  value: unknown,
  check: Check,
  mine: Evaluated,
): boolean => {
  const condition = schema['if']
  if (!isSchema(condition)) return true
  const branch = schema[check(condition, value, mine) ? 'then' : 'else']
  return !isSchema(branch) || check(branch, value, mine)
}

/** The keywords that apply other schemas to the same value (JSON Schema 2020-12 core §10.2). */
const composed = (
  schema: JsonObject,
  value: unknown,
  check: Check,
  mine: Evaluated,
  lookup: CheckContext['lookup'],
): boolean => {
  for (const keyword of ['$ref', '$dynamicRef']) {
    const ref = schema[keyword]
    const target = typeof ref === 'string' ? lookup(ref) : undefined
    if (target !== undefined && !check(target, value, mine)) return false
  }
  const { allOf, anyOf, oneOf, not } = schema
  if (holding(allOf, value, check, mine) !== schemaList(allOf).length) return false
  if (Array.isArray(anyOf) && holding(anyOf, value, check, mine) === 0) return false
  if (Array.isArray(oneOf) && holding(oneOf, value, check, mine) !== 1) return false
  if (isSchema(not) && check(not, value)) return false
  return conditionHolds(schema, value, check, mine)
}

/** Whether a value says which alternative of a discriminator with a mapping it is. */
const isChosen = (schema: JsonObject, value: unknown): boolean => {
  const { propertyName, known } = objectOrEmpty(schema[discriminatorKeyword])
  if (typeof propertyName !== 'string') return true
  return isObject(value) && arrayOrEmpty(known).includes(own(value, propertyName))
}

const holds = (
  written: JsonObject,
  value: unknown,
  context: CheckContext,
  check: Check,
  mine: Evaluated,
): boolean => {
  const schema =
    written['discriminator'] === undefined ? written : withDiscriminator(written, context.lookup)
  if (!isChosen(schema, value) || !leafConforms(schema, value, context.patterns)) return false
  if (Array.isArray(value)) {
    if (!arrayConforms(schema, value, check, mine)) return false
  } else if (isObject(value)) {
    if (!objectConforms(schema, value, check, mine, context.patterns)) return false
  }
  if (!composed(schema, value, check, mine, context.lookup)) return false
  if (Array.isArray(value)) return leftoverItemsConform(schema, value, check, mine)
  return !isObject(value) || leftoverPropertiesConform(schema, value, check, mine)
}

/** True when the value holds for the schema; formats are asserted, unknown refs hold. */
export const conforms = (schema: JsonSchema, value: unknown, context: CheckContext): boolean => {
  const check: Check = (part, item, evaluated) => {
    if (typeof part === 'boolean') return part
    if (context.depth >= mostOpenCalls) return true
    const mine: Evaluated = { names: new Set(), items: new Set() }
    context.depth++
    const good = holds(part, item, context, check, mine)
    context.depth--
    if (good && evaluated) {
      for (const name of mine.names) evaluated.names.add(name)
      for (const index of mine.items) evaluated.items.add(index)
    }
    return good
  }
  return check(schema, value)
}
