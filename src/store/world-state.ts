import { freezeJson, isPlainObject } from '../lib/frozen-json.js'
import { noRows } from './lookup.js'
import type { WorldContents } from './store.js'
import { Table } from './table.js'

/** Makes a table of records, each by its key. */
export type TableOf = (records: Readonly<Record<string, unknown>>) => Table

/** What one world holds: its tables and counters as committed. A reset gives the world a new one. */
export class WorldState {
  readonly #tables: Map<string, Table>
  readonly #counters: Map<string, number>

  constructor(
    tables: Iterable<readonly [string, Table]>,
    counters: Iterable<readonly [string, number]>,
  ) {
    this.#tables = new Map(tables)
    this.#counters = new Map(counters)
  }

  /**
   * The state with these contents. They are frozen, not copied.
   *
   * @param tableOf Makes the table of some records: gives those that were seen before the same one to share.
   * @throws TypeError when they are none, such as a record that is not a JSON object.
   */
  static of(contents: WorldContents, tableOf: TableOf = tableOfRecords): WorldState {
    const { collections, counters = {} } = contents
    for (const part of [collections, counters, ...Object.values(collections)]) {
      if (!isPlainObject(part)) throw new TypeError('Contents are objects of objects')
    }
    for (const next of Object.values(counters)) {
      if (!Number.isSafeInteger(next)) throw new TypeError('A counter is a whole number')
    }
    const tables = Object.entries(collections).map(
      ([name, records]) => [name, tableOf(records)] as const,
    )
    return new WorldState(tables, Object.entries(counters))
  }

  /** A state with the same contents, which shares what neither of the two changes. Both can be written. */
  fork(): WorldState {
    const tables = [...this.#tables].map(([name, table]) => [name, table.fork()] as const)
    return new WorldState(tables, this.#counters)
  }

  /** What it holds. */
  get contents(): WorldContents {
    const tables = [...this.#tables].filter(([, table]) => table.size > 0)
    return {
      collections: Object.fromEntries(
        tables.map(([name, table]) => [
          name,
          Object.fromEntries(table.rows().entries.map(({ key, record }) => [key, record])),
        ]),
      ),
      counters: Object.fromEntries(this.#counters),
    }
  }

  /** How many records there are in all collections. */
  get size(): number {
    let size = 0
    for (const table of this.#tables.values()) size += table.size
    return size
  }

  /** The table of a collection: always the same object, so that readers can look again. */
  table(name: string): Table {
    const known = this.#tables.get(name)
    if (known !== undefined) return known
    const table = new Table()
    this.#tables.set(name, table)
    return table
  }

  /** The records of a collection in order of insertion; the same object as long as nothing changes. */
  peek(collection: string): readonly object[] {
    return (this.#tables.get(collection)?.rows() ?? noRows).records
  }

  /** The next unused number of a collection's counter. */
  counter(name: string): number {
    return this.#counters.get(name) ?? 1
  }

  setCounter(name: string, next: number): void {
    this.#counters.set(name, next)
  }

  get tables(): Iterable<readonly [string, Table]> {
    return this.#tables
  }

  get counters(): Iterable<readonly [string, number]> {
    return this.#counters
  }
}

/** A table with these records, as JSON has them. @throws TypeError when one is not a JSON object. */
export function tableOfRecords(records: Readonly<Record<string, unknown>>): Table {
  return Table.of(Object.entries(records).map(checkRecord))
}

function checkRecord([key, record]: readonly [string, unknown]): readonly [string, object] {
  if (!isPlainObject(record)) throw new TypeError(`The record ${key} is not a JSON object`)
  return [key, freezeJson(record)]
}
