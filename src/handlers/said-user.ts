import { Problem, type Violation } from '../errors.js'
import { hasFormat } from '../generate/format-check.js'
import { own, type JsonObject } from '../lib/json-object.js'
import { pointer } from '../lib/json-pointer.js'
import { nearest } from '../lib/nearest.js'
import { violation } from '../contract/violation.js'
import type { components } from '../generated/openapi.js'

/** A user as a client says one: as the contract shows users, and a password. */
export interface SaidUser extends Partial<components['schemas']['User']> {
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly role: string
  readonly password?: string
}

interface Check {
  readonly rule: string
  readonly expected: string
  readonly accepts: (value: unknown) => boolean
}

const isText = (value: unknown): boolean => typeof value === 'string'

const text: Check = { rule: 'type', expected: 'a string', accepts: isText }
const texts: Check = {
  rule: 'type',
  expected: 'an array of strings',
  accepts: (value) => Array.isArray(value) && value.every(isText),
}
const checks: Readonly<Record<keyof Required<SaidUser>, Check>> = {
  id: {
    rule: 'type',
    expected: 'a whole number from 1 up',
    accepts: (value) => Number.isSafeInteger(value) && (value as number) > 0,
  },
  email: {
    rule: 'format',
    expected: 'an email address',
    accepts: (value) => isText(value) && hasFormat('idn-email', value),
  },
  password: text,
  firstName: text,
  lastName: text,
  // Roles are free text, as for createUser.
  role: text,
  isEnabled: {
    rule: 'type',
    expected: 'true or false',
    accepts: (value) => typeof value === 'boolean',
  },
  organizationIds: texts,
  brandIds: texts,
  siteIds: texts,
  fhirStoreId: text,
  tosAcceptedAt: {
    rule: 'format',
    expected: 'an RFC 3339 date-time, or null',
    accepts: (value) => value === null || (isText(value) && hasFormat('date-time', value)),
  },
}

const required: readonly string[] = ['email', 'firstName', 'lastName', 'role']

const strange = (at: string, name: string): Violation => {
  const [close] = nearest(name, Object.keys(checks))
  const hint = close === undefined ? '' : `; did you mean ${close}?`
  return violation('body', at, 'additionalProperties', `no such member${hint}`, name)
}

/** In what a value is no user, with the pointers of the request body. */
const faultsOf = (value: JsonObject, at: string): readonly Violation[] => [
  ...required
    .filter((name) => own(value, name) === undefined)
    .map((name) => violation('body', at + pointer(name), 'required', 'a value, it is required')),
  ...Object.entries(value).flatMap(([name, member]) => {
    const check = Object.hasOwn(checks, name) ? checks[name as keyof SaidUser] : undefined
    if (!check) return [strange(at + pointer(name), name)]
    if (check.accepts(member)) return []
    // What is refused as a password is nothing to show either.
    const got = name === 'password' ? undefined : member
    return [violation('body', at + pointer(name), check.rule, check.expected, got)]
  }),
]

/**
 * Reads a user.
 * @throws Problem `request-invalid` (422) with every violation.
 */
export const saidUser = (value: JsonObject, at: string): SaidUser => {
  const violations = faultsOf(value, at)
  if (violations.length === 0) return value as unknown as SaidUser
  throw new Problem('request-invalid', {
    detail: violations.map(({ message }) => message).join('; '),
    violations,
  })
}
