import type { Sandbox } from '../../sandbox/sandbox.js'
import { isObject } from '../../lib/json-object.js'
import type { FirstRecord, FirstRecords } from './first-records.js'
import { typedFor } from './identity.js'
import type { References } from './references.js'
import { type ContractState, isMadeByNobody, type ResourceState } from './resource-state.js'
import type { Sampler } from './sampler.js'
import type { PropertyPath } from '../resource-model.js'
import { placeAtPath } from '../../generate/schema-place.js'
import { keyOf, type Mark, type StateRecord, valuesOf } from './state-record.js'
import { valueAtPath, withValueAtPath } from '../../lib/value-path.js'

/** The first so many values of a key. */
export const keyPrefix = (key: string, depth: number): string =>
  depth === 0 ? '' : key.split('/').slice(0, depth).join('/')

/** What sessions of one contract share. */
export interface SessionParts {
  readonly sampler: Sampler
  readonly contract: ContractState
  readonly references: References
  readonly first: FirstRecords
}

/** The records of a contract's resources as one transaction sees them. */
export class StateSession {
  readonly sandbox: Sandbox
  readonly sampler: Sampler
  readonly contract: ContractState
  readonly references: References
  readonly #first: FirstRecords

  constructor(sandbox: Sandbox, { sampler, contract, references, first }: SessionParts) {
    this.sandbox = sandbox
    this.sampler = sampler
    this.contract = contract
    this.references = references
    this.#first = first
  }

  /** The first of the records at the top: what was made first, as long as it is there. */
  async head(state: ResourceState): Promise<StateRecord | undefined> {
    await this.#prepare(state, '')
    const { head } = (await this.#mark(state, '')) ?? {}
    const first = head === undefined ? undefined : await this.get(state, head)
    return first ?? (await this.below(state, ''))[0]
  }

  /** The record with this key; the first records of its resource are made if they are not there yet. */
  async get(state: ResourceState, key: string): Promise<StateRecord | undefined> {
    await this.#prepare(state, keyPrefix(key, state.scopeDepth))
    return this.sandbox.state.get(state.collection, key)
  }

  /** The records below a parent; those of all parents for a key that is empty. */
  async below(state: ResourceState, parent: string): Promise<readonly StateRecord[]> {
    await this.#prepare(state, keyPrefix(parent, state.scopeDepth))
    const { state: transaction } = this.sandbox
    return parent === ''
      ? transaction.list(state.collection)
      : transaction.find(state.collection, 'parent', parent)
  }

  /** The records with this value in a look-up. */
  async find(state: ResourceState, lookup: string, value: string): Promise<readonly StateRecord[]> {
    return this.sandbox.state.find(state.collection, lookup, value)
  }

  /** What the path values before its own name of a record, where a resource of the contract is meant. */
  async parentOf(state: ResourceState, key: string): Promise<'absent' | StateRecord | undefined> {
    const parent = state.parent()
    if (!parent || parent.depth === 0 || valuesOf(key).length < parent.depth) return undefined
    return (await this.get(parent, keyPrefix(key, parent.depth))) ?? 'absent'
  }

  /** Puts a record, one version further; what counts it follows. */
  async put(
    state: ResourceState,
    record: Omit<StateRecord, 'version'>,
    before?: StateRecord,
  ): Promise<StateRecord> {
    const next = this.#write(state, record, before)
    if (before?.parent === next.parent) return next
    if (before) await this.#count(state, before, -1)
    await this.#count(state, next, 1)
    return next
  }

  /** Deletes a record and all that lies below it; what counts it follows. */
  async remove(state: ResourceState, record: StateRecord): Promise<void> {
    await this.#removeAll(state, record)
    await this.#count(state, record, -1)
  }

  #write(
    state: ResourceState,
    record: Omit<StateRecord, 'version'>,
    before?: StateRecord,
  ): StateRecord {
    const next = { ...record, version: (before?.version ?? 0) + 1 }
    this.sandbox.state.put(state.collection, next)
    return next
  }

  async #removeAll(state: ResourceState, { key }: StateRecord): Promise<void> {
    for (const child of state.children())
      for (const record of await this.#children(child, state, key))
        await this.#removeAll(child, record)
    this.sandbox.state.delete(state.collection, key)
  }

