import type { Awaitable } from '../lib/and-then.js'

/** A named set of records inside a world, with the ways to look them up. */
export interface Collection<T> {
  readonly name: string
  /** The key of a record: unique in its collection. */
  readonly key: (record: T) => string
  /** Look-ups in which a value belongs to one record at most; undefined: not indexed. */
  readonly unique?: Readonly<Record<string, (record: T) => string | undefined>>
  /** Look-ups in which a value may belong to several records; undefined: not indexed. */
  readonly index?: Readonly<Record<string, (record: T) => string | undefined>>
}

/**
 * One unit of work on one world. It sees its own writes, and the world as it was committed before;
 * records are frozen plain JSON values: change one by putting a new one.
 */
export interface Transaction {
  /** The record with this key, or undefined. */
  get<T>(collection: Collection<T>, key: string): Promise<T | undefined>
  /** The same, at once where it can be had at once. */
  getAtOnce<T>(collection: Collection<T>, key: string): Awaitable<T | undefined>
  /** The records with this value in a declared `unique` or `index` look-up, in order of insertion. */
  find<T>(collection: Collection<T>, lookup: string, value: string): Promise<readonly T[]>
  /** All records, in order of insertion. */
  list<T>(collection: Collection<T>): Promise<readonly T[]>
  /** Adds the record, or replaces the one with its key. */
  put<T>(collection: Collection<T>, record: T): void
  /** Removes the record with this key; unknown keys are ignored. */
  delete<T>(collection: Collection<T>, key: string): void
  /**
   * The next unused number of the collection's counter: 1 unless the world's contents say otherwise. After
   * the largest that a double can hold it begins at 1 again.
   */
  next<T>(collection: Collection<T>): Promise<number>
  /** Puts the whole world back to its first contents; what was put before in this transaction is dropped. */
  reset(): void
}

/**
 * What a world holds, as JSON: for each collection its records by key, and the next number of its
 * counter. The same shape is the file on disk.
 */
export interface WorldContents {
  readonly collections: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly counters?: Readonly<Record<string, number>>
}

/** Makes the first contents of a world that the store does not hold yet. */
export type InitialContents = (world: string) => WorldContents | Promise<WorldContents>

/** Where contents are kept: a world, or an image that was saved of it. */
export interface WorldPlace {
  readonly world: string
  readonly image?: string
}

/**
 * The image that a world begins with, and returns to at a reset, if there is one; else that is what the
 * store was given as first contents. Images that people save have names of worlds: none begins with `_`.
 */
export const firstImage = '_first'

/** What is known of an image without reading all of it to somebody. */
export interface ImageInfo {
  readonly name: string
  /** RFC 3339 date-time, as it was said when the image was saved. */
  readonly savedAt: string | undefined
  readonly records: number
  /** True when its file cannot be read: who asks for its contents is told why. */
  readonly damaged?: true
}

/**
 * Where worlds are kept. Every implementation passes test/store/store-suite.ts. A call must not wait for
 * another one on the same world that it is part of: the other may be waiting for its turn.
 */
export interface Store {
  /**
   * Runs `work` as one atomic, serialisable step on a world and returns its result once every write it
   * made, and every write it saw, is durable. When `work` throws, nothing is written. `work` may run
   * several times (another transaction changed what it had read), so it must have no other effect
   * than its writes and its result.
   *
   * @throws UniqueError when two records would share a value of a `unique` look-up.
   * @throws Problem `store-full` (507) when the disk refuses the write, `sandbox-full` (507) when the world
   *   would hold too many records; nothing is kept then.
   */
  transaction<T>(world: string, work: (state: Transaction) => Promise<T>): Promise<T>
  /** The same, at once where `work` is done at once and nothing has to be waited for. */
  transaction<T>(world: string, work: (state: Transaction) => Awaitable<T>): Awaitable<T>
  /**
   * The records of a collection as committed, in order of insertion, at once; undefined when the world is
   * not in memory. A commit shows here before it is durable. The same object as long as nothing changes.
   */
  peek<T>(world: string, collection: Collection<T>): readonly T[] | undefined
  /** True for a world that is in memory or stored, be it by images alone. At once. */
  has(world: string): boolean
  /** Brings a world into memory: as it is stored, else as its first image, else as first contents say. */
  open(world: string): Promise<void>
  /** The names of all worlds that there are, sorted. At once. */
  worlds(): readonly string[]
  /** How many there are. At once. */
  worldCount(): number
  /** How many records a world holds; undefined when it is not in memory. At once. */
  recordCount(world: string): number | undefined
  /**
   * Makes `to` hold what `from` holds at one moment, all of it or nothing; durable when it resolves. What
   * began on `to` before is run again, as after a reset. `savedAt` (RFC 3339) is kept with an image.
   *
   * @throws Problem `sandbox-unknown`, `snapshot-unknown` (404) when there is no such place to copy from,
   *   `store-full` (507); nothing is changed then.
   */
  copy(from: WorldPlace, to: WorldPlace, savedAt?: string): Promise<void>
  /**
   * The same with given contents, which are frozen.
   *
   * @throws TypeError for contents that are none, Problem `sandbox-full` for too many records, `store-full`;
   *   nothing is changed then.
   */
  replace(to: WorldPlace, contents: WorldContents, savedAt?: string): Promise<void>
  /**
   * What a place holds, frozen; undefined: there is no such place. Objects of JavaScript list keys that
   * look like whole numbers first, in their order; {@link copy} keeps the order of insertion.
   *
   * @throws SetupError `store-damaged` when its file is none of ours.
   */
  contents(place: WorldPlace): Promise<WorldContents | undefined>
  /** The images of a world by name, without {@link firstImage}. */
  images(world: string): Promise<readonly ImageInfo[]>
  /**
   * Removes an image, or a world with all its images and files; durable when it resolves. Transactions
   * under way end before, or are run again on a new world.
   *
   * @returns false when there was none.
   */
  remove(place: WorldPlace): Promise<boolean>
  /** Ends what was accepted, then releases files. Later calls reject. */
  close(): Promise<void>
}

/** A write would give two records of a collection the same value in a `unique` look-up. */
export class UniqueError extends Error {
  constructor(
    readonly collection: string,
    readonly lookup: string,
    readonly value: string,
  ) {
    super(`${collection}.${lookup} already has a record with this value`)
    this.name = 'UniqueError'
  }
}
