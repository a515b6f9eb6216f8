/** One value of a path that names a record: its own identity, or that of what it lies below. */
export type KeyPart = string | number | bigint | boolean | null | undefined

/** One such value, or several from outside to inside. */
export type Key = KeyPart | readonly KeyPart[]

/** How a property is compared; a test whose value is undefined or empty text is none. */
export interface Comparison {
  readonly equals?: unknown
  /** A list, or text with commas between the values. */
  readonly oneOf?: unknown
  readonly not?: unknown
  /** Part of a text; letter case makes no difference. */
  readonly contains?: unknown
  readonly atLeast?: unknown
  readonly above?: unknown
  readonly atMost?: unknown
  readonly below?: unknown
}

/**
 * What records must be like, by property (`user.id` for one inside): a value that they equal, one of a
 * list of values, or comparisons. Undefined compares nothing.
 */
export type Conditions = Readonly<Record<string, unknown>>

/** Which page of a list is wanted; each member is what the client sent, if anything. */
export interface PageQuery {
  readonly number?: unknown
  readonly offset?: unknown
  /** What `PagePlace.cursor` said. */
  readonly cursor?: unknown
  /** How many records: at most `maxSize`; without it `defaultSize` (20; 0 means no limit). */
  readonly size?: unknown
  readonly defaultSize?: number
  readonly maxSize?: number
  /** The number of the first page. Default: 1. */
  readonly first?: 0 | 1
}

/** Which records are wanted, and in which order. */
export interface ListQuery {
  /** What they lie below, as the path says it: not there is a 404. */
  readonly below?: Key
  /** What they belong to, where the path does not say it; undefined: everything is meant. */
  readonly parent?: Key
  /** All of these must hold. */
  readonly where?: Conditions | readonly Conditions[]
  /** A text that they have to contain anywhere. */
  readonly search?: unknown
  /** `name`, `-name`, `name:desc`, several with commas, or a list. */
  readonly sort?: unknown
  /** `asc` or `desc`, where `sort` does not say it. */
  readonly order?: unknown
  /** Without it all records are one page. */
  readonly page?: PageQuery
}

/** Where a page is, in each of the ways that clients say it. */
export interface PagePlace {
  readonly number: number
  readonly offset: number
  readonly cursor: string
}

/** A page of a list, and where it stands in it. */
export interface Page<Item> {
  readonly items: readonly Item[]
  /** How many records the list has. */
  readonly total: number
  readonly number: number
  readonly offset: number
  readonly size: number
  /** How many pages the list has. */
  readonly pages: number
  readonly first: PagePlace
  readonly last: PagePlace
  readonly previous: PagePlace | undefined
  readonly next: PagePlace | undefined
  /** The value of a `Link` header (RFC 8288) with the neighbours that there are; undefined: none. */
  readonly links: (urlOf: (place: PagePlace) => string) => string | undefined
}

/** Where a new record goes; `id`: the identity that it gets, else it says one itself or one is made. */
export interface NewPlace {
  /** As in `ListQuery`. */
  readonly below?: Key
  readonly parent?: Key
  readonly id?: Key
}

/**
 * The records of one resource in the transaction of a handler: those that inferred state reads and writes.
 * Records are frozen values; each method that takes one takes what another has given.
 */
export interface ResourceRecords<Item> {
  /** The record that path values name: those of its parents, then its own. */
  readonly find: (...key: readonly KeyPart[]) => Promise<Item | undefined>
  /**
   * The same.
   * @throws Problem `not-found` (404) when it is not there.
   */
  readonly get: (...key: readonly KeyPart[]) => Promise<Item>
  /** @throws Problem `not-found` (404) when what the records lie below is not there. */
  readonly list: (query?: ListQuery) => Promise<Page<Item>>
  /**
   * Adds a record. Defaults, times and what else the server says by itself are filled in.
   * @throws Problem `not-found` (404) when what it lies below is not there; `conflict` (409) when its name
   * is taken.
   */
  readonly insert: (value: unknown, place?: NewPlace) => Promise<Item>
  /** Replaces what a client can say; identity, times and hidden members stay. */
  readonly replace: (record: Item, value: unknown) => Promise<Item>
  /**
   * Changes what is named: a plain partial, a JSON merge patch or a JSON patch, by the media type of the
   * request.
   * @throws Problem `request-invalid` or `conflict` for a patch that cannot be applied.
   */
  readonly merge: (record: Item, change: unknown) => Promise<Item>
  /** Sets members, whoever may say them; the time of the change follows. */
  readonly update: (record: Item, members: Readonly<Record<string, unknown>>) => Promise<Item>
  /** Deletes a record and all that lies below it. */
  readonly remove: (record: Item) => Promise<void>
  readonly hasChildren: (record: Item) => Promise<boolean>
  /** The values of a path that name a record: those of its parents, then its own. */
  readonly key: (record: Item) => readonly string[]
  /** The path of a record, as in `Location`; undefined: no path leads to one. */
  readonly path: (record: Item) => string | undefined
  /** Its entity tag (RFC 9110 §8.8.3): another one after each change. */
  readonly etag: (record: Item) => string
  /**
   * Judges `If-Match` and `If-None-Match` of the request; undefined: nothing is there yet.
   * @throws Problem `precondition-failed` (412), or `precondition-required` (428) where that is documented.
   */
  readonly requireMatch: (record: Item | undefined) => void
  /** True when `If-None-Match` of the request names this very state. */
  readonly isUnchanged: (record: Item) => boolean
}

/** Records whose contract has no types. */
export type AnyRecords = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** The resources of a contract. `Records`: what a record is like, by resource. */
export interface Resources<Records = AnyRecords> {
  /**
   * The records of a resource, by the name that `explain-state` prints.
   * @throws SetupError `handlers-invalid` naming the nearest one when there is no such resource.
   */
  readonly of: <Name extends keyof Records & string>(name: Name) => ResourceRecords<Records[Name]>
}
