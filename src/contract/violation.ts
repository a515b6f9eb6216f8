import type { ErrorObject } from 'ajv'
import type { Violation } from '../errors.js'
import { escapeToken, tokens } from '../lib/json-pointer.js'

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
  'false schema': () => 'nothing',
}

/** What a failed keyword asked for, in words. */
const expectation = ({ keyword, params, message }: ErrorObject): string =>
  expectations[keyword]?.(params as Parameters) ?? (message ?? keyword).replace(/^must /, '')

/** The properties that a message of one direction may not carry, and the keyword that says so. */
export interface Foreign {
  readonly names: ReadonlySet<string>
  readonly rule: 'readOnly' | 'writeOnly'
}

/** The keyword of a violation: a foreign property is compiled to the schema `false`. */
const ruleOf = ({ keyword, instancePath }: ErrorObject, foreign: Foreign | undefined): string =>
  keyword === 'false schema' && foreign?.names.has(tokens(instancePath).at(-1) ?? '')
    ? foreign.rule
    : keyword

const foreignExpectations: Readonly<Record<string, string>> = {
  readOnly: 'no property that is read-only',
  writeOnly: 'no property that is write-only',
}

/** A violation as Ajv found it, below the place the value came from. */
export const violationOf = (
  error: ErrorObject,
  at: Pick<Violation, 'location' | 'pointer'>,
  foreign?: Foreign,
): Violation => {
  const rule = ruleOf(error, foreign)
  const missing =
    error.keyword === 'required'
      ? `/${escapeToken(String((error.params as Record<string, unknown>)['missingProperty']))}`
      : ''
  const pointer = `${at.pointer}${error.instancePath}${missing}`
  const expected = foreignExpectations[rule] ?? expectation(error)
  const got = missing === '' && error.data !== undefined ? shown(error.data) : undefined
  const message =
    missing === ''
      ? `${at.location} ${pointer}: expected ${expected}, got ${got ?? 'nothing'}`
      : `${at.location} ${pointer}: is required`
  return {
    location: at.location,
    pointer,
    rule,
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
