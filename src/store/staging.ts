import { Entry, type Rows } from './lookup.js'
import type { Collection } from './store.js'
import type { Changes, Table } from './table.js'

interface Staged {
  /** The new record; undefined: the key goes. */
  readonly record: object | undefined
  /** Removed before it was put again: it goes to the end, as a new record does. */
  readonly moved: boolean
}

/** What one transaction wants to do to one collection. */
export class Staging {
  readonly #changes = new Map<string, Staged>()

  constructor(readonly collection: Collection<unknown>) {}

  get(key: string): Staged | undefined {
    return this.#changes.get(key)
  }

  get keys(): Iterable<string> {
    return this.#changes.keys()
  }

  put(key: string, record: object): void {
    const before = this.#changes.get(key)
    const removed = before !== undefined && before.record === undefined
    if (removed) this.#changes.delete(key)
    this.#changes.set(key, { record, moved: removed || (before?.moved ?? false) })
  }

  delete(key: string): void {
    this.#changes.set(key, { record: undefined, moved: true })
  }

  /** What a reader in this transaction sees: these rows with what was staged, as they will be ordered. */
  overlay(table: Table, rows: Rows, matches: (record: object) => boolean): readonly object[] {
    const seen = rows.entries.filter((entry) => !this.#changes.has(entry.key))
    for (const entry of this.#entries(table)) if (matches(entry.record)) seen.push(entry)
    return Object.freeze(seen.sort((a, b) => a.order - b.order).map((entry) => entry.record))
  }

  /** The changes to make to the table; empty when nothing would change. */
  changes(table: Table): Changes {
    const changes = new Map<string, Entry | undefined>()
    for (const [key, staged] of this.#changes) {
      if (staged.record === undefined && table.entry(key) !== undefined) changes.set(key, undefined)
    }
    for (const entry of this.#entries(table)) changes.set(entry.key, entry)
    return changes
  }

  *#entries(table: Table): Iterable<Entry> {
    let next = table.nextOrder
    for (const [key, { record, moved }] of this.#changes) {
      if (record === undefined) continue
      const place = moved ? undefined : table.entry(key)?.order
      yield new Entry(key, place ?? next++, record)
    }
  }
}
