import type { Operation } from '../contract/contract.js'
import { readRequest, type RequestValues } from '../contract/read-request.js'
import { Problem, type Violation } from '../errors.js'
import type { Visit } from './visit.js'

/** How violations are treated. */
export type ValidateMode = 'error' | 'warn' | 'off'

/** The mode of one visit: `Prefer: handling=lenient` (RFC 7240 §4.4) turns refusals into warnings. */
export const modeOf = (visit: Visit, mode: ValidateMode): ValidateMode =>
  mode === 'error' && visit.preference.lenient ? 'warn' : mode

const names = (violations: readonly Violation[]): string =>
  violations.map((violation) => violation.message).join('; ')

/** The documentation's own placeholder for a path parameter, with or without the braces curl strips. */
export const isPathPlaceholder = (name: string, value: string): boolean =>
  value === `{${name}}` || value === name

/** The refusal of a request that breaks the contract; a placeholder left in the path is named. */
export const invalidRequest = (visit: Visit, violations: readonly Violation[]): Problem => {
  const placeholders = Object.entries(visit.path)
    .filter(([name, value]) => isPathPlaceholder(name, value))
    .filter(([name]) =>
      violations.some((one) => one.location === 'path' && one.pointer === `/${name}`),
    )
    .map(([name]) => `{${name}}`)
  const detail =
    placeholders.length > 0
      ? `Replace the placeholder ${placeholders.join(', ')} in the path by a value. ${names(violations)}`
      : names(violations)
  return new Problem('request-invalid', { detail, violations })
}

/** Lets violations pass: they are counted on the answer and named in the log. */
export const pass = (visit: Visit, violations: readonly Violation[]): void => {
  if (violations.length === 0) return
  visit.passed = violations
  visit.headers.push('X-Violations', String(violations.length))
}

/**
 * Reads a request and judges it as the mode says.
 * @throws Problem `request-invalid`, or why it cannot be read.
 */
export const admit = (
  visit: Visit,
  operation: Operation,
  bytes: Uint8Array,
  mode: ValidateMode,
): RequestValues => {
  const { query, headers } = visit.exchange
  const { path, rawPath } = visit
  const values = readRequest({ operation, path, rawPath, query, headers, bytes })
  visit.deprecated = values.deprecated
  if (values.violations.length === 0 || mode === 'off') return values
  if (mode === 'error') throw invalidRequest(visit, values.violations)
  pass(visit, values.violations)
  return values
}
