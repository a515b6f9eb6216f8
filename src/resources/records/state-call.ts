import { Problem } from '../../errors.js'
import { identityOf } from './identity.js'
import { isSelf, isSelfWord, ownRecord, ownSingleton } from './own-record.js'
import type { Inference } from '../resource-model.js'
import type { ResourceState } from './resource-state.js'
import { thingOf } from './resource-words.js'
import { membersOf } from '../../generate/schema-place.js'
import type { StateRequest } from './state-handler.js'
import { keyOf, lookupOf, namesIn, type StateRecord, valuesOf } from './state-record.js'
import { keyPrefix, type StateSession } from './state-session.js'
import { valueAtPath } from '../../lib/value-path.js'

/** One request on its way through a role. */
export interface StateCall {
  readonly inference: Inference
  readonly state: ResourceState
  readonly request: StateRequest
  readonly session: StateSession
  /** The key of the item that is meant, where the path does not say it: `/me`. */
  readonly target?: string
}

/** The values of the operation's path template, in their order. */
const pathValues = (
  { inference, request }: StateCall,
  without: ReadonlySet<string> = new Set(),
): readonly unknown[] =>
  namesIn(inference.operation.path)
    .filter((name) => !without.has(name))
    .map((name) => request.values.path[name])

/** The key of the item that a request names; undefined when it names none. */
const namedKey = (call: StateCall): string | undefined => {
  const { state, request, inference, target } = call
  if (target !== undefined) return target
  const { depth, scopeDepth, resource } = state
  const values = pathValues(call).filter((value) => value !== undefined)
  const { path, query } = request.values
  const own = (resource.identity?.parameters ?? []).map((name) => path[name] ?? query[name])
  const isNamed = own.length > 0 && own.every((value) => value !== undefined)
  if (values.length === depth) return keyOf(values)
  if (isNamed) return keyOf([...values.slice(0, scopeDepth), ...own])
  if (values.length > depth)
    return keyOf(scopeDepth === 0 ? values.slice(-depth) : values.slice(0, depth))
  const said = identityOf(state, valueAtPath(request.values.body, inference.request?.at ?? []))
  return said && keyOf([...values.slice(0, scopeDepth), ...said])
}

/** A key in whose first place stands who asks, where it says `me` and nobody is called so. */
const withSelf = async ({ state, session, request }: StateCall, key: string): Promise<string> => {
  const [first, ...others] = key.split('/')
  if (!isSelfWord(valuesOf(first ?? '')[0])) return key
  const people = session.contract.people()
  let root: ResourceState | undefined = state
  while (root && root !== people) root = root.parent()
  if (!root || root.depth !== 1 || (await session.get(root, first ?? ''))) return key
  const mine = (await ownRecord(session, request.principal)) ?? (await session.head(root))
  return mine ? [mine.key, ...others].join('/') : key
}

/** The key of the item that a request names; undefined when it names none. */
export const targetKey = async (call: StateCall): Promise<string | undefined> => {
  const key = namedKey(call)
  return key === undefined ? undefined : withSelf(call, key)
}

/** Members that two representations have in common, as a share of those of the first. */
const likeness = (one: ResourceState, other: ResourceState): number => {
  if (!one.place || !other.place) return 0
  const names = [...membersOf(one.place).properties.keys()]
  const known = membersOf(other.place).properties
  return names.filter((name) => known.has(name)).length / Math.max(names.length, 1)
}

/** A call about oneself (`/me`) is one about a record of the people, where they are of one kind. */
export const aimed = async (call: StateCall): Promise<StateCall> => {
  const { state, session, request } = call
  if (!isSelf(state)) return call
  const people = session.contract.people()
  const isShared = people !== undefined && likeness(state, people) >= 0.5
  const mine = isShared ? await ownRecord(session, request.principal) : undefined
  if (people && mine) return { ...call, state: people, target: mine.key }
  if (!request.principal) return call
  return { ...call, target: (await ownSingleton(session, state, request.principal)).key }
}

/** The refusal (404) of what is not there. */
export const missing = ({ resource }: ResourceState, key: string): Problem =>
  new Problem('not-found', {
    detail: resource.isSingleton
      ? `There is no ${thingOf(resource.name)}.`
      : `No ${thingOf(resource.name)} is called ${valuesOf(key).at(-1) ?? ''}.`,
    fix: resource.collectionPath
      ? `Use one that ${resource.collectionPath} lists.`
      : 'Use one that exists.',
  })

/**
 * Sees to it that what a request lies below is there.
 * @throws Problem `not-found` (404).
 */
export const requireParent = async ({ state, session }: StateCall, key: string): Promise<void> => {
  const parent = state.parent()
  if (parent && (await session.parentOf(state, key)) === 'absent')
    throw missing(parent, keyPrefix(key, parent.depth))
}

/** The item that a request names, if it is there. */
export const findTarget = async (call: StateCall): Promise<StateRecord | undefined> => {
  const key = await targetKey(call)
  return key === undefined ? undefined : findByKey(call, key)
}

/**
 * The item with this key, if it is there; `me` in its first place is who asks.
 * @throws Problem `not-found` (404) when what it lies below is not there.
 */
export const findByKey = async (
  call: StateCall,
  named: string,
): Promise<StateRecord | undefined> => {
  const key = await withSelf(call, named)
  const scope = keyPrefix(key, call.state.scopeDepth)
  if (scope !== '') await requireParent(call, scope)
  return (await call.session.get(call.state, key)) ?? (await otherwiseNamed(call, key, scope))
}

/** The record below a parent whose other name (`{issueIdOrKey}`) ends a key. */
const otherwiseNamed = async (
  { state, session }: StateCall,
  key: string,
  scope: string,
): Promise<StateRecord | undefined> => {
  const name = valuesOf(key).at(-1) ?? ''
  for (const path of state.resource.identity?.alternatives ?? []) {
    const found = await session.find(state, lookupOf(path), name)
    const mine = found.find((record) => keyPrefix(record.key, state.scopeDepth) === scope)
    if (mine) return mine
  }
  return undefined
}

/**
 * The item that a request names.
 * @throws Problem `not-found` (404) when it, or what it lies below, is not there.
 */
export const requireTarget = async (call: StateCall): Promise<StateRecord> => {
  const found = await findTarget(call)
  if (found) return found
  throw missing(call.state, (await targetKey(call)) ?? '')
}

/**
 * The key of what a request to a collection lies below: that of its path, or of the query parameter
 * of a flat list. Empty: everything is meant.
 * @throws Problem `not-found` (404) for an unknown parent in the path.
 */
export const scopeKey = async (call: StateCall): Promise<string> => {
  const { request, state } = call
  const compared = new Set(call.inference.scope?.map(({ parameter }) => parameter))
  const inPath = pathValues(call, compared)
  if (inPath.length > 0) {
    const key = await withSelf(call, keyOf(inPath))
    await requireParent(call, key)
    return key
  }
  const names = state.resource.parent?.parameters ?? []
  const inQuery = names.map((name) => request.values.query[name])
  const isFlat = state.scopeDepth === 0 && inQuery.length > 0
  return isFlat && inQuery.every((value) => value !== undefined && value !== '')
    ? withSelf(call, keyOf(inQuery))
    : ''
}
