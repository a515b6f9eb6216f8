import { isObject, own, type JsonObject } from '../lib/json-object.js'
import { hashText } from '../lib/seeded-random.js'
import { documentedIdentity, documentedRecords } from './documented-records.js'
import { identityOf, typedFor, urlSafe, uuidOf, withIdentity } from './identity.js'
import { withReferences } from './references.js'
import { type ContractState, isAlwaysThere, type ResourceState } from './resource-state.js'
import { thingOf } from './resource-words.js'
import type { Sampler } from './sampler.js'
import { isValidAt, placeAtPath } from './schema-place.js'
import { keyOf, namesIn } from './state-record.js'
import { valueAtPath } from './value-path.js'

/** So many records a resource has at first, unless the document shows more. */
export const firstCount = 5

/** A first record: its identity, and what it says. */
export interface FirstRecord {
  readonly identity: readonly unknown[]
  readonly value: unknown
}

/** The records of a seed file by the names of resources; undefined: there is no file. */
export type ResourceSeed = ReadonlyMap<string, readonly JsonObject[]>

const seededBytes = (seed: string): Uint8Array =>
  Uint8Array.from({ length: 16 }, (_, index) => hashText(`${seed} ${index}`) & 0xff)

/** The identity of a record that was made up, as the origin of identities says. */
const madeIdentity = (
  state: ResourceState,
  value: unknown,
  seed: string,
  index: number,
): readonly unknown[] => {
  const { identity } = state.resource
  const found = identityOf(state, value)
  return (identity?.parameters ?? []).map((_, at) => {
    const path = identity?.properties[at] ?? []
    const place = path.length > 0 ? placeAtPath(state.place, path) : undefined
    const fits = (one: unknown) => !place || isValidAt(place, one)
    const counted = typedFor(place, index + 1)
    if (identity?.origin === 'counter' && fits(counted)) return counted
    const uuid = uuidOf(seededBytes(`${seed} ${at}`))
    if (identity?.origin === 'uuid' && fits(uuid)) return uuid
    const drawn = found?.[at]
    if (typeof drawn === 'string') return urlSafe(drawn, place)
    return drawn ?? (fits(counted) ? counted : uuid)
  })
}

const generated = (
  state: ResourceState,
  sampler: Sampler,
  seed: string,
  index: number,
  identity: readonly unknown[] | undefined,
): FirstRecord => {
  const made = state.place ? sampler(state.place, seed, thingOf(state.resource.name)) : {}
  const record = isObject(made) ? made : {}
  const named = identity ?? madeIdentity(state, record, seed, index)
  return { identity: named, value: withIdentity(state, record, named) }
}

const isTaken = (records: readonly FirstRecord[], identity: readonly unknown[]): boolean =>
  records.some((record) => keyOf(record.identity) === keyOf(identity))

/** Documented records, those without identity completed; then generated ones. */
const madeRecords = (state: ResourceState, sampler: Sampler, seed: string): FirstRecord[] => {
  const records: FirstRecord[] = []
  const add = ({ identity, value }: FirstRecord) => {
    if (!isTaken(records, identity)) records.push({ identity, value })
  }
  const documented = documentedRecords(state)
  for (const [index, record] of documented.entries()) {
    const identity =
      identityOf(state, record) ?? madeIdentity(state, record, `${seed} d${index}`, index)
    add({ identity, value: withIdentity(state, record, identity) })
  }
  if (state.resource.isSingleton)
    return records.length > 0 ? records.slice(0, 1) : [generated(state, sampler, seed, 0, [])]
  const shown = documented.length === 0 ? documentedIdentity(state) : undefined
  for (let index = 0; records.length < firstCount && index < 4 * firstCount; index++)
    add(generated(state, sampler, `${seed} ${index}`, index, index === 0 ? shown : undefined))
  return records
}

/** True for a record of a seed file that lies below this parent: it says so in the members of the path. */
const isBelow = ({ resource, scopeDepth }: ResourceState, record: JsonObject, scope: string) => {
  if (scopeDepth === 0) return true
  const names = namesIn(resource.itemPath ?? resource.collectionPath ?? '').slice(0, scopeDepth)
  const values = names.map((name) => own(record, name))
  if (resource.parent?.property)
    values[scopeDepth - 1] ??= valueAtPath(record, resource.parent.property)
  return keyOf(values) === scope
}

/** The records of a seed file, those without identity numbered. */
const givenRecords = (state: ResourceState, given: readonly JsonObject[]): FirstRecord[] => {
  const records: FirstRecord[] = []
  for (const [index, record] of given.entries()) {
    const identity =
      identityOf(state, record) ?? madeIdentity(state, record, `seed ${index}`, index)
    records.push({ identity, value: withIdentity(state, record, identity) })
  }
  return [...new Map(records.map((record) => [keyOf(record.identity), record])).values()]
}

/** Gives the first records below one parent (its key), or of a resource at the top. */
export type FirstRecords = (
  state: ResourceState,
  scope: string,
  sampler: Sampler,
) => readonly FirstRecord[]

/** First records come from the seed where there is one, else from the document. */
export const createFirstRecords = (
  contract: ContractState,
  seed: ResourceSeed | undefined,
): FirstRecords => {
  const top = new Map<ResourceState, readonly FirstRecord[]>()
  const made = (state: ResourceState, scope: string, sampler: Sampler) => {
    const known = scope === '' ? top.get(state) : undefined
    const records =
      known ?? madeRecords(state, sampler, `${contract.slug}/${state.resource.name} ${scope}`)
    if (scope === '') top.set(state, records)
    return records
  }
  return (state, scope, sampler) => {
    const given = seed?.get(state.resource.name) ?? []
    const mine = given.filter((record) => isBelow(state, record, scope))
    if (seed && (mine.length > 0 || !isAlwaysThere(state))) return givenRecords(state, mine)
    return made(state, scope, sampler).map((record, index) => ({
      ...record,
      value: withReferences(contract, state, record.value, index, (target) =>
        made(target, '', sampler).map(({ identity }) => identity[0]),
      ),
    }))
  }
}
