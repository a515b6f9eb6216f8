import { type Collection, UniqueError } from './store.js'

/** Records found, with their places: made once, then shared by every reader until something in it changes. */
export interface Rows {
  readonly entries: readonly Entry[]
  readonly records: readonly object[]
}

/** One committed record. Never changed: a new record gets a new entry, so identity tells "unchanged". */
export class Entry {
  #rows: Rows | undefined

  constructor(
    readonly key: string,
    /** The place in the order of insertion; a record that replaces another takes its place. */
    readonly order: number,
    readonly record: object,
  ) {}

  /** This entry as the only row. */
  get rows(): Rows {
    return (this.#rows ??= rowsOf([this]))
  }
}

/** The rows of some entries, in order of insertion. */
export function rowsOf(entries: Entry[]): Rows {
  // Mostly in order already; not after an undo or when a record changed into this look-up.
  entries.sort((a, b) => a.order - b.order)
  return { entries, records: Object.freeze(entries.map((entry) => entry.record)) }
}

/** No rows: one object, so that identity tells "still none". */
export const noRows: Rows = Object.freeze({ entries: [], records: Object.freeze([]) })

/** The value of a record in a look-up; undefined: not indexed. */
export type Pick = (record: unknown) => string | undefined

/** Finds entries by a value. */
export interface Lookup {
  /** The value of a record here. */
  readonly pick: Pick
  add(entry: Entry): void
  remove(entry: Entry): void
  rows(value: string): Rows
  /** Only where a value belongs to one record: the entry with this value. */
  owner?(value: string): Entry | undefined
}

/** An empty look-up, as the collection declares it. */
export function declaredLookup(collection: Collection<unknown>, name: string): Lookup {
  const unique = own(collection.unique, name)
  if (unique !== undefined) return new UniqueLookup(collection.name, name, unique)
  const index = own(collection.index, name)
  if (index !== undefined) return new SharedLookup(index)
  throw new TypeError(`Collection ${collection.name} declares no look-up ${name}`)
}

function own(picks: Readonly<Record<string, Pick>> | undefined, name: string): Pick | undefined {
  return picks !== undefined && Object.hasOwn(picks, name) ? picks[name] : undefined
}

/** A look-up in which a value belongs to one record at most. */
export class UniqueLookup implements Lookup {
  readonly #owners = new Map<string, Entry>()

  constructor(
    readonly collection: string,
    readonly name: string,
    readonly pick: Pick,
  ) {}

  owner(value: string): Entry | undefined {
    return this.#owners.get(value)
  }

  add(entry: Entry): void {
    const value = this.pick(entry.record)
    if (value === undefined) return
    if (this.#owners.has(value)) throw new UniqueError(this.collection, this.name, value)
    this.#owners.set(value, entry)
  }

  remove(entry: Entry): void {
    const value = this.pick(entry.record)
    if (value !== undefined) this.#owners.delete(value)
  }

  rows(value: string): Rows {
    return this.#owners.get(value)?.rows ?? noRows
  }
}

/** A look-up in which a value may belong to several records. */
export class SharedLookup implements Lookup {
  readonly #groups = new Map<string, { members: Map<string, Entry>; rows: Rows | undefined }>()

  constructor(readonly pick: Pick) {}

  add(entry: Entry): void {
    const value = this.pick(entry.record)
    if (value === undefined) return
    const group = this.#groups.get(value) ?? { members: new Map<string, Entry>(), rows: undefined }
    group.members.set(entry.key, entry)
    group.rows = undefined
    this.#groups.set(value, group)
  }

  remove(entry: Entry): void {
    const value = this.pick(entry.record)
    const group = value === undefined ? undefined : this.#groups.get(value)
    if (value === undefined || group === undefined) return
    group.members.delete(entry.key)
    group.rows = undefined
    if (group.members.size === 0) this.#groups.delete(value)
  }

  rows(value: string): Rows {
    const group = this.#groups.get(value)
    if (group === undefined) return noRows
    return (group.rows ??= rowsOf([...group.members.values()]))
  }
}
