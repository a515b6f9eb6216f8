import { Problem } from '../errors.js'
import { isObject, own, type JsonObject } from '../lib/json-object.js'
import { jsonPatch } from '../lib/json-patch.js'
import { essence } from '../lib/media-type.js'
import { mergePatch } from '../lib/merge-patch.js'
import {
  identityOf,
  identityPaths,
  newIdentity,
  typedFor,
  uuidOf,
  withIdentity,
} from './identity.js'
import { completed, replaced, touched } from './record-value.js'
import { placeOf } from './resource-state.js'
import { thingOf } from './resource-words.js'
import { isValidAt, membersOf, placeAtPath, type SchemaPlace } from './schema-place.js'
import { documents } from './status-for.js'
import { keyOf, type StateRecord, uniqueLookup, uniqueText, valuesOf } from './state-record.js'
import type { StateCall } from './state-call.js'
import { storable, valueAtPath, withValueAtPath } from './value-path.js'

/** What the request says of a record. */
export const saidOf = ({ inference, request }: StateCall): unknown =>
  valueAtPath(storable(request.values.body), inference.request?.at ?? [])

const requestPlace = ({ inference }: StateCall): SchemaPlace | undefined =>
  inference.request && placeAtPath(placeOf(inference.request.content.schema), inference.request.at)

/**
 * No other record may have a value that looks unique, where the contract documents the conflict.
 * @throws Problem `conflict` (409).
 */
const requireUnique = async (
  call: StateCall,
  record: Omit<StateRecord, 'version'>,
): Promise<void> => {
  const { state, session, inference } = call
  if (!documents(inference.operation, 409)) return
  for (const path of state.unique) {
    const text = uniqueText(valueAtPath(record.value, path))
    if (text === undefined) continue
    const holders = await session.find(state, uniqueLookup(path), text)
    if (holders.every(({ key, parent }) => key === record.key || parent !== record.parent)) continue
    throw new Problem('conflict', {
      detail: `Another ${thingOf(state.resource.name)} has the ${path.at(-1)} ${text}.`,
      fix: 'Send another one; letter case makes no difference.',
    })
  }
}

const taken = ({ state }: StateCall, value: unknown): Problem =>
  new Problem('conflict', {
    detail: `There is a ${thingOf(state.resource.name)} called ${identityOf(state, value)?.join('/') ?? 'so'} already.`,
    fix: 'Choose another name, or change the one that is there.',
  })

const inside = (scope: string, identity: readonly unknown[]): string => {
  const key = keyOf(identity)
  return scope === '' ? key : key === '' ? scope : `${scope}/${key}`
}

/** What was said as a record: text and lists say nothing of one, unless records are such. */
const recordOf = (place: SchemaPlace | undefined, said: unknown): unknown => {
  if (isObject(said)) return said
  const isPlain = place !== undefined && membersOf(place).properties.size === 0
  return isPlain && said !== undefined && isValidAt(place, said) ? said : {}
}

/** What the path says of a new record, where it reaches the collection by a property. */
const withScope = ({ inference, request, state }: StateCall, said: unknown): unknown =>
  (inference.scope ?? []).reduce((value, { parameter, property }) => {
    const place = placeAtPath(state.place, property)
    return withValueAtPath(value, property, typedFor(place, request.values.path[parameter]))
  }, said)

/** The value of a new record but for its identity. */
const newValue = (
  call: StateCall,
  place: SchemaPlace | undefined,
  said: unknown,
  now: number,
): unknown => {
  if (!place) return said
  const { state, session } = call
  const { sampler, sandbox } = session
  let made: { readonly value: unknown } | undefined
  const model = (): unknown => {
    const seed = uuidOf(sandbox.random.bytes(16))
    made ??= { value: sampler(place, seed, thingOf(state.resource.name)) }
    return made.value
  }
  const others = new Set(identityPaths(state).flatMap((path) => (path.length === 1 ? path : [])))
  return completed(place, said, { request: requestPlace(call), model, now, others })
}

/** Where a new record goes: its key below its parent, and what is its parent. */
const placed = ({ state }: StateCall, scope: string, value: unknown) => {
  // What is named without its parent may still lie below one: it says so itself, or the path does.
  const said = valueAtPath(value, state.resource.parent?.property ?? [])
  const isSaid = typeof said === 'string' || typeof said === 'number'
  const parent = scope !== '' || !isSaid ? scope : keyOf([said])
  return { parent, below: state.scopeDepth === 0 ? '' : scope }
}

