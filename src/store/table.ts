import { declaredLookup, Entry, type Lookup, noRows, type Rows, rowsOf } from './lookup.js'
import { overlay, type OverlaidLookup } from './overlaid-lookup.js'
import { type Collection, UniqueError } from './store.js'
import { TableLayer } from './table-layer.js'

/** What becomes of some keys of a table: their new entry, or undefined when they go. */
export type Changes = ReadonlyMap<string, Entry | undefined>

/** So many differences from a layer are always worth less than a copy of it. */
const FEW = 64

/**
 * The committed records of one collection, with look-ups built when they are first used. A fork shares
 * everything with its origin: both then lie on one layer that nobody changes, and keep to themselves what
 * differs from it. A table that has come to differ much gets everything to itself again.
 */
export class Table {
  #layer: TableLayer | undefined
  /** Entries that are not the layer's; undefined: the one that the layer has is gone. */
  #entries = new Map<string, Entry | undefined>()
  /** All of them overlaid ones when there is a layer. */
  #lookups = new Map<string, Lookup>()
  #rows: Rows | undefined
  #size = 0
  #nextOrder = 0

  /** A table with these records, which must be frozen, in this order. */
  static of(records: Iterable<readonly [key: string, record: object]>): Table {
    const table = new Table()
    for (const [key, record] of records) {
      table.#entries.set(key, new Entry(key, table.#nextOrder++, record))
    }
    table.#size = table.#entries.size
    return table
  }

  /** A table with the same contents. Both can be written; it costs no more than what differs from the layer. */
  fork(): Table {
    if (this.#layer === undefined && this.#size > 0) this.#settle()
    const fork = new Table()
    fork.#layer = this.#layer
    fork.#entries = new Map(this.#entries)
    fork.#rows = this.#rows
    fork.#size = this.#size
    fork.#nextOrder = this.#nextOrder
    return fork
  }

  /** How many records there are. */
  get size(): number {
    return this.#size
  }

  /** The place that the next new record gets. */
  get nextOrder(): number {
    return this.#nextOrder
  }

  entry(key: string): Entry | undefined {
    const own = this.#entries.get(key)
    if (own !== undefined || this.#layer === undefined) return own
    const below = this.#layer.entries.get(key)
    return below === undefined || this.#entries.has(key) ? undefined : below
  }

  /** All rows in order of insertion; the same object as long as nothing changes. */
  rows(): Rows {
    if (this.#size === 0) return noRows
    return (this.#rows ??= this.#makeRows())
  }

  /** The rows with this value in a declared look-up; the same object as long as none of them changes. */
  find(collection: Collection<unknown>, lookup: string, value: string): Rows {
    return this.#lookup(collection, lookup).rows(value)
  }

  /** Throws, before anything is changed, when the changes cannot be made (UniqueError, or a broken look-up). */
  check(collection: Collection<unknown>, changes: Changes): void {
    for (const [lookup, pick] of Object.entries(collection.index ?? {})) {
      this.#lookup(collection, lookup)
      for (const entry of changes.values()) if (entry !== undefined) pick(entry.record)
    }
    for (const lookup of Object.keys(collection.unique ?? {})) {
      checkUnique(collection.name, lookup, this.#lookup(collection, lookup), changes)
    }
  }

  /** Makes changes that were checked, and returns the changes that take them back. */
  replace(changes: Changes): Changes {
    const before = new Map<string, Entry | undefined>()
    // First everything out, then everything in: two records may swap a unique value.
    for (const [key, next] of changes) {
      const entry = this.entry(key)
      before.set(key, entry)
      if (entry !== undefined) this.#takeOut(entry, next !== undefined)
    }
    for (const entry of changes.values()) if (entry !== undefined) this.#putIn(entry)
    this.#rows = undefined
    this.#flatten()
    return before
  }

  #takeOut(entry: Entry, isReplaced: boolean): void {
    const below = this.#layer?.entries.get(entry.key)
    if (below === entry) this.#touchLookups(entry)
    else for (const lookup of this.#lookups.values()) lookup.remove(entry)
    this.#size--
    if (below !== undefined) this.#entries.set(entry.key, undefined)
    // One that is replaced keeps its place, so that rows need not be sorted.
    else if (!isReplaced) this.#entries.delete(entry.key)
  }

  #putIn(entry: Entry): void {
    this.#size++
    this.#nextOrder = Math.max(this.#nextOrder, entry.order + 1)
    if (this.#layer?.entries.get(entry.key) === entry) {
      this.#entries.delete(entry.key)
      this.#touchLookups(entry)
      return
    }
    this.#entries.set(entry.key, entry)
    for (const lookup of this.#lookups.values()) lookup.add(entry)
  }

  #touchLookups(entry: Entry): void {
    for (const lookup of this.#lookups.values() as Iterable<OverlaidLookup>) lookup.touch(entry)
  }

  /** Hands everything over to a layer. */
  #settle(): void {
    this.#layer = new TableLayer(this.#entries as Map<string, Entry>, this.#lookups, this.#rows)
    this.#entries = new Map()
    this.#lookups = new Map()
  }

  #flatten(): void {
    const layer = this.#layer
    if (layer === undefined) return
    if (this.#entries.size <= Math.max(FEW, layer.entries.size / 2)) return
    this.#entries = new Map(this.rows().entries.map((entry) => [entry.key, entry]))
    this.#lookups = new Map()
    this.#layer = undefined
  }

  #makeRows(): Rows {
    const own = this.#entries
    if (this.#layer !== undefined && own.size === 0) return this.#layer.rows
    const entries = this.#layer?.rows.entries.filter((entry) => !own.has(entry.key)) ?? []
    for (const entry of own.values()) if (entry !== undefined) entries.push(entry)
    return rowsOf(entries)
  }

  #lookup(collection: Collection<unknown>, name: string): Lookup {
    const known = this.#lookups.get(name)
    if (known !== undefined) return known
    const lookup = this.#makeLookup(collection, name)
    this.#lookups.set(name, lookup)
    return lookup
  }

  #makeLookup(collection: Collection<unknown>, name: string): Lookup {
    const layer = this.#layer
    const own = declaredLookup(collection, name)
    const overlaid = layer && overlay(layer.lookup(collection, name), own, this.#entries)
    const lookup = overlaid ?? own
    for (const [key, entry] of this.#entries) {
      const hidden = layer?.entries.get(key)
      if (hidden !== undefined) overlaid?.touch(hidden)
      if (entry !== undefined) lookup.add(entry)
    }
    return lookup
  }
}

function checkUnique(collection: string, name: string, lookup: Lookup, changes: Changes): void {
  const taken = new Set<string>()
  for (const entry of changes.values()) {
    const value = entry && lookup.pick(entry.record)
    if (value === undefined) continue
    // An owner that is changed as well has its new value, if any, in `taken`.
    const owner = lookup.owner?.(value)
    const held = owner !== undefined && !changes.has(owner.key)
    if (held || taken.has(value)) throw new UniqueError(collection, name, value)
    taken.add(value)
  }
}
