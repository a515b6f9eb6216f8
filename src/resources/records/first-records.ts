import { isObject, own, type JsonObject } from '../../lib/json-object.js'
import { hashText } from '../../lib/seeded-random.js'
import { authored } from './authored.js'
import { documentedIdentity, documentedRecords } from './documented-records.js'
import { isNameAt } from './identity-places.js'
import { identityOf, isReachable, typedFor, urlSafe, uuidOf, withIdentity } from './identity.js'
import { withLengths } from './child-counts.js'
import { type References, withReferences } from './references.js'
import { type ContractState, isAlwaysThere, type ResourceState } from './resource-state.js'
import { personIn } from './person.js'
import { compare } from './record-selector.js'
import { momentOf, thingOf } from './resource-words.js'
import type { Sampler } from './sampler.js'
import { keywordOf, placeAtPath, type SchemaPlace } from '../../generate/schema-place.js'
import { keyOf, namesIn } from './state-record.js'
import { valueAtPath, withMember } from '../../lib/value-path.js'

/** So many records a resource has at first, unless the document shows more. */
export const firstCount = 5

/** A first record: its identity, and what it says. */
export interface FirstRecord {
  readonly identity: readonly unknown[]
  readonly value: unknown
  /** True for those that the document does not show. */
  readonly isMade?: true
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
  sampler: Sampler,
): readonly unknown[] => {
  const { identity, isSingleton } = state.resource
  // Nothing names such records, and still they are several.
  if (!identity) return isSingleton ? [] : [index + 1]
  const found = identityOf(state, value)
  return identity.parameters.map((_, at) => {
    const path = identity.properties[at] ?? []
    const places = state.names[at] ?? []
    const place = path.length > 0 ? placeAtPath(state.place, path) : undefined
    const fits = (one: unknown) => one !== undefined && isNameAt(places, one)
    const counted = typedFor(place, index + 1)
    const uuid = uuidOf(seededBytes(`${seed} ${at}`))
    const drawn = found?.[at]
    const own = typeof drawn === 'string' ? urlSafe(drawn, place) : drawn
    const byOrigin: readonly unknown[] =
      identity.origin === 'counter' ? [counted] : identity.origin === 'uuid' ? [uuid] : []
    const made = [...byOrigin, own, counted, uuid].find(fits)
    if (made !== undefined) return made
    const other = places.map((one) => sampler(one, `${seed} ${at}`, path.at(-1) ?? 'id')).find(fits)
    return other === undefined ? (own ?? uuid) : typedFor(place, other)
  })
}

/** A made-up record that was not changed before it was made. */
const inTurn = (place: SchemaPlace | undefined, value: unknown): unknown => {
  if (!place || !isObject(value)) return value
  const named = (moment: 'creation' | 'change') =>
    Object.keys(value).find((name) => momentOf(name) === moment)
  const [made, changed] = [named('creation'), named('change')]
  if (made === undefined || changed === undefined) return value
  const [first, last] = [own(value, made), own(value, changed)]
  const isTurned = typeof first === typeof last && compare(first, last) > 0
  return isTurned ? withMember(withMember(value, made, last), changed, first) : value
}

/** A record that is made up; without `identity` it gets one of its own. */
export const generated = (
  state: ResourceState,
  sampler: Sampler,
  seed: string,
  index: number,
  identity: readonly unknown[] | undefined,
): FirstRecord => {
  const made = state.place ? sampler(state.place, seed, thingOf(state.resource.name)) : {}
  const record = isObject(made) ? made : {}
  const named = identity ?? madeIdentity(state, record, seed, index, sampler)
  const told = inTurn(state.place, withLengths(state.place, record))
  return { identity: named, value: withIdentity(state, told, named), isMade: true }
}

const isTaken = (records: readonly FirstRecord[], identity: readonly unknown[]): boolean =>
  records.some((record) => keyOf(record.identity) === keyOf(identity))

/** Names that are enumerated are left over for clients to give: half of them. */
const mostNames = ({ names }: ResourceState): number => {
  const sizes = names.flat().flatMap((place) => {
    const values = keywordOf(place, 'enum')
    return Array.isArray(values) ? [Math.max(1, Math.floor(values.length / 2))] : []
  })
  return Math.min(Infinity, ...sizes)
}

