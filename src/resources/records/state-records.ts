import { SetupError } from '../../errors.js'
import { isObject } from '../../lib/json-object.js'
import { cursorAfter } from './list-cursor.js'
import {
  defaultSize,
  neighbours,
  numberOf,
  pageAt,
  wholeList,
  type ListPage,
  usualSize,
} from './list-page.js'
import { etagOf, isKnown, requirePreconditions } from './preconditions.js'
import { finishRecord } from './finish-record.js'
import { isSelf } from './own-record.js'
import type { KnownRecord } from './state-answer.js'
import { whereFilters } from './where-filters.js'
import { RecordSelector } from './record-selector.js'
import type { Inference } from '../resource-model.js'
import type { ResourceState } from './resource-state.js'
import type {
  Key,
  KeyPart,
  ListQuery,
  NewPlace,
  Page,
  PagePlace,
  PageQuery,
  ResourceRecords,
} from './resources.js'
import { aimed, findByKey, missing, requireParent, type StateCall } from './state-call.js'
import { keyOf, type StateRecord, valuesOf } from './state-record.js'
import { locationOf, selected } from './state-roles.js'
import type { StateRequest } from './state-handler.js'
import type { StateRuntime } from './state-runtime.js'
import type { StateSession } from './state-session.js'
import { type Change, changed, created } from './state-writes.js'
import { storable } from './storable.js'
import { withValueAtPath } from '../../lib/value-path.js'

/** A record as a handler has it: the value that the store keeps. */
type Item = Readonly<Record<string, unknown>>

/** The records that a handler has seen, by their values. */
export type SeenRecords = WeakMap<object, KnownRecord>

/** What the records of one request are read and written with. */
export interface StateRecordsParts {
  readonly runtime: StateRuntime
  readonly state: ResourceState
  /** What is known of the operation as one on this resource. */
  readonly inference: Inference
  readonly request: StateRequest
  readonly session: () => Promise<StateSession>
  readonly seen: SeenRecords
}

const partsOf = (key: Key): readonly KeyPart[] =>
  (Array.isArray(key) ? key : [key]) as readonly KeyPart[]

/** A key of values that are all there; undefined where one is missing. */
const wholeKey = (key: Key): string | undefined => {
  const parts = partsOf(key)
  return parts.every((part) => part !== undefined && part !== null && part !== '')
    ? keyOf(parts)
    : undefined
}

/** The records of one resource, as a handler reads and writes them. */
export class StateRecords implements ResourceRecords<Item> {
  readonly #parts: StateRecordsParts

  constructor(parts: StateRecordsParts) {
    this.#parts = parts
  }

  readonly find = async (...key: readonly KeyPart[]): Promise<Item | undefined> => {
    const call = await this.#call()
    const whole = call.target ?? wholeKey(key)
    const record = whole === undefined ? undefined : await findByKey(call, whole)
    return record && this.#shown(record, call.state)
  }

