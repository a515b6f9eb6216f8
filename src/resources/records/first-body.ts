import { arrayOrEmpty, isObject, own } from '../../lib/json-object.js'
import type { Inference } from '../resource-model.js'
import type { FirstTarget } from './first-target.js'
import { identityOf, identityPaths, typedFor, withIdentity } from './identity.js'
import type { Reference } from './references.js'
import type { ResourceState } from './resource-state.js'
import { isValidAt, placeAtPath, placeOf, type SchemaPlace } from '../../generate/schema-place.js'
import { keyOf, type StateRecord, uniqueLookup, uniqueText } from './state-record.js'
import type { StateSession } from './state-session.js'
import { valueAtPath, withMember, withValueAtPath } from '../../lib/value-path.js'

/** What a body is mended with. */
export interface FirstBodyParts {
  readonly session: StateSession
  readonly target: FirstTarget
  readonly inference: Inference
  readonly state: ResourceState
  /** The record that the request changes; undefined when it makes one. */
  readonly record: StateRecord | undefined
  /** The key of what a new record lies below. */
  readonly scope: string
}

/** A value like another one: `ann@example.com` becomes `ann-2@example.com`, 7 becomes 8. */
const variant = (value: unknown, count: number): unknown => {
  if (typeof value === 'number') return value + count - 1
  if (typeof value !== 'string') return value
  const uuid = /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{8})[\da-f]{4}$/i.exec(value)
  if (uuid) return `${uuid[1]}${count.toString(16).padStart(4, '0')}`
  const at = value.indexOf('@')
  return at > 0 ? `${value.slice(0, at)}-${count}${value.slice(at)}` : `${value}-${count}`
}

/** So often a value is looked for that nobody has. */
const maxTries = 50

/** A value that nobody has and the schema allows; the value itself where there is none. */
const freeVariant = async (
  value: unknown,
  place: SchemaPlace | undefined,
  isFree: (value: unknown) => Promise<boolean>,
): Promise<unknown> => {
  if (await isFree(value)) return value
  for (let count = 2; count < maxTries; count++) {
    const other = variant(value, count)
    if ((!place || isValidAt(place, other)) && (await isFree(other))) return other
  }
  return value
}

/** The identity that the body says: that of the record which changes, or one that nobody has. */
const withOwnName = async (parts: FirstBodyParts, value: unknown): Promise<unknown> => {
  const { session, state, record, scope } = parts
  const named = identityOf(state, value)
  if (!named) return value
  if (record) return withIdentity(state, value, identityOf(state, record.value) ?? [])
  const last = identityPaths(state).at(-1)
  if (!last) return value
  const below = state.scopeDepth > 0 && scope !== '' ? `${scope}/` : ''
  const outer = named.slice(0, -1)
  const isFree = async (one: unknown) =>
    (await session.get(state, below + keyOf([...outer, one]))) === undefined
  const free = await freeVariant(named.at(-1), placeAtPath(state.place, last), isFree)
  return withValueAtPath(value, last, free)
}

/** Members that look unique, with values that no other record has. */
const withUniqueValues = async (parts: FirstBodyParts, value: unknown): Promise<unknown> => {
  const { session, state, record } = parts
  let result = value
  for (const path of state.unique) {
    const said = valueAtPath(result, path)
    if (uniqueText(said) === undefined) continue
    const isFree = async (one: unknown) => {
      const holders = await session.find(state, uniqueLookup(path), uniqueText(one) ?? '')
      return holders.every(({ key }) => key === record?.key)
    }
    const free = await freeVariant(said, placeAtPath(state.place, path), isFree)
    result = withValueAtPath(result, path, free)
  }
  return result
}

const referred = async (
  { session, target }: FirstBodyParts,
  reference: Reference,
  said: unknown,
): Promise<unknown> => {
  if (await session.get(reference.target, keyOf([said]))) return said
  const [there] = await target.records(reference.target)
  const identity = there && identityOf(reference.target, there.value)?.[0]
  return identity === undefined ? said : typedFor(reference.place, identity)
}

/** Members that refer to others, leading to what is there. */
const withFirstReferences = async (parts: FirstBodyParts, value: unknown): Promise<unknown> => {
  if (!isObject(value)) return value
  let result = value
  for (const reference of parts.session.references.of(parts.state)) {
    const { name, kind, place } = reference
    const said = own(result, name)
    if (said === undefined || said === null || kind === 'embedded') continue
    const next =
      kind === 'one'
        ? await referred(parts, reference, said)
        : await Promise.all(arrayOrEmpty(said).map((one) => referred(parts, reference, one)))
    if (isValidAt(place, next)) result = withMember(result, name, next)
  }
  return result
}

/** Bodies of these roles say one record. */
const saysRecord: ReadonlySet<Inference['role']> = new Set(['create', 'replace', 'merge', 'upsert'])

/** A body that state takes: what it names is there, and what it makes is not there yet. */
export const firstBody = async (parts: FirstBodyParts, body: unknown): Promise<unknown> => {
  const { inference } = parts
  const { request, role } = inference
  const said = valueAtPath(body, request?.at ?? [])
  if (!request || !saysRecord.has(role) || !isObject(said)) return body
  const named = await withOwnName(parts, said)
  const unique = await withUniqueValues(parts, named)
  const whole = withValueAtPath(body, request.at, await withFirstReferences(parts, unique))
  const place = placeOf(request.content.schema)
  // What the contract does not allow is no example.
  return !place || isValidAt(place, whole) || !isValidAt(place, body) ? whole : body
}
