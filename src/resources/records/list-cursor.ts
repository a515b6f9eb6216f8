import { generateValue } from '../../generate/generate-value.js'
import { isValidAt, type SchemaPlace } from '../../generate/schema-place.js'
import { readPairs } from '../../lib/query-string.js'
import { bytesOf, textOf } from '../../lib/text-bytes.js'
import type { StateRecord } from './state-record.js'

/** A cursor is where the next page begins, written so that nobody counts on it. */
const cursorPrefix = 'after-'

/** The cursor of the page that begins at a place of the list. */
export const cursorAfter = (records: readonly StateRecord[], next: number): string =>
  `${cursorPrefix}${next}-${records[next - 1]?.key ?? ''}`

const asHex = (text: string): string =>
  [...bytesOf(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

const hexPrefix = asHex(cursorPrefix)

const fromHex = (text: string): string =>
  textOf(Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)))

/** A cursor as its schema wants it: some ask for a beginning, or for letters and digits alone. */
export const cursorAt = (place: SchemaPlace | undefined, cursor: string): string | undefined => {
  if (!place) return cursor
  const isValid = (value: unknown): boolean => isValidAt(place, value)
  const plain = [cursor, asHex(cursor)].find(isValid)
  if (plain !== undefined) return plain
  const sample = generateValue({ ...place, isValid }, { seed: 'cursor', mode: 'static' })
  const begun = `${String(sample)}${cursor}`
  return typeof sample === 'string' && isValid(begun) ? begun : undefined
}

const written = /after-(\d+)-(.*)$/s

/** Where a cursor leads: a place in the list, or behind the record that has this identity. */
export const startOf = (cursor: unknown, records: readonly StateRecord[]): number => {
  if (typeof cursor === 'number') return cursor >= 0 ? Math.floor(cursor) : 0
  const said = String(cursor)
  const text = said.startsWith(hexPrefix) ? fromHex(said) : said
  const [, at, key] = written.exec(text) ?? []
  const wanted = key ?? encodeURIComponent(text.replace(/\p{Surrogate}/gu, ''))
  const expected = at === undefined ? undefined : Number(at)
  if (expected !== undefined && records[expected - 1]?.key === key) return expected
  const found = records.findIndex(
    (record) => record.key === wanted || record.key.endsWith(`/${wanted}`),
  )
  if (found >= 0) return found + 1
  // The record that the cursor stood at is gone: where it was, another one has moved up.
  if (expected !== undefined) return Math.max(expected - 1, 0)
  return /^\d+$/.test(text) ? Number(text) : 0
}

/**
 * The parameter in the links of a list whose contract documents links, and no parameter that says where a
 * page begins: clients follow links as they are.
 */
export const ownCursor = '_after'

/** What that parameter says in a query; undefined for what we have not written. */
export const ownCursorIn = (query: string): string | undefined => {
  const said = (readPairs(query, Infinity) ?? []).find(([name]) => name === ownCursor)?.[1]
  return said !== undefined && said.startsWith(cursorPrefix) ? said : undefined
}
