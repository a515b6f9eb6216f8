import type { ErrorObject } from 'ajv'
import type { Violation } from '../errors.js'
import { escapeToken } from '../lib/json-pointer.js'

/** A value shortened for a message. */
export const shown = (value: unknown): string => {
  // 1e400 reads as Infinity, which JSON would show as null.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}

type Parameters = Readonly<Record<string, unknown>>

const atLeast = (what: string) => (params: Parameters) =>
  `at least ${String(params['limit'])} ${what}`
const atMost = (what: string) => (params: Parameters) =>
  `at most ${String(params['limit'])} ${what}`
const compared = (params: Parameters) =>
  `${String(params['comparison'])} ${String(params['limit'])}`
const named = (what: string, name: string) => (params: Parameters) =>
  `${what} ${String(params[name])}`

/** What keywords ask for, in words. */
const expectations: Readonly<Record<string, (params: Parameters) => string>> = {
  type: ({ type }) => [type].flat().join(' or '),
  required: named('property', 'missingProperty'),
  enum: ({ allowedValues }) => `one of ${(allowedValues as unknown[]).map(shown).join(', ')}`,
  const: ({ allowedValue }) => shown(allowedValue),
  format: named('format', 'format'),
  pattern: named('pattern', 'pattern'),
  additionalProperties: named('no property', 'additionalProperty'),
  unevaluatedProperties: named('no property', 'unevaluatedProperty'),
  minimum: compared,
  maximum: compared,
  exclusiveMinimum: compared,
  exclusiveMaximum: compared,
  multipleOf: named('a multiple of', 'multipleOf'),
  minLength: atLeast('characters'),
  maxLength: atMost('characters'),
  minItems: atLeast('items'),
  maxItems: atMost('items'),
  minProperties: atLeast('properties'),
  maxProperties: atMost('properties'),
  uniqueItems: () => 'no two equal items',
}

/** What a failed keyword asked for, in words. */
const expectation = ({ keyword, params, message }: ErrorObject): string =>
  expectations[keyword]?.(params as Parameters) ?? (message ?? keyword).replace(/^must /, '')

/** A violation as Ajv found it, below the place the value came from. */
export const violationOf = (
  error: ErrorObject,
  at: Pick<Violation, 'location' | 'pointer'>,
): Violation => {
  const missing =
    error.keyword === 'required'
      ? `/${escapeToken(String((error.params as Record<string, unknown>)['missingProperty']))}`
      : ''
  const pointer = `${at.pointer}${error.instancePath}${missing}`
  const expected = expectation(error)
  const got = missing === '' && error.data !== undefined ? shown(error.data) : undefined
  const message =
    missing === ''
      ? `${at.location} ${pointer}: expected ${expected}, got ${got ?? 'nothing'}`
      : `${at.location} ${pointer}: is required`
  return {
    location: at.location,
    pointer,
    rule: error.keyword,
    expected,
    ...(got && { got }),
    message,
  }
}

/** A violation that no JSON Schema keyword expresses. */
export const violation = (
  location: Violation['location'],
  pointer: string,
  rule: string,
  expected: string,
  got?: string,
): Violation => ({
  location,
  pointer,
  rule,
  expected,
  ...(got !== undefined && { got: shown(got) }),
  message:
    rule === 'required'
      ? `${location} ${pointer}: is required`
      : `${location} ${pointer}: expected ${expected}${got === undefined ? '' : `, got ${shown(got)}`}`,
})
