import {
  isValidAt,
  itemsPlace,
  keywordOf,
  membersOf,
  type SchemaPlace,
} from '../../generate/schema-place.js'
import { isObject, own } from '../../lib/json-object.js'
import { pointer } from '../../lib/json-pointer.js'

/** A member that is not what it should be. */
export interface Difference {
  /** JSON pointer in the record. */
  readonly pointer: string
  readonly wanted: unknown
  readonly shown: unknown
}

/** What servers keep to themselves, or answer only once. */
const secret = /pass(word|phrase|code|wd)?$|secret|token|^pin$|cvv|cvc|api_?key|private_?key/i

/** What servers say of their own accord, whatever the request says. */
const serversOwn =
  /^(_?etag|version|revision|rev|_?links?|href|self|url|slug)$|(created|updated|modified|deleted|changed|inserted)_?(at|on|by|date|time|timestamp)?$|[a-z]{2}ed_?(At|at|On|on)$|(_count|Count)$/

/** True for members that need not be read as they were written. */
export const isServers = (name: string): boolean => secret.test(name) || serversOwn.test(name)

const instant = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)$/

/** Clocks and databases that know no fractions of seconds are no fault. */
const isSameInstant = (one: string, other: string): boolean =>
  instant.test(one) && instant.test(other) && Math.abs(Date.parse(one) - Date.parse(other)) < 1000

/** Formats whose letters mean the same in either case; of addresses only what follows the @. */
const isSameText = (one: string, other: string, format: unknown): boolean => {
  if (one === other || isSameInstant(one, other)) return true
  if (format === 'uuid' || format === 'hostname') return one.toLowerCase() === other.toLowerCase()
  if (format !== 'email') return false
  const lowered = (text: string) => text.replace(/@[^@]*$/, (domain) => domain.toLowerCase())
  return lowered(one) === lowered(other)
}

const isNumber = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint'

const isSameScalar = (wanted: unknown, shown: unknown, place: SchemaPlace | undefined): boolean => {
  if (wanted === shown) return true
  const format = place && keywordOf(place, 'format')
  if (typeof wanted === 'string' && typeof shown === 'string')
    return isSameText(wanted, shown, format)
  if (!isNumber(wanted) || !isNumber(shown)) return false
  if (format === 'float') return Math.fround(Number(wanted)) === Math.fround(Number(shown))
  return typeof wanted === typeof shown ? false : String(wanted) === String(shown)
}

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).length === 0)

const memberPlace = (place: SchemaPlace | undefined, name: string): SchemaPlace | undefined => {
  const schema = place && membersOf(place).properties.get(name)
  return place && schema !== undefined ? { schema, lookup: place.lookup } : undefined
}

/** True where the answer documents something else than the request: a text of what was an object, say. */
const isOther = (wanted: unknown, shown: unknown, place: SchemaPlace): boolean =>
  !isEmpty(shown) && isValidAt(place, shown) && !isValidAt(place, wanted)

const ofArrays = (
  wanted: readonly unknown[],
  shown: unknown,
  place: SchemaPlace | undefined,
  at: string,
): readonly Difference[] => {
  if (!Array.isArray(shown) || shown.length !== wanted.length)
    return [{ pointer: at, wanted, shown }]
  const items = place && itemsPlace(place)
  return wanted.flatMap((item, index) =>
    differences(item, shown[index], items, `${at}${pointer(index)}`),
  )
}

/**
 * In what a value that is shown is not what was said. What the schema of the answer cannot show, and what
 * is the server's to say, is not looked at; more than what was said may be there.
 */
export const differences = (
  wanted: unknown,
  shown: unknown,
  place: SchemaPlace | undefined,
  at = '',
): readonly Difference[] => {
  if (isEmpty(wanted) && isEmpty(shown)) return []
  if (place && !isValidAt(place, wanted) && !isObject(wanted)) return []
  if (Array.isArray(wanted)) return ofArrays(wanted, shown, place, at)
  if (!isObject(wanted))
    return isSameScalar(wanted, shown, place) ? [] : [{ pointer: at, wanted, shown }]
  if (!isObject(shown))
    return place && !isOther(wanted, shown, place) ? [{ pointer: at, wanted, shown }] : []
  return Object.entries(wanted).flatMap(([name, value]) => {
    const inner = memberPlace(place, name)
    if (isServers(name) || (!inner && !Object.hasOwn(shown, name))) return []
    return differences(value, own(shown, name), inner, `${at}${pointer(name)}`)
  })
}
