import { violation } from '../../contract/violation.js'
import { Problem } from '../../errors.js'
import { membersOf, placeAtPath, placeOf, type SchemaPlace } from '../../generate/schema-place.js'
import { objectOrEmpty, type JsonObject } from '../../lib/json-object.js'
import { pointer } from '../../lib/json-pointer.js'
import { valueAtPath, withMember } from '../../lib/value-path.js'
import type { PutRecord, SaidRecord } from '../../sandbox/record-collection.js'
import { hashedPasswords, isPasswordName } from './hashed-passwords.js'
import { identityOf, identityPaths, newIdentity, withIdentity } from './identity.js'
import { completed } from './record-value.js'
import { recordViolations } from './record-violations.js'
import { keyFromId, outerNames, scopeSaid, withoutOuter, withOuter } from './key-from-id.js'
import type { ResourceState } from './resource-state.js'
import { thingOf } from './resource-words.js'
import { missing } from './state-call.js'
import { keyOf, type StateRecord, uniqueLookup, uniqueText, valuesOf } from './state-record.js'
import { keyPrefix, type StateSession } from './state-session.js'
import { documents } from './status-for.js'
import { storable } from './storable.js'

/** True for a member that no answer shows. */
export const isHidden = ({ place }: ResourceState, name: string): boolean => {
  const schema = place && membersOf(place).properties.get(name)
  return schema === false || (schema === undefined && isPasswordName(name))
}

const split = (value: JsonObject, isPicked: (name: string) => boolean) => {
  const entries = Object.entries(value)
  return {
    picked: Object.fromEntries(entries.filter(([name]) => isPicked(name))),
    others: Object.fromEntries(entries.filter(([name]) => !isPicked(name))),
  }
}

/** A record as the contract shows it, with what it lies below. */
export const shownRecord = (state: ResourceState, record: StateRecord): JsonObject =>
  split(withOuter(state, record), (name) => isHidden(state, name)).others

const invalid = (violations: readonly ReturnType<typeof violation>[]): Problem =>
  new Problem('request-invalid', {
    detail: violations.map(({ message }) => message).join('; '),
    violations,
  })

/** What the server says itself of a new record; members that a client could say are the client's to say. */
const withOwn = ({ state, session }: Putting, place: SchemaPlace, said: JsonObject): JsonObject => {
  const create = state.inferences.find(({ role }) => role === 'create')?.request
  const request = create ? placeAtPath(placeOf(create.content.schema), create.at) : place
  const identity = identityPaths(state).flatMap((path) => (path.length === 1 ? path : []))
  const { sampler, sandbox } = session
  let made: { readonly value: unknown } | undefined
  const model = () =>
    (made ??= { value: sampler(place, 'own', thingOf(state.resource.name)) }).value
  const others = new Set(identity)
  const whole = completed(place, said, { request, model, others, now: sandbox.clock.now() })
  const asked = request && membersOf(request).properties
  // What requests may not say is `false` in their schema.
  const isOwn = (name: string) => Object.hasOwn(said, name) || (asked?.get(name) ?? false) === false
  return split(objectOrEmpty(whole), isOwn).picked
}

interface Putting {
  readonly state: ResourceState
  readonly session: StateSession
  readonly said: SaidRecord
}

/** The key that a path says; the record may not say another one. */
const keyOfPath = ({ state, said }: Putting, id: string, value: JsonObject): string => {
  const key = keyFromId(state, id)
  const expected = state.depth > 1 ? outerNames(state).concat('id').join('/') : 'an id'
  if (key === undefined) throw invalid([violation('path', '/id', 'format', expected, id)])
  const named = identityOf(state, value)
  const mine = valuesOf(key).slice(state.scopeDepth)
  if (!named || keyOf(named) === keyOf(mine)) return key
  const at = said.pointer + pointer(...(identityPaths(state).at(-1) ?? []))
  throw invalid([violation('body', at, 'same-name', mine.join('/'), named.join('/'))])
}

const inside = (scope: string, identity: readonly unknown[]): string =>
  [scope, keyOf(identity)].filter((part) => part !== '').join('/')