  /** Counts records that come or go below a parent. */
  async #count(child: ResourceState, { parent }: StateRecord, change: number): Promise<void> {
    const state = child.parent()
    if (!state || parent === '') return
    for (const { property } of state.counts.filter((one) => one.child === child)) {
      const above = await this.get(state, keyPrefix(parent, state.depth))
      const old = above && valueAtPath(above.value, property)
      if (above)
        this.#setCount(state, above, property, (typeof old === 'number' ? old : 0) + change)
    }
  }

  #setCount(state: ResourceState, record: StateRecord, property: PropertyPath, count: number) {
    const value = withValueAtPath(record.value, property, Math.max(count, 0))
    return this.#write(state, { ...record, value }, record)
  }

  /** True when something lies below a record. */
  async hasChildren(state: ResourceState, { key }: StateRecord): Promise<boolean> {
    for (const child of state.children()) {
      // What nobody makes is nothing that anybody could delete first.
      if (isMadeByNobody(child)) continue
      await this.#prepare(child, keyPrefix(key, child.scopeDepth))
      if ((await this.#children(child, state, key)).length > 0) return true
    }
    return false
  }

  /** The next number of a resource below a parent. */
  async number(state: ResourceState, scope: string): Promise<number> {
    return (await this.#mark(state, scope))?.next ?? 1
  }

  /** Notes that a number is taken: it is not given again, even when its record is gone. */
  async take(state: ResourceState, scope: string, identity: unknown): Promise<void> {
    const taken = Number(identity)
    const mark = await this.#mark(state, scope)
    if (!Number.isSafeInteger(taken) || (mark && taken < mark.next)) return
    this.#putMark(state, scope, { ...mark, next: taken + 1 })
  }

  /** A record with the identity of its parent in it, where it has a place for that. */
  withParent(state: ResourceState, value: unknown, parent: string): unknown {
    const path = state.resource.parent?.property
    const identity = valuesOf(parent).at(-1)
    if (!path || path.length === 0 || identity === undefined || !isObject(value)) return value
    return withValueAtPath(value, path, typedFor(placeAtPath(state.place, path), identity))
  }

  async #children(child: ResourceState, { depth }: ResourceState, key: string) {
    const { state } = this.sandbox
    if (depth === 0) return []
    if (child.scopeDepth <= depth) return state.find(child.collection, 'parent', key)
    const all = await state.list(child.collection)
    return all.filter((record) => record.key.startsWith(`${key}/`))
  }

  #mark({ marks, resource }: ResourceState, scope: string): Promise<Mark | undefined> {
    return this.sandbox.state.get(marks, `${resource.name} ${scope}`)
  }

  #putMark({ marks, resource }: ResourceState, scope: string, mark: Omit<Mark, 'key'>): void {
    this.sandbox.state.put(marks, { ...mark, key: `${resource.name} ${scope}` })
  }

  /** Makes the first records of a resource below a parent, unless they were made before. */
  async #prepare(state: ResourceState, scope: string): Promise<void> {
    if (await this.#mark(state, scope)) return
    const parent = state.scopeDepth > 0 ? await this.parentOf(state, scope) : undefined
    // What a client has made begins empty, and below nothing there is nothing.
    if (parent === 'absent' || (parent && !parent.first && !isMadeByNobody(state))) return
    const parents = await this.#firstParents(state)
    // Those of the parents may have been made with theirs in view.
    if (await this.#mark(state, scope)) return
    const records = this.#first.make(state, scope, this.sampler)
    const made = records.map((record, index) => {
      const said = valueAtPath(record.value, state.resource.parent?.property ?? [])
      const named = parents.find(({ key }) => key === keyOf([said]))
      const above = (named ?? parents[index % parents.length])?.key
      return this.#putFirst(state, record, scope, above, parent?.first ?? !parent)
    })
    const next = records.reduce((most, { identity }) => {
      const number = Number(identity.at(-1) ?? 0)
      return Number.isSafeInteger(number) ? Math.max(most, number) : most
    }, 0)
    const [head] = made
    this.#putMark(state, scope, { next: next + 1, ...(head && { head: head.key }) })
    await this.#countAbove(state, made, parents.length > 0 ? parents : parent ? [parent] : [])
    await this.#countBelow(state, made)
  }

  /** The members of parents that count first records below them. */
  async #countAbove(
    state: ResourceState,
    made: readonly StateRecord[],
    parents: readonly StateRecord[],
  ): Promise<void> {
    const above = state.parent()
    const counts = above?.counts.filter(({ child }) => child === state) ?? []
    const below = new Map<string, number>()
    for (const { parent } of made) below.set(parent, (below.get(parent) ?? 0) + 1)
    for (const { property } of counts)
      for (const { key } of parents) {
        const parent = above && (await this.get(above, key))
        const count = below.get(key) ?? 0
        if (above && parent && valueAtPath(parent.value, property) !== count)
          this.#setCount(above, parent, property, count)
      }
  }

  /** The members of first records that count what lies below them. */
  async #countBelow(state: ResourceState, made: readonly StateRecord[]): Promise<void> {
    for (const { property, child } of state.counts) {
      if (child.scopeDepth === 0) await this.#prepare(child, '')
      if (child.scopeDepth !== state.depth) continue
      for (const { key } of made) {
        const record = await this.get(state, key)
        const isEmpty = !record?.first && !isMadeByNobody(child)
        const count = isEmpty ? 0 : this.#first.count(child, key)
        if (record) this.#setCount(state, record, property, count)
      }
    }
  }

  #putFirst(
    state: ResourceState,
    record: FirstRecord,
    scope: string,
    above: string | undefined,
    isFirst: boolean,
  ) {
    const own = keyOf(record.identity)
    const key = scope === '' ? own : own === '' ? scope : `${scope}/${own}`
    const parent = above ?? scope
    const value = this.withParent(state, record.value, parent)
    return this.#write(state, { key, parent, value, ...(isFirst && { first: true }) })
  }

  /** The records that those of a flat list are spread over. */
  async #firstParents(state: ResourceState): Promise<readonly StateRecord[]> {
    const parent = state.parent()
    if (state.scopeDepth > 0 || !parent || parent.scopeDepth > 0 || parent === state) return []
    return this.below(parent, '')
  }
}
