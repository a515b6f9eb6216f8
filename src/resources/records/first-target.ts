import type { Inference } from '../resource-model.js'
import { isAlwaysThere, type ResourceState } from './resource-state.js'
import type { SampleValues } from './sample-values.js'
import { keepsParents } from './status-for.js'
import { keyOf, namesIn, type StateRecord, valuesOf } from './state-record.js'
import { keyPrefix, type StateSession } from './state-session.js'
import { thingOf } from './resource-words.js'
import { valueAtPath } from '../../lib/value-path.js'

/** More parents than this are not asked for something below them. */
const maxParents = 10

/** Finds records that are there, for a request that is to succeed. */
export class FirstTarget {
  readonly #session: StateSession
  readonly #samples: SampleValues

  constructor(session: StateSession, samples: SampleValues) {
    this.#session = session
    this.#samples = samples
  }

  /** The records that may be meant, the best first: those that were made first. */
  async records(state: ResourceState): Promise<readonly StateRecord[]> {
    if (state.scopeDepth > 0) return this.#nested(state)
    const all = await this.#session.below(state, '')
    const head = await this.#session.head(state)
    return head ? [head, ...all.filter(({ key }) => key !== head.key)] : all
  }

  /** Those below the first parent that has any. */
  async #nested(state: ResourceState): Promise<readonly StateRecord[]> {
    for (const scope of await this.#scopes(state)) {
      const found = await this.#session.below(state, scope)
      const own = isAlwaysThere(state) ? await this.#session.get(state, scope) : undefined
      if (found.length > 0 || own) return found.length > 0 ? found : own ? [own] : []
    }
    return []
  }

  /** The keys of what a nested resource may lie below. */
  async #scopes(state: ResourceState): Promise<readonly string[]> {
    const parent = state.parent()
    if (parent && parent !== state && parent.depth > 0) {
      const records = await this.records(parent)
      return records.slice(0, maxParents).map(({ key }) => keyPrefix(key, state.scopeDepth))
    }
    const { itemPath, collectionPath } = state.resource
    const names = namesIn(itemPath ?? collectionPath ?? '').slice(0, state.scopeDepth)
    return [keyOf(names.map((name) => this.#samples.path[name]))]
  }

  /** The record that a request to an item had best be about. */
  async item({ role, operation }: Inference, state: ResourceState) {
    const records = await this.records(state)
    const below = state.children().map(({ resource }) => thingOf(resource.name).toLowerCase())
    if (role !== 'delete' || !keepsParents(operation, below)) return records[0]
    for (const record of records)
      if (!(await this.#session.hasChildren(state, record))) return record
    return records[0]
  }

  /** What a collection lies below: the first of its parents. */
  async scope(state: ResourceState): Promise<string | undefined> {
    const parent = state.parent()
    const [above] = parent ? await this.records(parent) : []
    return above?.key
  }
}

/** The values of the path of an operation that lead to a record; `names` are those of its template. */
export const itemPathValues = (
  { operation, resource }: Inference,
  { depth, scopeDepth }: ResourceState,
  key: string,
): Readonly<Record<string, unknown>> => {
  const names = namesIn(operation.path)
  const values = valuesOf(key)
  const own = resource.identity?.parameters ?? []
  const isNamed = own.length > 0 && own.every((name) => names.includes(name))
  if (names.length !== depth && isNamed)
    return {
      ...zipped(names.slice(0, scopeDepth), values),
      ...zipped(own, values.slice(scopeDepth)),
    }
  const isTail = names.length > depth && scopeDepth === 0
  return zipped(isTail ? names.slice(-depth) : names.slice(0, depth), values)
}

/** The values of the path of a collection that lies below a parent, and of what it compares. */
export const scopePathValues = (
  { operation, scope = [] }: Inference,
  key: string | undefined,
  shown: unknown,
): Readonly<Record<string, unknown>> => {
  const compared = new Map(scope.map(({ parameter, property }) => [parameter, property]))
  const names = namesIn(operation.path).filter((name) => !compared.has(name))
  const found = [...compared].flatMap(([name, property]) => {
    const value = valueAtPath(shown, property)
    return typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : []
  })
  return { ...zipped(names, valuesOf(key ?? '')), ...Object.fromEntries(found) }
}

const zipped = (names: readonly string[], values: readonly unknown[]) =>
  Object.fromEntries(
    names.flatMap((name, index) => (values[index] === undefined ? [] : [[name, values[index]]])),
  )