  readonly get = async (...key: readonly KeyPart[]): Promise<Item> => {
    const found = await this.find(...key)
    if (found) return found
    throw missing(this.#parts.state, keyOf(key))
  }

  readonly list = async (query: ListQuery = {}): Promise<Page<Item>> => {
    const { state } = this.#parts
    const call = await this.#call()
    const scope = await this.#scope(call, query)
    const { filters, values } = whereFilters(state.place, query.where)
    const wishes = { search: query.search, sort: query.sort, order: query.order }
    const all = await selected(call, scope, this.#selector(filters), { ...wishes, ...values })
    return this.#page(
      query.page ? pageAt(all, wishOf(query.page, all.length)) : wholeList(all),
      all,
    )
  }

  readonly insert = async (value: unknown, place: NewPlace = {}): Promise<Item> => {
    const call = await this.#call()
    const scope = await this.#scope(call, place)
    const { id } = place
    const named = id === undefined ? undefined : partsOf(id)
    return this.#shown(await created(call, scope, storable(value), named))
  }

  readonly replace = (item: Item, value: unknown): Promise<Item> =>
    this.#changed(item, value, 'replace')

  readonly merge = (item: Item, change: unknown): Promise<Item> =>
    this.#changed(item, change, 'merge')

  readonly update = async (item: Item, members: Item): Promise<Item> => {
    const { record: before, state } = this.#knownOf(item)
    const call = { ...(await this.#call()), state }
    const next = storable({ ...(isObject(before.value) ? before.value : {}), ...members })
    const now = call.session.sandbox.clock.now()
    const value = await finishRecord(call, next, { deeds: ['change'], now })
    return this.#shown(await call.session.put(state, { ...before, value }, before), state)
  }

  readonly remove = async (item: Item): Promise<void> => {
    const { record, state } = this.#knownOf(item)
    const session = await this.#parts.session()
    await session.remove(state, record)
  }

  readonly hasChildren = async (item: Item): Promise<boolean> => {
    const { record, state } = this.#knownOf(item)
    const session = await this.#parts.session()
    return session.hasChildren(state, record)
  }

  readonly key = (item: Item): readonly string[] => valuesOf(this.#recordOf(item).key)

  readonly path = (item: Item): string | undefined => locationOf(this.#parts, this.#recordOf(item))

  readonly etag = (item: Item): string => etagOf(this.#recordOf(item))

  readonly requireMatch = (item: Item | undefined): void => {
    const { inference, request } = this.#parts
    requirePreconditions(inference, request.headers, item && this.#recordOf(item))
  }

  readonly isUnchanged = (item: Item): boolean =>
    isKnown(this.#parts.request.headers, this.#recordOf(item))

  async #call(): Promise<StateCall> {
    const { inference, state, request, session } = this.#parts
    return aimed({ inference, state, request, session: await session() })
  }

  async #changed(item: Item, said: unknown, way: Change): Promise<Item> {
    const { record, state } = this.#knownOf(item)
    const call = { ...(await this.#saying(said)), state }
    return this.#shown(await changed(call, record, way), state)
  }

  /** A call whose request says this of a record, wherever its operation has it. */
  async #saying(said: unknown): Promise<StateCall> {
    const call = await this.#call()
    const at = call.inference.request?.at ?? []
    // A JSON patch is a list, and never stands inside of anything.
    const body = Array.isArray(said) ? said : withValueAtPath(undefined, at, said)
    const values = { ...call.request.values, body }
    return { ...call, request: { ...call.request, values } }
  }

  async #scope(call: StateCall, { below, parent }: ListQuery | NewPlace): Promise<string> {
    if (below === undefined) return parent === undefined ? '' : (wholeKey(parent) ?? '')
    const key = keyOf(partsOf(below))
    if (key !== '') await requireParent(call, key)
    return key
  }

  #selector(filters: ReturnType<typeof whereFilters>['filters']): RecordSelector {
    const { runtime, state } = this.#parts
    const known = runtime.selectors.get(state) ?? new Map<string, RecordSelector>()
    runtime.selectors.set(state, known)
    const name = JSON.stringify(filters)
    const found = known.get(name)
    if (found) return found
    const steering = { search: 'search', sort: 'sort', order: 'order' }
    const made = new RecordSelector({ ...steering, filters }, [], () => state.place)
    known.set(name, made)
    return made
  }

  #shown(record: StateRecord, state = this.#parts.state): Item {
    const { value } = record
    if (typeof value === 'object' && value !== null) this.#parts.seen.set(value, { record, state })
    return value as Item
  }

  #recordOf(item: Item): StateRecord {
    return this.#knownOf(item).record
  }

  /** A record; one about oneself (`/me`) is of the people. */
  #knownOf(item: Item): KnownRecord {
    const { seen, state } = this.#parts
    const known = seen.get(item)
    if (known && (known.state === state || isSelf(state))) return known
    const { name } = state.resource
    const detail = `A handler handed on what is no record of ${name}.`
    const fix = `Hand on what find, get, list or insert of ${name} has given, not a copy of it.`
    throw new SetupError('handlers-invalid', detail, {}, fix)
  }

  #page(page: ListPage, all: readonly StateRecord[]): Page<Item> {
    const { start, size, total, firstPage } = page
    const { previous, next, last } = neighbours(page)
    const numberAt = (begin: number) => (size > 0 ? Math.floor(begin / size) : 0) + firstPage
    const at = (begin: number): PagePlace => ({
      number: numberAt(begin),
      offset: begin,
      cursor: cursorAfter(all, begin),
    })
    const places = {
      first: at(0),
      previous: previous === undefined ? undefined : at(previous),
      next: next === undefined ? undefined : at(next),
      last: at(last),
    }
    return {
      items: page.records.map((record) => this.#shown(record)),
      ...{ total, size, offset: start, number: numberAt(start) },
      pages: size > 0 ? Math.ceil(total / size) : 0,
      ...places,
      links: (urlOf) => linksOf(places, urlOf),
    }
  }
}

const wishOf = (query: PageQuery, total: number) => ({
  number: numberOf(query.number),
  offset: numberOf(query.offset),
  cursor: query.cursor,
  size: Math.min(
    numberOf(query.size) ?? usualSize(query.defaultSize ?? defaultSize, total),
    query.maxSize ?? Infinity,
  ),
  firstPage: query.first ?? 1,
})

const linksOf = (
  { first, previous, next, last }: Pick<Page<Item>, 'first' | 'previous' | 'next' | 'last'>,
  urlOf: (place: PagePlace) => string,
): string | undefined => {
  const links = Object.entries({ first, prev: previous, next, last }).flatMap(([rel, place]) =>
    place ? [`<${urlOf(place)}>; rel="${rel}"`] : [],
  )
  return links.length === 0 ? undefined : links.join(', ')
}