/** Documented records, those without identity completed; then generated ones. */
const madeRecords = (state: ResourceState, sampler: Sampler, seed: string): FirstRecord[] => {
  const records: FirstRecord[] = []
  const add = (record: FirstRecord) => {
    if (!isTaken(records, record.identity)) records.push(record)
  }
  const documented = documentedRecords(state)
  for (const [index, record] of documented.entries()) {
    const shown = identityOf(state, record)
    const identity =
      shown && isReachable(state, shown)
        ? shown
        : madeIdentity(state, record, `${seed} d${index}`, index, sampler)
    add({ identity, value: withIdentity(state, record, identity) })
  }
  if (state.resource.isSingleton)
    return records.length > 0 ? records.slice(0, 1) : [generated(state, sampler, seed, 0, [])]
  const most = Math.min(firstCount, mostNames(state))
  const said = documented.length === 0 ? documentedIdentity(state) : undefined
  const shown = said && isReachable(state, said) ? said : undefined
  for (let index = 0; records.length < most && index < 4 * firstCount; index++)
    add(generated(state, sampler, `${seed} ${index}`, index, index === 0 ? shown : undefined))
  return records
}

/** The parent (its key) that a record of a seed file names in the members of the path. */
const parentIn = ({ resource, scopeDepth }: ResourceState, record: JsonObject): string => {
  if (scopeDepth === 0) return ''
  const names = namesIn(resource.itemPath ?? resource.collectionPath ?? '').slice(0, scopeDepth)
  const values = names.map((name) => own(record, name))
  if (resource.parent?.property)
    values[scopeDepth - 1] ??= valueAtPath(record, resource.parent.property)
  return keyOf(values)
}

/** The records of a seed file, those without identity numbered. */
const givenRecords = (
  state: ResourceState,
  given: readonly JsonObject[],
  sampler: Sampler,
): FirstRecord[] => {
  const records: FirstRecord[] = []
  for (const [index, record] of given.entries()) {
    const identity =
      identityOf(state, record) ?? madeIdentity(state, record, `seed ${index}`, index, sampler)
    records.push({ identity, value: withIdentity(state, record, identity) })
  }
  return [...new Map(records.map((record) => [keyOf(record.identity), record])).values()]
}

const bothDeeds = new Set(['creation', 'change'] as const)

/** Gives first records: from a seed where there is one, else from the document. */
export class FirstRecords {
  readonly #slug: string
  readonly #people: ContractState['people']
  readonly #references: References
  readonly #seed: ResourceSeed | undefined
  readonly #given = new WeakMap<ResourceState, ReadonlyMap<string, readonly JsonObject[]>>()
  readonly #top = new WeakMap<ResourceState, readonly FirstRecord[]>()
  readonly #counts = new WeakMap<ResourceState, number>()

  constructor(contract: ContractState, references: References, seed: ResourceSeed | undefined) {
    this.#slug = contract.slug
    this.#people = contract.people
    this.#references = references
    this.#seed = seed
  }

  /** The first records below one parent (its key), or of a resource at the top. */
  make(state: ResourceState, scope: string, sampler: Sampler): readonly FirstRecord[] {
    const given = this.#givenBelow(state, scope)
    if (this.#seed && (given.length > 0 || !isAlwaysThere(state)))
      return givenRecords(state, given, sampler)
    const references = this.#references.of(state)
    return this.#made(state, scope, sampler).map((record, index) => ({
      ...record,
      value: withReferences(
        references,
        this.#signed(state, record, index, sampler),
        index,
        (target) => this.#made(target, '', sampler),
      ),
    }))
  }

  /** A made-up record that one of the people has made. */
  #signed(state: ResourceState, { value, isMade }: FirstRecord, index: number, sampler: Sampler) {
    const people = this.#people()
    if (!isMade || !people || people === state) return value
    const made = this.#made(people, '', sampler)
    const one = made[index % made.length]
    const person = one && personIn(people, { ...one, key: keyOf(one.identity) })
    return authored(state.place, value, person, bothDeeds, () => false)
  }

  /** How many there will be, without making them. */
  count(state: ResourceState, scope: string): number {
    if (this.#seed) return this.#givenBelow(state, scope).length
    const known =
      this.#counts.get(state) ??
      (state.resource.isSingleton
        ? 1
        : Math.max(Math.min(firstCount, mostNames(state)), documentedRecords(state).length))
    this.#counts.set(state, known)
    return known
  }

  #givenBelow(state: ResourceState, scope: string): readonly JsonObject[] {
    const given = this.#given.get(state) ?? this.#grouped(state)
    this.#given.set(state, given)
    return given.get(scope) ?? []
  }

  #grouped(state: ResourceState): ReadonlyMap<string, readonly JsonObject[]> {
    const groups = new Map<string, JsonObject[]>()
    for (const record of this.#seed?.get(state.resource.name) ?? []) {
      const parent = parentIn(state, record)
      const group = groups.get(parent)
      if (group) group.push(record)
      else groups.set(parent, [record])
    }
    return groups
  }

  #made(state: ResourceState, scope: string, sampler: Sampler): readonly FirstRecord[] {
    const known = scope === '' ? this.#top.get(state) : undefined
    const records =
      known ?? madeRecords(state, sampler, `${this.#slug}/${state.resource.name} ${scope}`)
    if (scope === '') this.#top.set(state, records)
    return records
  }
}