/** The key of a record: as the path says, as it says itself, else the next one. */
const keyFor = async (putting: Putting, value: JsonObject): Promise<string> => {
  const { state, session, said } = putting
  if (said.id !== undefined) return keyOfPath(putting, said.id, value)
  const scope = scopeSaid(state, said.value, said.pointer)
  if (state.resource.isSingleton) return scope
  const named = identityOf(state, value)
  if (named) return inside(scope, named)
  const isFree = async (identity: readonly unknown[]) =>
    (await session.get(state, inside(scope, identity))) === undefined
  // First contents come first: their names are taken.
  await isFree([])
  const { sampler, sandbox } = session
  const sources = { sampler, random: sandbox.random, number: await session.number(state, scope) }
  const made = await newIdentity(state, value, value, sources, isFree)
  if (made) return inside(scope, made)
  const at = said.pointer + pointer(...(identityPaths(state).at(-1) ?? ['id']))
  throw invalid([violation('body', at, 'required', 'an identity that is free')])
}

/** @throws Problem `record-conflict` (409) where the contract documents conflicts. */
const requireUnique = async ({ state, session }: Putting, key: string, value: unknown) => {
  if (!state.inferences.some(({ operation }) => documents(operation, 409))) return
  for (const path of state.unique) {
    const text = uniqueText(valueAtPath(value, path))
    const holders = text === undefined ? [] : await session.find(state, uniqueLookup(path), text)
    const other = holders.find((one) => one.key !== key)
    if (!other) continue
    throw new Problem('record-conflict', {
      detail: `Another ${thingOf(state.resource.name)}, ${valuesOf(other.key).join('/')}, has the ${path.at(-1)} ${text}.`,
      fix: 'Choose another value; letter case makes no difference.',
    })
  }
}

/** What a record lies below: what its key says, else what it says itself. */
const parentOf = ({ state, said }: Putting, key: string): string => {
  if (state.scopeDepth > 0) return keyPrefix(key, state.scopeDepth)
  const above = valueAtPath(said.value, state.resource.parent?.property ?? [])
  return typeof above === 'string' || typeof above === 'number' ? keyOf([above]) : ''
}

/** The value to keep: named, completed, judged by the contract, hidden members beside it. */
const valueFor = async (
  putting: Putting,
  said: { readonly shown: JsonObject; readonly hidden: JsonObject },
  key: string,
  before: StateRecord | undefined,
): Promise<unknown> => {
  const {
    state,
    session,
    said: { pointer: at },
  } = putting
  const { place, scopeDepth } = state
  const identity = valuesOf(key).slice(scopeDepth)
  const named = objectOrEmpty(withIdentity(state, said.shown, identity))
  const below = objectOrEmpty(session.withParent(state, named, parentOf(putting, key)))
  const whole = before || !place ? below : withOwn(putting, place, below)
  const violations = recordViolations(state, whole, at)
  if (violations.length > 0) throw invalid(violations)
  const kept = split(objectOrEmpty(before?.value), (name) => isHidden(state, name)).picked
  const secret = Object.entries({ ...kept, ...said.hidden })
  const value = secret.reduce((all, [name, member]) => withMember(all, name, member), whole)
  return hashedPasswords(session.sandbox, place, value)
}

/**
 * Adds a record, or replaces one.
 * @throws Problem `request-invalid` with every violation, `not-found` for what it lies below,
 *   `record-conflict`.
 */
export const putRecord = async (
  session: StateSession,
  state: ResourceState,
  said: SaidRecord,
): Promise<PutRecord> => {
  const putting = { session, state, said }
  const stored = objectOrEmpty(storable(said.value))
  const { picked: hidden, others } = split(stored, (name) => isHidden(state, name))
  const shown = withoutOuter(state, others)
  const key = await keyFor(putting, shown)
  const above = state.parent()
  if (above && (await session.parentOf(state, key)) === 'absent')
    throw missing(above, keyPrefix(key, above.depth))
  const before = await session.get(state, key)
  const value = await valueFor(putting, { shown, hidden }, key, before)
  await requireUnique(putting, key, value)
  const parent = parentOf(putting, key)
  await session.take(state, keyPrefix(key, state.scopeDepth), valuesOf(key).at(-1))
  const base = before ?? { key, parent, value }
  const record = await session.put(state, { ...base, parent, value }, before)
  return { record: shownRecord(state, record), isNew: !before }
}

/** The member that identifies records, as people look for it. */
export const identityName = (state: ResourceState): string =>
  identityPaths(state).at(-1)?.join('.') ?? state.resource.identity?.parameters.at(-1) ?? ''
