import type { ErrorObject } from 'ajv'
import type { Violation } from '../errors.js'
import { escapeToken } from '../lib/json-pointer.js'

/** A value shortened for a message. */
export const shown = (value: unknown): string => {
  // 1e400 reads as Infinity, which JSON would show as null.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}

/** What a failed keyword asked for, in words. */
const expectation = (error: ErrorObject): string => {
  const params = error.params as Record<string, unknown>
  switch (error.keyword) {
    case 'type':
      return String(params['type'])
    case 'required':
      return `property ${String(params['missingProperty'])}`
    case 'enum':
      return `one of ${(params['allowedValues'] as unknown[]).map(shown).join(', ')}`
    case 'const':
      return shown(params['allowedValue'])
    case 'format':
      return `format ${String(params['format'])}`
    case 'pattern':
      return `pattern ${String(params['pattern'])}`
    case 'additionalProperties':
      return `no property ${String(params['additionalProperty'])}`
    case 'unevaluatedProperties':
      return `no property ${String(params['unevaluatedProperty'])}`
    default:
      return (error.message ?? error.keyword).replace(/^must /, '')
  }
}

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
