import { freezeJson, isPlainObject } from '../lib/frozen-json.js'
import type { WorldContents } from './store.js'
import { Table } from './table.js'

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
   * The state with these contents. The contents are frozen, not copied.
   *
   * @throws TypeError when a record is not a JSON object.
   */
  static of(contents: WorldContents): WorldState {
    const tables = Object.entries(contents.collections).map(
      ([name, records]) => [name, Table.of(Object.entries(records).map(checkRecord))] as const,
    )
    return new WorldState(tables, Object.entries(contents.counters ?? {}))
  }

  /** A state with the same contents, which shares every record until it is written. This one must not be written. */
  fork(): WorldState {
    const tables = [...this.#tables].map(([name, table]) => [name, table.fork()] as const)
    return new WorldState(tables, this.#counters)
  }

  /** The table of a collection: always the same object, so that readers can look again. */
  table(name: string): Table {
    const known = this.#tables.get(name)
    if (known !== undefined) return known
    const table = new Table()
    this.#tables.set(name, table)
    return table
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

function checkRecord([key, record]: readonly [string, unknown]): readonly [string, object] {
  if (!isPlainObject(record)) throw new TypeError(`The record ${key} is not a JSON object`)
  return [key, freezeJson(record)]
}
