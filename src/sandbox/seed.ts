import { emailKey } from '../auth/user.js'
import { readPhc } from '../auth/phc.js'
import { SetupError } from '../errors.js'
import { isObject, type JsonObject } from '../lib/json-object.js'
import { pointer } from '../lib/json-pointer.js'

/** One user of a seed, with everything that the file may leave out filled in. */
export interface SeedUser {
  readonly id: number
  readonly email: string
  /** Either the password itself, or its hash as passwords.ts stores it. */
  readonly secret: { readonly password: string } | { readonly passwordHash: string }
  readonly firstName: string
  readonly lastName: string
  readonly role: string
  readonly isEnabled: boolean
  readonly organizationIds: readonly string[]
  readonly brandIds: readonly string[]
  readonly siteIds: readonly string[]
  readonly fhirStoreId: string
  /** RFC 3339 date-time; null: terms of service not accepted. */
  readonly tosAcceptedAt: string | null
  /** True: a mail that invites the user waits in the outbox. */
  readonly invitationPending: boolean
}

/** The first contents of every sandbox, as read from a seed file. */
export interface Seed {
  readonly users: readonly SeedUser[]
  /** The id that the first user to be created gets, unless it is taken. */
  readonly nextUserId: number
  /** The records of resources that were found in a contract, by their names; undefined: none are said. */
  readonly resources?: ReadonlyMap<string, readonly JsonObject[]>
}

type Check<T> = { readonly expected: string; readonly accepts: (value: unknown) => value is T }

const text: Check<string> = {
  expected: 'a string',
  accepts: (value) => typeof value === 'string',
}
const flag: Check<boolean> = {
  expected: 'true or false',
  accepts: (value) => typeof value === 'boolean',
}
const id: Check<number> = {
  expected: 'a whole number from 1 up',
  accepts: (value): value is number => Number.isSafeInteger(value) && (value as number) > 0,
}
const texts: Check<readonly string[]> = {
  expected: 'an array of strings',
  accepts: (value): value is string[] =>
    Array.isArray(value) && value.every((item) => typeof item === 'string'),
}
const time: Check<string | null> = {
  expected: 'an RFC 3339 date-time such as 2024-01-02T00:00:00.000Z, or null',
  accepts: (value): value is string | null =>
    value === null ||
    (typeof value === 'string' &&
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
      !Number.isNaN(Date.parse(value))),
}
const hash: Check<string> = {
  expected: 'a scrypt hash such as $scrypt$ln=12,r=8,p=1$SALT$HASH',
  accepts: (value): value is string => typeof value === 'string' && readPhc(value) !== undefined,
}
const pending: Check<'pending'> = {
  expected: '"pending"',
  accepts: (value) => value === 'pending',
}

const userKeys = [
  ...['id', 'email', 'password', 'passwordHash', 'firstName', 'lastName', 'role', 'isEnabled'],
  ...['organizationIds', 'brandIds', 'siteIds', 'fhirStoreId', 'tosAcceptedAt', 'invitation'],
]

/**
 * Reads a parsed seed file.
 *
 * @throws SetupError `seed-unreadable` with the JSON pointer of the first fault and what was expected.
 */
export const readSeed = (json: unknown): Seed => {
  const root = objectAt(json, '', ['users', 'counters', 'resources'])
  const given = root.users ?? (root.resources === undefined ? undefined : [])
  if (!Array.isArray(given)) throw unreadable('/users', 'an array of users', given)
  const users = given.map(readUser)
  requireUnique(users, 'id', (user) => String(user.id))
  requireUnique(users, 'email', (user) => emailKey(user.email))
  const counters = objectAt(root.counters ?? {}, '/counters', ['users'])
  return {
    users,
    nextUserId: optional(counters, '/counters', 'users', id, 1),
    ...(root.resources !== undefined && { resources: readResources(root.resources) }),
  }
}

const readResources = (json: unknown): ReadonlyMap<string, readonly JsonObject[]> => {
  if (!isObject(json)) throw unreadable('/resources', 'an object of arrays', json)
  return new Map(
    Object.entries(json).map(([name, records]) => {
      const at = pointer('resources', name)
      if (!Array.isArray(records)) throw unreadable(at, 'an array of records', records)
      records.forEach((record, index) => {
        if (!isObject(record)) throw unreadable(`${at}/${index}`, 'an object', record)
      })
      return [name, records as JsonObject[]]
    }),
  )
}

const readUser = (json: unknown, index: number): SeedUser => {
  const at = pointer('users', index)
  const user = objectAt(json, at, userKeys)
  return {
    id: required(user, at, 'id', id),
    email: required(user, at, 'email', text),
    secret: readSecret(user, at),
    firstName: required(user, at, 'firstName', text),
    lastName: required(user, at, 'lastName', text),
    role: required(user, at, 'role', text),
    isEnabled: optional(user, at, 'isEnabled', flag, true),
    organizationIds: optional(user, at, 'organizationIds', texts, []),
    brandIds: optional(user, at, 'brandIds', texts, []),
    siteIds: optional(user, at, 'siteIds', texts, []),
    fhirStoreId: optional(user, at, 'fhirStoreId', text, 'heydonto-sandbox'),
    tosAcceptedAt: optional(user, at, 'tosAcceptedAt', time, null),
    invitationPending: optional(user, at, 'invitation', pending, undefined) === 'pending',
  }
}

const readSecret = (user: JsonObject, at: string): SeedUser['secret'] => {
  if ((user.password === undefined) === (user.passwordHash === undefined)) {
    const expected = 'either password or passwordHash'
    throw unreadable(at, expected, undefined, user.password === undefined ? 'neither' : 'both')
  }
  return user.password === undefined
    ? { passwordHash: required(user, at, 'passwordHash', hash) }
    : { password: required(user, at, 'password', text) }
}

const requireUnique = (
  users: readonly SeedUser[],
  member: string,
  valueOf: (user: SeedUser) => string,
): void => {
  const seen = new Set<string>()
  users.forEach((user, index) => {
    const value = valueOf(user)
    if (seen.has(value)) {
      const expected = `an ${member} that no other user has`
      throw unreadable(pointer('users', index, member), expected, value)
    }
    seen.add(value)
  })
}

const objectAt = (value: unknown, at: string, keys: readonly string[]): JsonObject => {
  if (!isObject(value)) throw unreadable(at, `an object with ${keys.join(', ')}`, value)
  const stranger = Object.keys(value).find((key) => !keys.includes(key))
  if (stranger === undefined) return value
  throw unreadable(at + pointer(stranger), `one of the members ${keys.join(', ')}`, stranger)
}

const required = <T>(object: JsonObject, at: string, key: string, check: Check<T>): T => {
  const value = object[key]
  if (check.accepts(value)) return value
  throw unreadable(at + pointer(key), check.expected, value)
}

const optional = <T, F>(
  object: JsonObject,
  at: string,
  key: string,
  check: Check<T>,
  fallback: F,
): T | F => (object[key] === undefined ? fallback : required(object, at, key, check))

const unreadable = (at: string, expected: string, value: unknown, got?: string): SetupError => {
  const shown = got ?? (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80))
  const detail = `The seed has ${shown} at ${at === '' ? 'its root' : at}; expected ${expected}.`
  return new SetupError('seed-unreadable', detail, { pointer: at })
}
