import { violation } from '../contract/violation.js'
import { Problem, type Violation } from '../errors.js'
import { freezeJson } from '../lib/frozen-json.js'
import { isObject, objectOrEmpty, type JsonObject } from '../lib/json-object.js'
import { pointer } from '../lib/json-pointer.js'
import type { WorldContents } from '../store/store.js'
import { checkOf, type CollectionCheck } from './collection-check.js'
import type { OwnRecords } from './own-records.js'

/** More faults than these are not told. */
const mostFaults = 20

const fault = (at: string, rule: string, expected: string, got?: unknown): Violation =>
  violation('body', at, rule, expected, got)

/** Numbers that a double cannot hold are none that a sandbox could store. */
const inexact = (value: unknown): Violation | undefined => {
  try {
    freezeJson(value)
    return undefined
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    return fault('/collections', 'number', 'numbers that a double can hold')
  }
}

const memberFaults = (
  { members }: CollectionCheck,
  record: JsonObject,
  at: string,
): readonly Violation[] =>
  Object.entries(members).flatMap(([name, { expected, accepts, isOptional }]) => {
    const value = record[name]
    if (value === undefined)
      return isOptional ? [] : [fault(at + pointer(name), 'required', expected)]
    // What is no hash may be a password.
    const got = /password/i.test(name) ? undefined : value
    return accepts(value) ? [] : [fault(at + pointer(name), 'type', expected, got)]
  })

/** In what the records of a collection are none that operations can work on. */
const recordFaults = (name: string, records: JsonObject): readonly Violation[] => {
  const seen = new Set<string>()
  return Object.entries(records).flatMap(([key, record]) => {
    const at = pointer('collections', name, key)
    if (!isObject(record)) return [fault(at, 'type', 'an object', record)]
    const check = checkOf(name, record)
    if (!check) return []
    const faults = memberFaults(check, record, at)
    if (faults.length > 0) return faults
    if (check.key(record) !== key) return [fault(at, 'key', `the key ${check.key(record)}`, key)]
    const shared = check.unique?.(record)
    if (shared !== undefined && seen.has(shared))
      return [fault(at, 'unique', 'what no other record has', shared)]
    if (shared !== undefined) seen.add(shared)
    return []
  })
}

const counterFaults = (counters: JsonObject): readonly Violation[] =>
  Object.entries(counters).flatMap(([name, next]) =>
    Number.isSafeInteger(next) && (next as number) > 0
      ? []
      : [fault(pointer('counters', name), 'type', 'a whole number from 1 up', next)],
  )

/**
 * Reads contents that somebody has exported.
 * @throws Problem `request-invalid` (422) for what no sandbox can hold.
 */
export const readSnapshot = (json: unknown, own: OwnRecords): WorldContents => {
  const { collections, counters } = objectOrEmpty(json)
  const given = objectOrEmpty(collections)
  const numbers = objectOrEmpty(counters)
  const bad = inexact(given)
  const violations = bad
    ? [bad]
    : [
        ...Object.entries(given).flatMap(([name, records]) =>
          isObject(records)
            ? [...recordFaults(name, records), ...own.violations(name, records)]
            : [fault(pointer('collections', name), 'type', 'an object of records', records)],
        ),
        ...counterFaults(numbers),
      ]
  if (violations.length === 0)
    return { collections: given, counters: numbers } as unknown as WorldContents
  const told = violations.slice(0, mostFaults)
  throw new Problem('request-invalid', {
    detail: `Nothing was imported. ${told.map(({ message }) => message).join('; ')}`,
    violations: told,
  })
}
