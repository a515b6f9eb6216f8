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
  /** The records with this value in a declared `unique` or `index` look-up, in order of insertion. */
  find<T>(collection: Collection<T>, lookup: string, value: string): Promise<readonly T[]>
  /** All records, in order of insertion. */
  list<T>(collection: Collection<T>): Promise<readonly T[]>
  /** Adds the record, or replaces the one with its key. */
  put<T>(collection: Collection<T>, record: T): void
  /** Removes the record with this key; unknown keys are ignored. */
  delete<T>(collection: Collection<T>, key: string): void
  /** The next unused number of the collection's counter: 1 unless the world's contents say otherwise. */
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

/** Where worlds are kept. Every implementation passes test/store/store-suite.ts. */
export interface Store {
  /**
   * Runs `work` as one atomic, serialisable step on a world and returns its result once every write it
   * made, and every write it saw, is durable. When `work` throws, nothing is written. `work` may run
   * several times (another transaction changed what it had read), so it must have no other effect
   * than its writes and its result.
   *
   * `onWrite` is called once when it has changed the world, before the result is there.
   *
   * @throws UniqueError when two records would share a value of a `unique` look-up.
   * @throws Problem `store-full` (507) when the disk refuses the write; nothing is kept then.
   */
  transaction<T>(
    world: string,
    work: (state: Transaction) => Promise<T>,
    onWrite?: () => void,
  ): Promise<T>
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
