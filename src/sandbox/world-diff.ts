import { isObject, type JsonObject } from '../lib/json-object.js'
import { jsonEqual } from '../lib/json-equal.js'
import { pointer } from '../lib/json-pointer.js'
import type { WorldContents } from '../store/store.js'

/** What differs in a record; `before` or `after` is absent where there was, or is, nothing. */
export interface MemberChange {
  /** JSON pointer in the record. */
  readonly pointer: string
  readonly before?: unknown
  readonly after?: unknown
}

/** A record that was added, removed or changed. */
export interface RecordChange {
  readonly collection: string
  readonly id: string
  readonly change: 'added' | 'removed' | 'changed'
  readonly members?: readonly MemberChange[]
  readonly record?: JsonObject
}

/** What stands in the place of a secret. */
const mask = '***'

const isSecret = (name: string): boolean =>
  /^(?:passwordHash|password|passwd|pwd|passphrase|nonce|hash|cookieHash|secret|token|api_?key)$/i.test(
    name,
  )

const masked = (value: unknown, name = ''): unknown => {
  if (isSecret(name) && value !== null && value !== undefined) return mask
  if (Array.isArray(value)) return value.map((item) => masked(item))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, masked(member, key)]),
  )
}

const names = (before: object, after: object): readonly string[] => [
  ...new Set([...Object.keys(before), ...Object.keys(after)]),
]

/** Members that differ, from the outside in; lists are compared item by item. */
const changesIn = (before: unknown, after: unknown, at: string, name: string): MemberChange[] => {
  if (jsonEqual(before, after)) return []
  const areObjects = isObject(before) && isObject(after)
  const areLists = Array.isArray(before) && Array.isArray(after)
  if (!areObjects && !areLists)
    return [
      {
        pointer: at,
        ...(before !== undefined && { before: masked(before, name) }),
        ...(after !== undefined && { after: masked(after, name) }),
      },
    ]
  const [old, next] = [before as JsonObject, after as JsonObject]
  return names(old, next).flatMap((key) =>
    changesIn(memberOf(old, key), memberOf(next, key), at + pointer(key), areLists ? name : key),
  )
}

const memberOf = (object: JsonObject, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined

type Records = Readonly<Record<string, unknown>>

const noRecords: Records = {}

/** A record of inferred state is kept with its key and version; what counts is its value. */
interface Kept {
  readonly value: unknown
  readonly isFirst: boolean
}

const isOfResource = (collection: string): boolean => collection.startsWith('resources/')

const keptOf = (collection: string, record: unknown): Kept | undefined => {
  if (!isOfResource(collection) || !isObject(record)) return { value: record, isFirst: false }
  // Notes of which first contents were made are no records.
  if (!Object.hasOwn(record, 'version')) return undefined
  return { value: record['value'], isFirst: record['first'] === true && record['version'] === 1 }
}

const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : { value })

const changeOf = (
  collection: string,
  id: string,
  before: Kept | undefined,
  after: Kept | undefined,
): readonly RecordChange[] => {
  if (before && after) {
    const members = changesIn(before.value, after.value, '', '')
    return members.length === 0 ? [] : [{ collection, id, change: 'changed', members }]
  }
  const kept = before ?? after
  if (!kept) return []
  const record = masked(objectOf(kept.value)) as JsonObject
  return [{ collection, id, change: before ? 'removed' : 'added', record }]
}

/** Numbers by their size, all else by letters. */
const inOrder = (one: string, other: string): number => {
  const isNumber = /^\d+$/.test(one) && /^\d+$/.test(other)
  if (isNumber && one.length !== other.length) return one.length - other.length
  return one < other ? -1 : one > other ? 1 : 0
}

/** Ours, not the contract's: clock, fault rules, what is known of the sandbox. */
const isOurs = (collection: string): boolean => collection.startsWith('sandbox.')

const recordsOf = ({ collections }: WorldContents, name: string): Records =>
  Object.hasOwn(collections, name) ? (collections[name] ?? noRecords) : noRecords

/** True when first contents of a resource were made: a note of it stands in the collection above. */
const wasLookedAt = ({ collections }: WorldContents, name: string): boolean =>
  !isOfResource(name) ||
  Object.entries(collections).some(
    ([above, notes]) =>
      name.startsWith(`${above}/`) &&
      Object.keys(notes).some((key) => key.startsWith(`${name.slice(above.length + 1)} `)),
  )

/**
 * What two contents differ in, by collection and key, secrets masked. First contents that only one of them
 * has made, because somebody looked, are no difference. `nameOf` says how people call a collection.
 */
export const worldDiff = (
  before: WorldContents,
  after: WorldContents,
  nameOf: (collection: string) => string = (collection) => collection,
): readonly RecordChange[] =>
  names(before.collections, after.collections)
    .filter((name) => !isOurs(name))
    .sort(inOrder)
    .flatMap((name) => {
      const [old, next] = [recordsOf(before, name), recordsOf(after, name)]
      const areMade = wasLookedAt(before, name) && wasLookedAt(after, name)
      return [...names(old, next)].sort(inOrder).flatMap((key) => {
        const sides = [old, next].map((records) => {
          const kept = Object.hasOwn(records, key) ? keptOf(name, records[key]) : undefined
          return kept
        })
        if (!areMade && sides.every((side) => side === undefined || side.isFirst)) return []
        return changeOf(nameOf(name), key, sides[0], sides[1])
      })
    })
