import { canonicalJson } from '../../lib/canonical-json.js'
import { isObject, own, stringOr } from '../../lib/json-object.js'
import { plain } from './resource-words.js'
import type { ListFilter, ListParameters, PropertyPath } from '../resource-model.js'
import { membersOf, placeAtPath, type SchemaPlace } from '../../generate/schema-place.js'
import { type SortKey, sortRecords } from './sort-records.js'
import type { StateRecord } from './state-record.js'
import { valueAtPath } from '../../lib/value-path.js'

type Query = Readonly<Record<string, unknown>>

/** The wishes of a request, one after the other: a list of several values, a text with commas. */
export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [value]

/** True for a filter that the request uses. */
export const isUsed = (value: unknown): boolean =>
  value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)

/** True for what a list of identities is called in a query. */
export const isIdentityList = (name: string): boolean =>
  /^(ids?|.*[a-z_]ids|.*Ids|uuids|keys|names)$/.test(name)

const isoDate = /^\d{4}-\d\d-\d\d([T ]|$)/

/** Numbers by size, times by their moment, anything else as text; NaN for what cannot be compared. */
export const compare = (one: unknown, other: unknown): number => {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  const [a, b] = [String(one), String(other)]
  if (isoDate.test(a) && isoDate.test(b)) return Date.parse(a) - Date.parse(b)
  const [x, y] = [Number(a), Number(b)]
  if (a !== '' && b !== '' && !Number.isNaN(x) && !Number.isNaN(y)) return x - y
  return a < b ? -1 : a > b ? 1 : 0
}

const equals = (value: unknown, wanted: unknown): boolean => {
  if (Array.isArray(value)) return value.some((item) => equals(item, wanted))
  if (isObject(value) || value === undefined) return false
  const [text, want] = [String(value), String(wanted)]
  return text === want || (/^\d{4}-\d\d-\d\d$/.test(want) && text.startsWith(`${want}T`))
}

const contains = (value: unknown, wanted: unknown): boolean => {
  if (Array.isArray(value)) return value.some((item) => contains(item, wanted))
  return String(value).toLowerCase().includes(String(wanted).toLowerCase())
}

const anyOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

const tests: Readonly<Record<ListFilter['test'], (value: unknown, wanted: unknown) => boolean>> = {
  equals: (value, wanted) =>
    Array.isArray(wanted) ? wanted.some((one) => equals(value, one)) : equals(value, wanted),
  oneOf: (value, wanted) => listOf(wanted).some((one) => equals(value, one)),
  not: (value, wanted) => !listOf(wanted).some((one) => equals(value, one)),
  contains,
  atLeast: (value, wanted) => anyOf(value).some((one) => compare(one, wanted) >= 0),
  above: (value, wanted) => anyOf(value).some((one) => compare(one, wanted) > 0),
  atMost: (value, wanted) => anyOf(value).some((one) => compare(one, wanted) <= 0),
  below: (value, wanted) => anyOf(value).some((one) => compare(one, wanted) < 0),
}

const passes = (
  { value }: StateRecord,
  { property, test }: ListFilter,
  wanted: unknown,
): boolean => {
  const found = valueAtPath(value, property)
  if (found === undefined || found === null) return test === 'not'
  return tests[test](found, wanted)
}

/** How deep texts are looked for. */
const maxDepth = 4

const mentions = (value: unknown, text: string, depth = 0): boolean => {
  if (typeof value === 'string') return value.toLowerCase().includes(text)
  if (typeof value === 'number') return String(value) === text
  if (typeof value !== 'object' || value === null || depth > maxDepth) return false
  return Object.values(value).some((item) => mentions(item, text, depth + 1))
}

/** Texts are looked for only in what is answered: nobody may find out what is hidden. */
const isAnswered = (place: SchemaPlace | undefined) => {
  const known = place && membersOf(place).properties
  return (name: string): boolean =>
    !known || known.size === 0 || (known.has(name) && known.get(name) !== false)
}

const mentionsText = (place: SchemaPlace | undefined, text: string) => {
  const isShown = isAnswered(place)
  const wanted = text.toLowerCase()
  return ({ value }: StateRecord): boolean =>
    isObject(value)
      ? Object.entries(value).some(([name, item]) => isShown(name) && mentions(item, wanted))
      : mentions(value, wanted)
}

/** The property that a word of a client means: its path, or its name in another spelling. */
const propertyNamed = (place: SchemaPlace | undefined, word: string): PropertyPath => {
  const path = word.split('.')
  if (!place) return path
  const holders = [[], ['attributes']].filter((at) => placeAtPath(place, at) !== undefined)
  for (const at of holders) {
    const here = placeAtPath(place, at)
    const names = here ? [...membersOf(here).properties.keys()] : []
    const [first = '', ...rest] = path
    const found =
      names.find((name) => name === first) ??
      names.find((name) => plain(name) === plain(first)) ??
      names.find((name) => [`${plain(first)}at`, `${plain(first)}on`].includes(plain(name)))
    if (found !== undefined) return [...at, found, ...rest]
  }
  return path
}

