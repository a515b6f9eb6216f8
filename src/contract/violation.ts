import type { ErrorObject } from 'ajv'
import type { Violation } from '../errors.js'
import { escapeToken, tokens } from '../lib/json-pointer.js'

/** The most characters of a value in a message. */
const maxShown = 80

/** JSON text of a value, not written further than a message shows. */
const textOf = (value: unknown, room: number): string => {
  // 1e400 reads as Infinity, which JSON would show as null.
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (typeof value === 'string') return JSON.stringify(value.slice(0, maxShown))
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? String(value)
  const isList = Array.isArray(value)
  const parts: string[] = []
  let length = 2
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue
    const name = isList ? '' : `${textOf(key, room)}:`
    const part = name + textOf((value as Record<string, unknown>)[key], room - length)
    parts.push(part)
    length += part.length + 1
    if (length > room) break
  }
  return isList ? `[${parts.join()}]` : `{${parts.join()}}`
}

/** A value shortened for a message. */
export const shown = (value: unknown): string => {
  const text = textOf(value, maxShown)
  return text.length > maxShown ? `${text.slice(0, maxShown - 3)}...` : text
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

/** Of long lists, the beginning. */
const mostListed = 20

const listed = (values: readonly unknown[]): string => {
  const first = values.slice(0, mostListed).map(shown).join(', ')
  return values.length > mostListed ? `${first}, ... (${values.length} values)` : first
}

/** What keywords ask for, in words. */
const expectations: Readonly<Record<string, (params: Parameters) => string>> = {
  type: ({ type }) => [type].flat().join(' or '),
  required: named('property', 'missingProperty'),
  enum: ({ allowedValues }) => `one of ${listed(allowedValues as unknown[])}`,
  discriminator: ({ allowedValues }) => `one of ${listed(allowedValues as unknown[])}`,
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

/** `body /name`, or `body` for all of it. */
const placeName = (location: Violation['location'], pointer: string): string =>
  pointer === '' ? location : `${location} ${pointer}`

/** A violation as Ajv found it, below the place the value came from. */
export const violationOf = (
  error: ErrorObject,
  at: Pick<Violation, 'location' | 'pointer'>,
  foreign?: Foreign,
  show: (value: unknown) => string = shown,
): Violation => {
  const rule = ruleOf(error, foreign)
  const missing =
    error.keyword === 'required'
      ? `/${escapeToken(String((error.params as Record<string, unknown>)['missingProperty']))}`
      : ''
  const pointer = `${at.pointer}${error.instancePath}${missing}`
  const expected = foreignExpectations[rule] ?? expectation(error)
  const { exact = error.data } = error.params as Record<string, unknown>
  const got = missing === '' && exact !== undefined ? show(exact) : undefined
  const message =
    missing === ''
      ? `${placeName(at.location, pointer)}: expected ${expected}, got ${got ?? 'nothing'}`
      : `${placeName(at.location, pointer)}: is required`
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
  got?: unknown,
): Violation => ({
  location,
  pointer,
  rule,
  expected,
  ...(got !== undefined && { got: shown(got) }),
  message:
    rule === 'required'
      ? `${placeName(location, pointer)}: is required`
      : `${placeName(location, pointer)}: expected ${expected}${got === undefined ? '' : `, got ${shown(got)}`}`,
})
