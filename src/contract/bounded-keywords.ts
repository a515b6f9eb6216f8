import type { ErrorObject, FuncKeywordDefinition, SchemaValidateFunction } from 'ajv'
import { canonicalJson } from '../lib/canonical-json.js'
import { isObject } from '../lib/json-object.js'
import type { Patterns } from './patterns.js'

/** A keyword whose function says for each value whether it holds, and why not. */
const keyword = (
  name: string,
  schemaType: 'string' | 'array' | 'boolean',
  type: 'string' | 'array' | undefined,
  compile: (written: unknown, schema: Readonly<Record<string, unknown>>) => Judge,
): FuncKeywordDefinition => ({
  keyword: name,
  schemaType,
  ...(type && { type }),
  errors: true,
  compile: (written: unknown, schema) => {
    const judge = compile(written, schema as Readonly<Record<string, unknown>>)
    const holds: SchemaValidateFunction = (value: unknown): boolean => {
      const params = judge(value)
      if (params) holds.errors = [{ keyword: name, params } as Partial<ErrorObject>]
      return params === undefined
    }
    return holds
  },
})

/** What is said of a value that does not hold; undefined when it does. */
type Judge = (value: unknown) => Record<string, unknown> | undefined

/** `pattern`; a text that is too long anyway is not compared. */
const pattern = (patterns: Patterns): FuncKeywordDefinition =>
  keyword('pattern', 'string', 'string', (written, { maxLength }) => {
    const { test } = patterns.read(String(written))
    const most = typeof maxLength === 'number' ? 2 * maxLength : Infinity
    return (text) => {
      const value = text as string
      return value.length > most || test(value) ? undefined : { pattern: written }
    }
  })

const enumeration: FuncKeywordDefinition = keyword('enum', 'array', undefined, (written) => {
  const allowedValues = written as readonly unknown[]
  const plain = new Set(allowedValues)
  const others = new Set(allowedValues.filter((one) => typeof one === 'object').map(canonicalJson))
  return (value) =>
    plain.has(value) ||
    (typeof value === 'object' && others.size > 0 && others.has(canonicalJson(value)))
      ? undefined
      : { allowedValues }
})

const uniqueItems: FuncKeywordDefinition = keyword('uniqueItems', 'boolean', 'array', (written) => {
  if (written !== true) return () => undefined
  return (value) => {
    const seen = new Map<unknown, number>()
    for (const [i, item] of (value as readonly unknown[]).entries()) {
      const key = isObject(item) || Array.isArray(item) ? canonicalJson(item) : item
      const text = typeof item === 'string' ? JSON.stringify(item) : key
      const j = seen.get(text)
      if (j !== undefined) return { i, j }
      seen.set(text, i)
    }
    return undefined
  }
})

/** Keywords whose cost grows with the text or the list alone, in place of those of Ajv. */
export const boundedKeywords = (patterns: Patterns): readonly FuncKeywordDefinition[] => [
  pattern(patterns),
  enumeration,
  uniqueItems,
]
