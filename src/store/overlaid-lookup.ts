import { type Entry, type Lookup, noRows, type Pick, type Rows, rowsOf } from './lookup.js'

/** The entries of a table that lies on a layer; undefined: what the layer has under this key is gone. */
export type Overlay = ReadonlyMap<string, Entry | undefined>

/** What a look-up of a layer finds, less what the table above hides of it, and the table's own. */
export interface OverlaidLookup extends Lookup {
  /** An entry of the layer has come back or has gone. */
  touch(entry: Entry): void
}

/**
 * Lays an empty look-up over one of a layer.
 *
 * @param above All entries of the table that are not those of the layer, as they will be.
 */
export function overlay(below: Lookup, above: Lookup, entries: Overlay): OverlaidLookup {
  return below.owner === undefined
    ? new OverlaidShared(below, above, entries)
    : new OverlaidUnique(below, above, entries)
}

class OverlaidUnique implements OverlaidLookup {
  readonly pick: Pick
  readonly #below: Lookup
  readonly #above: Lookup
  readonly #entries: Overlay

  constructor(below: Lookup, above: Lookup, entries: Overlay) {
    this.pick = below.pick
    this.#below = below
    this.#above = above
    this.#entries = entries
  }

  owner(value: string): Entry | undefined {
    const own = this.#above.owner?.(value)
    if (own !== undefined) return own
    const entry = this.#below.owner?.(value)
    return entry === undefined || this.#entries.has(entry.key) ? undefined : entry
  }

  rows(value: string): Rows {
    return this.owner(value)?.rows ?? noRows
  }

  add(entry: Entry): void {
    this.#above.add(entry)
  }

  remove(entry: Entry): void {
    this.#above.remove(entry)
  }

  touch(): void {
    // Whether the owner below counts is looked up each time.
  }
}

class OverlaidShared implements OverlaidLookup {
  readonly pick: Pick
  readonly #below: Lookup
  readonly #above: Lookup
  readonly #entries: Overlay
  /** Values whose rows differ from those below, with their rows; undefined: to be made. */
  readonly #mixed = new Map<string, Rows | undefined>()

  constructor(below: Lookup, above: Lookup, entries: Overlay) {
    this.pick = below.pick
    this.#below = below
    this.#above = above
    this.#entries = entries
  }

  rows(value: string): Rows {
    const known = this.#mixed.get(value)
    if (known !== undefined) return known
    const below = this.#below.rows(value)
    if (!this.#mixed.has(value)) return below
    const rows = this.#mix(below, this.#above.rows(value))
    this.#mixed.set(value, rows)
    return rows
  }

  add(entry: Entry): void {
    this.#above.add(entry)
    this.touch(entry)
  }

  remove(entry: Entry): void {
    this.#above.remove(entry)
    this.touch(entry)
  }

  touch(entry: Entry): void {
    const value = this.pick(entry.record)
    if (value === undefined) return
    // Values that come and go must not stay here for ever.
    const empty = this.#below.rows(value) === noRows && this.#above.rows(value) === noRows
    if (empty) this.#mixed.delete(value)
    else this.#mixed.set(value, undefined)
  }

  #mix(below: Rows, above: Rows): Rows {
    const seen = below.entries.filter((entry) => !this.#entries.has(entry.key))
    if (seen.length === 0) return above
    if (above === noRows && seen.length === below.entries.length) return below
    return rowsOf([...seen, ...above.entries])
  }
}
