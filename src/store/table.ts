import { Entry, type Lookup, type Pick, type Rows, SharedLookup, UniqueLookup } from './lookup.js'
import { noRows, rowsOf } from './lookup.js'
import { type Collection, UniqueError } from './store.js'

/** What becomes of some keys of a table: their new entry, or undefined when they go. */
export type Changes = ReadonlyMap<string, Entry | undefined>

/**
 * The committed records of one collection, with look-ups built when they are first used. Forks share
 * records and look-ups with their origin until one of them is first written.
 */
export class Table {
  #entries = new Map<string, Entry>()
  #lookups = new Map<string, Lookup>()
  #rows: Rows | undefined
  #nextOrder = 0
  #shared = false

  /** A table with these records, which must be frozen, in this order. */
  static of(records: Iterable<readonly [key: string, record: object]>): Table {
    const table = new Table()
    for (const [key, record] of records) {
      table.#entries.set(key, new Entry(key, table.#nextOrder++, record))
    }
    return table
  }

  /** A table with the same contents. The origin must not be written any more. */
  fork(): Table {
    const fork = new Table()
    fork.#entries = this.#entries
    fork.#lookups = this.#lookups
    fork.#rows = this.#rows
    fork.#nextOrder = this.#nextOrder
    fork.#shared = true
    return fork
  }

  /** The place that the next new record gets. */
  get nextOrder(): number {
    return this.#nextOrder
  }

  entry(key: string): Entry | undefined {
    return this.#entries.get(key)
  }

  /** All rows in order of insertion; the same object as long as nothing changes. */
  rows(): Rows {
    if (this.#entries.size === 0) return noRows
    return (this.#rows ??= rowsOf([...this.#entries.values()]))
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
      const unique = this.#lookup(collection, lookup)
      if (unique instanceof UniqueLookup) checkUnique(unique, changes)
    }
  }

  /** Makes changes that were checked, and returns the changes that take them back. */
  replace(changes: Changes): Changes {
    this.#own()
    const before = new Map<string, Entry | undefined>()
    // First everything out, then everything in: two records may swap a unique value.
    for (const key of changes.keys()) {
      const entry = this.#entries.get(key)
      before.set(key, entry)
      if (entry !== undefined) for (const lookup of this.#lookups.values()) lookup.remove(entry)
    }
    for (const [key, entry] of changes) {
      if (entry === undefined) this.#entries.delete(key)
      else this.#insert(entry)
    }
    this.#rows = undefined
    return before
  }

  #insert(entry: Entry): void {
    this.#entries.set(entry.key, entry)
    this.#nextOrder = Math.max(this.#nextOrder, entry.order + 1)
    for (const lookup of this.#lookups.values()) lookup.add(entry)
  }

  #own(): void {
    if (!this.#shared) return
    this.#entries = new Map(this.#entries)
    this.#lookups = new Map()
    this.#shared = false
  }

  #lookup(collection: Collection<unknown>, name: string): Lookup {
    const known = this.#lookups.get(name)
    if (known !== undefined) return known
    const lookup = declared(collection, name)
    for (const entry of this.#entries.values()) lookup.add(entry)
    this.#lookups.set(name, lookup)
    return lookup
  }
}

function declared(collection: Collection<unknown>, name: string): Lookup {
  const unique = own(collection.unique, name)
  if (unique !== undefined) return new UniqueLookup(collection.name, name, unique)
  const index = own(collection.index, name)
  if (index !== undefined) return new SharedLookup(index)
  throw new TypeError(`Collection ${collection.name} declares no look-up ${name}`)
}

function own(picks: Readonly<Record<string, Pick>> | undefined, name: string): Pick | undefined {
  return picks !== undefined && Object.hasOwn(picks, name) ? picks[name] : undefined
}

function checkUnique(lookup: UniqueLookup, changes: Changes): void {
  const taken = new Set<string>()
  for (const entry of changes.values()) {
    const value = entry && lookup.pick(entry.record)
    if (value === undefined) continue
    // An owner that is changed as well has its new value, if any, in `taken`.
    const owner = lookup.owner(value)
    const held = owner !== undefined && !changes.has(owner.key)
    if (held || taken.has(value)) throw new UniqueError(lookup.collection, lookup.name, value)
    taken.add(value)
  }
}