/**
 * Makes a record.
 * @throws Problem `conflict` (409) when its name is taken, or what looks unique is.
 */
export const created = async (
  call: StateCall,
  scope: string,
  said: unknown,
  named?: readonly unknown[],
): Promise<StateRecord> => {
  const { state, session } = call
  const { sandbox, sampler } = session
  const { place } = state
  const now = sandbox.clock.now()
  const value = newValue(call, place, withScope(call, recordOf(place, said)), now)
  const { parent, below } = placed(call, scope, value)
  // First contents come first: their names are taken.
  const isFree = async (identity: readonly unknown[]) =>
    (await session.get(state, inside(below, identity))) === undefined
  await isFree([])
  const number = await session.number(state, below)
  const sources = { sampler, random: sandbox.random, number }
  const identity = state.resource.isSingleton
    ? []
    : (named ?? (await newIdentity(state, said, value, sources, isFree)))
  if (!identity) throw taken(call, said)
  const complete = session.withParent(state, withIdentity(state, value, identity), parent)
  const record = { key: inside(below, identity), parent, value: touched(place, complete, now) }
  await requireUnique(call, record)
  await session.take(state, below, identity.at(-1))
  return session.put(state, record)
}

/** How a request changes an item. */
export type Change = 'replace' | 'merge'

/** What JSON:API calls the holders of members: a partial change is partial in them as well. */
const holders = new Set(['attributes', 'relationships', 'meta'])

const isJsonApi = (said: JsonObject): boolean => Object.hasOwn(said, 'attributes') && 'type' in said

/** A plain partial: each member that is named gets its new value as a whole. */
const partly = (before: unknown, said: unknown): unknown => {
  if (!isObject(said)) return isObject(before) ? before : said
  if (!isObject(before)) return said
  const merged = Object.entries(said).map(([name, value]) => {
    const old = own(before, name)
    const isHolder = isJsonApi(said) && holders.has(name) && isObject(old) && isObject(value)
    return [name, isHolder ? { ...old, ...value } : value] as const
  })
  return { ...before, ...Object.fromEntries(merged) }
}

const isPatch = (said: unknown): said is readonly unknown[] =>
  Array.isArray(said) &&
  said.length > 0 &&
  said.every((step) => isObject(step) && typeof step['op'] === 'string')

const patched = (before: unknown, patch: readonly unknown[]): unknown => {
  const result = jsonPatch(before, patch)
  if ('value' in result) return result.value
  const { index, isTest, reason } = result.fault
  const detail = `Operation ${index} of the patch cannot be applied: ${reason}.`
  if (isTest) throw new Problem('conflict', { detail })
  throw new Problem('request-invalid', {
    detail,
    violations: [
      {
        ...{ location: 'body', pointer: `/${index}`, rule: 'json-patch' },
        ...{ expected: 'an operation that can be applied (RFC 6902)', message: detail },
      },
    ],
  })
}

/** What a partial change makes of a record, by the media type of the request. */
const merged = (call: StateCall, before: unknown): unknown => {
  const { body } = call.request.values
  const type = essence(call.request.headers['content-type'] ?? '')
  const steps = storable(body)
  // Some contracts call an object of members a JSON patch.
  if (isPatch(steps) || (type === 'application/json-patch+json' && Array.isArray(steps)))
    return patched(before, steps as readonly unknown[])
  const said = saidOf(call)
  if (said === undefined) return before
  return type === 'application/merge-patch+json' ? mergePatch(before, said) : partly(before, said)
}

/**
 * Changes a record; its name and its parent stay.
 * @throws Problem `conflict` (409), or `request-invalid` for a patch that cannot be applied.
 */
export const changed = async (
  call: StateCall,
  before: StateRecord,
  way: Change,
): Promise<StateRecord> => {
  const { state, session } = call
  const value =
    way === 'merge'
      ? merged(call, before.value)
      : replaced(state.place, before.value, saidOf(call), requestPlace(call))
  const identity = identityOf(state, before.value) ?? valuesOf(before.key).slice(state.scopeDepth)
  const named = isObject(value) || state.resource.isSingleton ? value : before.value
  const whole = state.resource.isSingleton ? named : withIdentity(state, named, identity)
  const now = session.sandbox.clock.now()
  const record = { ...before, value: touched(state.place, whole, now) }
  await requireUnique(call, record)
  return session.put(state, record, before)
}
