import { violation } from '../../contract/violation.js'
import { Problem } from '../../errors.js'
import { deriveSeed, hashText, seededRandom } from '../../lib/seeded-random.js'
import { valueAtPath, withValueAtPath } from '../../lib/value-path.js'
import type { GenerateWish } from '../../sandbox/record-collection.js'
import type { Random } from '../../sandbox/random.js'
import { allRecords } from './all-records.js'
import { generated } from './first-records.js'
import { identityOf, newIdentity, withIdentity } from './identity.js'
import { withReferences } from './references.js'
import type { ResourceState } from './resource-state.js'
import { isValidAt, placeAtPath } from '../../generate/schema-place.js'
import { keyOf, type StateRecord, uniqueLookup, uniqueText, valuesOf } from './state-record.js'
import type { StateRuntime } from './state-runtime.js'
import type { StateSession } from './state-session.js'

/** Chance that is the same for the same seed. */
const seededBytes = (seed: number): Random => {
  const random = seededRandom(seed)
  return { bytes: (length) => Uint8Array.from({ length }, () => random.int(0, 255)) }
}

/** A text that is unique, made of one that is not; undefined where the schema takes none such. */
const madeUnique = (text: string, number: number): string => {
  const at = text.indexOf('@')
  return at < 0 ? `${text}${number}` : `${text.slice(0, at)}${number}${text.slice(at)}`
}

/** A value whose members that look unique nobody else has. */
const withUnique = async (
  state: ResourceState,
  session: StateSession,
  value: unknown,
): Promise<unknown> => {
  let result = value
  for (const path of state.unique) {
    const place = placeAtPath(state.place, path)
    const said = valueAtPath(result, path)
    if (typeof said !== 'string') continue
    const isTaken = async (text: string) =>
      (await session.find(state, uniqueLookup(path), uniqueText(text) ?? '')).length > 0
    for (let number = 2, text = said; await isTaken(text); number++) {
      text = madeUnique(said, number)
      if (place && !isValidAt(place, text)) break
      result = withValueAtPath(result, path, text)
    }
  }
  return result
}

interface Making {
  readonly runtime: StateRuntime
  readonly session: StateSession
  readonly state: ResourceState
  readonly targets: ReadonlyMap<ResourceState, readonly StateRecord[]>
}

/** What records refer to, as it is now. */
const targetsOf = async (
  { references }: StateRuntime,
  session: StateSession,
  state: ResourceState,
): Promise<Making['targets']> => {
  const targets = new Map<ResourceState, readonly StateRecord[]>()
  for (const { target } of references.of(state))
    if (!targets.has(target)) targets.set(target, await allRecords(session, target))
  return targets
}

/** Makes one record below a parent; false when no identity is left for it. */
const makeOne = async (
  { runtime, session, state, targets }: Making,
  parent: string,
  seed: string,
  index: number,
): Promise<boolean> => {
  const { sampler } = session
  const below = state.scopeDepth === 0 ? '' : parent
  const made = generated(state, sampler, seed, index, [])
  const told = withReferences(runtime.references.of(state), made.value, index, (target) =>
    (targets.get(target) ?? []).map(({ key, value }) => ({
      identity: identityOf(target, value) ?? valuesOf(key),
      value,
    })),
  )
  const inside = (identity: readonly unknown[]) =>
    [below, keyOf(identity)].filter((part) => part !== '').join('/')
  const isFree = async (identity: readonly unknown[]) =>
    (await session.get(state, inside(identity))) === undefined
  await isFree([])
  const random = seededBytes(hashText(seed))
  const sources = { sampler, random, number: await session.number(state, below) }
  const identity = await newIdentity(state, undefined, told, sources, isFree)
  if (!identity) return false
  const named = withIdentity(state, told, identity)
  const value = await withUnique(state, session, session.withParent(state, named, parent))
  await session.take(state, below, identity.at(-1))
  await session.put(state, { key: inside(identity), parent, value })
  return true
}

/** The keys of what the records are spread over. */
const parentsFor = async (
  session: StateSession,
  state: ResourceState,
): Promise<readonly string[]> => {
  const parent = state.parent()
  if (state.scopeDepth === 0 && !state.resource.parent?.property) return ['']
  if (!parent || parent === state) return state.scopeDepth === 0 ? [''] : []
  return (await allRecords(session, parent)).map(({ key }) => key)
}

const none = (state: ResourceState, why: string): Problem =>
  new Problem('request-invalid', {
    detail: `No records of ${state.resource.name} can be made: ${why}.`,
    violations: [violation('body', '/collection', 'collection', 'one that takes further records')],
  })

/**
 * Adds records as the contract has them, spread over what they lie below.
 * @throws Problem `request-invalid` (422) where there is nothing that they could lie below, or only one.
 */
export const generateRecords = async (
  runtime: StateRuntime,
  session: StateSession,
  state: ResourceState,
  { count, seed }: GenerateWish,
): Promise<number> => {
  if (state.resource.isSingleton) throw none(state, 'there is one of it')
  const parents = await parentsFor(session, state)
  const isFlat = state.scopeDepth === 0
  if (parents.length === 0 && !isFlat) throw none(state, 'there is nothing that they lie below')
  const making = { runtime, session, state, targets: await targetsOf(runtime, session, state) }
  let added = 0
  for (let index = 0; index < count; index++) {
    const own = `${deriveSeed(seed, state.resource.name)} ${index}`
    const parent = parents[index % parents.length] ?? ''
    if (await makeOne(making, parent, own, index)) added++
  }
  return added
}
