import { declaredLookup, type Entry, type Lookup, noRows, type Rows, rowsOf } from './lookup.js'
import type { Collection } from './store.js'

/** Entries that several tables lie on and nobody changes, with rows and look-ups made when first asked for. */
export class TableLayer {
  readonly #lookups: Map<string, Lookup>
  #rows: Rows | undefined

  constructor(
    readonly entries: ReadonlyMap<string, Entry>,
    lookups: Map<string, Lookup>,
    rows: Rows | undefined,
  ) {
    this.#lookups = lookups
    this.#rows = rows
  }

  /** All rows in order of insertion. */
  get rows(): Rows {
    if (this.entries.size === 0) return noRows
    return (this.#rows ??= rowsOf([...this.entries.values()]))
  }

  lookup(collection: Collection<unknown>, name: string): Lookup {
    const known = this.#lookups.get(name)
    if (known !== undefined) return known
    const lookup = declaredLookup(collection, name)
    for (const entry of this.entries.values()) lookup.add(entry)
    this.#lookups.set(name, lookup)
    return lookup
  }
}
