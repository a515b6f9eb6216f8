import { andThen, type Awaitable } from '../lib/and-then.js'
import { frozenCopy, isPlainObject } from '../lib/frozen-json.js'
import { requireRoom } from './require-room.js'
import { Staging } from './staging.js'
import type { Collection, Transaction } from './store.js'
import type { Changes, Table } from './table.js'
import type { WorldState } from './world-state.js'

/** How to take a commit back. */
export type Undo = () => void

/** The first contents of a world, being made. */
export interface Fresh {
  readonly state: Promise<WorldState>
  /** True when they would still be made of the same. */
  readonly holds: () => boolean
}

/**
 * One run of a transaction's work. It notes what it read as checks that can be made again at commit,
 * and keeps what it wants to write to itself until then.
 */
export class Attempt implements Transaction {
  readonly #base: WorldState
  readonly #version: number
  readonly #makeFresh: () => Fresh
  readonly #checks: (() => boolean)[] = []
  #stagings: Map<string, Staging> | undefined
  #counters: Map<string, number> | undefined
  #fresh: Promise<WorldState> | undefined
  #over = false

  constructor(base: WorldState, version: number, makeFresh: () => Fresh) {
    this.#base = base
    this.#version = version
    this.#makeFresh = makeFresh
  }

  async get<T>(collection: Collection<T>, key: string): Promise<T | undefined> {
    return this.getAtOnce(collection, key)
  }

  getAtOnce<T>(collection: Collection<T>, key: string): Awaitable<T | undefined> {
    return andThen(this.#state(), (state) => this.#getFrom(state, collection, key))
  }

  #getFrom<T>(state: WorldState, collection: Collection<T>, key: string): T | undefined {
    const table = state.table(collection.name)
    const staged = this.#stagings?.get(collection.name)?.get(key)
    if (staged !== undefined) return staged.record as T | undefined
    const entry = table.entry(key)
    this.#checks.push(() => table.entry(key) === entry)
    return entry?.record as T | undefined
  }

  async find<T>(collection: Collection<T>, lookup: string, value: string): Promise<readonly T[]> {
    const table = (await this.#state()).table(collection.name)
    const definition = collection as Collection<unknown>
    const rows = table.find(definition, lookup, value)
    this.#checks.push(() => table.find(definition, lookup, value) === rows)
    const staging = this.#stagings?.get(collection.name)
    if (staging === undefined) return rows.records as readonly T[]
    this.#notePlaces(table, staging)
    const pick = definition.unique?.[lookup] ?? definition.index?.[lookup]
    return staging.overlay(table, rows, (record) => pick?.(record) === value) as readonly T[]
  }

  async list<T>(collection: Collection<T>): Promise<readonly T[]> {
    const table = (await this.#state()).table(collection.name)
    const rows = table.rows()
    this.#checks.push(() => table.rows() === rows)
    const staging = this.#stagings?.get(collection.name)
    return (staging?.overlay(table, rows, () => true) ?? rows.records) as readonly T[]
  }

  async next<T>({ name }: Collection<T>): Promise<number> {
    const state = await this.#state()
    const staged = this.#counters?.get(name)
    const value = staged ?? state.counter(name)
    if (staged === undefined) this.#checks.push(() => state.counter(name) === value)
    this.#counters ??= new Map()
    // Beyond there are none that a double can count.
    this.#counters.set(name, value < Number.MAX_SAFE_INTEGER ? value + 1 : 1)
    return value
  }

  put<T>(collection: Collection<T>, record: T): void {
    this.#refuseWhenOver()
    const copy = frozenCopy(record)
    if (!isPlainObject(copy)) throw new TypeError('A record must be a JSON object')
    this.#staging(collection).put(collection.key(copy as T), copy)
  }

  delete<T>(collection: Collection<T>, key: string): void {
    this.#refuseWhenOver()
    this.#staging(collection).delete(key)
  }

  reset(): void {
    this.#refuseWhenOver()
    this.#stagings = undefined
    this.#counters = undefined
    const { state, holds } = this.#makeFresh()
    this.#fresh = state
    this.#checks.push(holds)
    // Whoever reads or commits awaits it and gets its error; nobody else has to.
    this.#fresh.catch(() => undefined)
  }

  /** Ends the work: later calls through a transaction that somebody kept are refused, not lost. */
  end(): void {
    this.#over = true
  }

  get writes(): boolean {
    return (this.#stagings ?? this.#counters ?? this.#fresh) !== undefined
  }

  /** What a reset puts in the world's place; undefined: no reset. */
  get fresh(): Promise<WorldState> | undefined {
    return this.#fresh
  }

  /** True when everything that was read is still so. */
  holds(state: WorldState | undefined, version: number): boolean {
    // A reset conflicts with everything that began before it.
    if (state !== this.#base) return false
    return version === this.#version || this.#checks.every((check) => check())
  }

  /**
   * Writes what was staged to a state. Everything that can fail comes before the first change.
   *
   * @param maxRecords A state that grows must not hold more records than this.
   * @returns how to undo it; undefined when nothing changed.
   * @throws UniqueError, Problem `sandbox-full`
   */
  write(state: WorldState, maxRecords: number): Undo | undefined {
    const steps: { readonly table: Table; readonly changes: Changes }[] = []
    let growth = 0
    for (const [name, staging] of this.#stagings ?? []) {
      const table = state.table(name)
      const changes = staging.changes(table)
      if (changes.size === 0) continue
      table.check(staging.collection, changes)
      growth += growthBy(table, changes)
      steps.push({ table, changes })
    }
    if (steps.length === 0 && this.#counters === undefined) return undefined
    if (growth > 0) requireRoom(state.size + growth, maxRecords)
    const inverse = steps.map(({ table, changes }) => ({ table, changes: table.replace(changes) }))
    const counters = [...(this.#counters ?? [])].map(([name, next]) => {
      const before = state.counter(name)
      state.setCounter(name, next)
      return [name, before] as const
    })
    return () => {
      for (const { table, changes } of inverse) table.replace(changes)
      for (const [name, before] of counters) state.setCounter(name, before)
    }
  }

  #state(): WorldState | Promise<WorldState> {
    this.#refuseWhenOver()
    return this.#fresh ?? this.#base
  }

  #staging<T>(collection: Collection<T>): Staging {
    this.#stagings ??= new Map()
    const known = this.#stagings.get(collection.name)
    if (known !== undefined) return known
    const staging = new Staging(collection as Collection<unknown>)
    this.#stagings.set(collection.name, staging)
    return staging
  }

  // Where a staged record stands among those found depends on whether its key is there already.
  #notePlaces(table: Table, staging: Staging): void {
    for (const key of staging.keys) {
      const place = table.entry(key)?.order
      this.#checks.push(() => table.entry(key)?.order === place)
    }
  }

  #refuseWhenOver(): void {
    if (this.#over) throw new TypeError('The transaction is over')
  }
}

function growthBy(table: Table, changes: Changes): number {
  let growth = 0
  for (const [key, next] of changes) {
    growth += (next === undefined ? 0 : 1) - (table.entry(key) === undefined ? 0 : 1)
  }
  return growth
}