const descending = /^(desc|descending|down|-1|-|newest)$/i
const ascending = /^(asc|ascending|up|1|\+)$/i

/** Reads `-name`, `+name`, `name:desc`, `name desc`, `{ field: name, order: desc }`. */
const sortKey = (place: SchemaPlace | undefined, word: unknown, order: string | undefined) => {
  if (isObject(word)) {
    const field = ['field', 'by', 'name', 'key', 'property', 'column']
      .map((name) => stringOr(own(word, name)))
      .find((text) => text !== undefined)
    const way = ['order', 'direction', 'dir', 'sort']
      .map((name) => stringOr(own(word, name)))
      .find((text) => text !== undefined)
    if (field !== undefined)
      return [{ path: propertyNamed(place, field), descends: descending.test(way ?? order ?? '') }]
    return Object.entries(word).map(([name, direction]) => ({
      path: propertyNamed(place, name),
      descends: descending.test(String(direction)),
    }))
  }
  const text = String(word).trim()
  const [, sign, name = '', way] =
    /^([-+]?)(.*?)(?:[: |_](asc|desc|ascending|descending))?$/i.exec(text) ?? []
  if (name === '') return []
  const descends = sign === '-' || descending.test(way ?? (sign === '+' ? '' : (order ?? '')))
  return [{ path: propertyNamed(place, name), descends }]
}

const sortKeys = (
  place: SchemaPlace | undefined,
  { sort, order }: ListParameters,
  query: Query,
): readonly SortKey[] => {
  const wanted = sort === undefined ? undefined : query[sort]
  const way = order === undefined ? undefined : stringOr(query[order])
  if (!isUsed(wanted)) return []
  // `sort=name,desc` names one key and its direction.
  const words = listOf(
    isObject(wanted) && Object.keys(wanted).every((key) => /^\d+$/.test(key))
      ? Object.values(wanted)
      : wanted,
  )
  const last = words.at(-1)
  const isPair =
    words.length === 2 &&
    typeof last === 'string' &&
    (descending.test(last) || ascending.test(last))
  if (isPair) return sortKey(place, words[0], last)
  return words.flatMap((word) => sortKey(place, word, way))
}

/** The members that the client wants of each record; undefined: all. */
export const fieldsOf = (
  list: ListParameters | undefined,
  query: Query,
): ReadonlySet<string> | undefined => {
  const wanted = list?.fields === undefined ? undefined : query[list.fields]
  if (!isUsed(wanted)) return undefined
  const names = listOf(wanted).map((name) => String(name).trim().split(/[.(/]/)[0] as string)
  return names.includes('*') ? undefined : new Set(names)
}

/** What a parameter of the path is called among those of the query. */
export const scopeName = (parameter: string): string => `path ${parameter}`

/** So many selections of the same records are remembered. */
const maxRemembered = 8

/** Selects and sorts records as requests ask; remembered as long as the records do not change. */
export class RecordSelector {
  /** Comparisons with the path of a request come before those with its query. */
  readonly filters: readonly ListFilter[]
  readonly #list: ListParameters
  readonly #place: () => SchemaPlace | undefined
  readonly #known = new WeakMap<readonly StateRecord[], Map<string, readonly StateRecord[]>>()

  constructor(
    list: ListParameters,
    scope: readonly ListFilter[],
    place: () => SchemaPlace | undefined,
  ) {
    const compared = scope.map((filter) => ({ ...filter, parameter: scopeName(filter.parameter) }))
    this.filters = [...compared, ...list.filters]
    this.#list = list
    this.#place = place
  }

  /** The records that the request asks for, in the order that it asks for. */
  select(records: readonly StateRecord[], query: Query): readonly StateRecord[] {
    const { search, sort, order } = this.#list
    const used = this.filters.filter(({ parameter }) => isUsed(query[parameter]))
    const text = search === undefined ? undefined : query[search]
    const names = [...used.map(({ parameter }) => parameter), search, sort, order]
    const wishes = names.map((name) => (name === undefined ? undefined : query[name]))
    if (!wishes.some(isUsed)) return records
    const wish = canonicalJson(wishes.map((one, index) => [names[index] ?? null, one ?? null]))
    const known = this.#known.get(records) ?? new Map<string, readonly StateRecord[]>()
    const found = known.get(wish)
    if (found) return found
    if (known.size >= maxRemembered) known.clear()
    const selected = this.#make(records, used, isUsed(text) ? String(text) : undefined, query)
    known.set(wish, selected)
    this.#known.set(records, known)
    return selected
  }

  #make(
    records: readonly StateRecord[],
    filters: readonly ListFilter[],
    text: string | undefined,
    query: Query,
  ): readonly StateRecord[] {
    const place = this.#place()
    let found = filters.reduce(
      (left, filter) => left.filter((record) => passes(record, filter, query[filter.parameter])),
      records,
    )
    if (text !== undefined) found = found.filter(mentionsText(place, text))
    const keys = sortKeys(place, this.#list, query)
    return keys.length === 0 ? found : sortRecords(found, keys)
  }
}
