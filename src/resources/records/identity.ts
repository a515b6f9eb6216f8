import type { Random } from '../../sandbox/random.js'
import { isObject, own as ownMember } from '../../lib/json-object.js'
import { isUnsafe } from '../../lib/parse-exact.js'
import type { PropertyPath } from '../resource-model.js'
import type { ResourceState } from './resource-state.js'
import type { Sampler } from './sampler.js'
import { isNameAt } from './identity-places.js'
import { isValidAt, placeAtPath, type SchemaPlace } from '../../generate/schema-place.js'
import { valueAtPath, withValueAtPath } from '../../lib/value-path.js'

/** Where the identity of a record stands in it. */
export const identityPaths = ({ resource }: ResourceState): readonly PropertyPath[] =>
  (resource.identity?.properties ?? []).filter((path) => path.length > 0)

/** A text or number as a schema has it: `1` where there are numbers, `"1"` where there are texts. */
export const typedFor = (place: SchemaPlace | undefined, value: unknown): unknown => {
  if (!place || isValidAt(place, value)) return value
  const other = typeof value === 'string' ? Number(value) : String(value)
  // Integers that a double cannot hold are kept as text.
  const isExact = typeof other !== 'number' || !isUnsafe(String(value))
  return isExact && isValidAt(place, other) ? other : value
}

/** The identity in a record, one value for each parameter; undefined where one is missing. */
export const identityOf = (
  { resource }: ResourceState,
  value: unknown,
): readonly (string | number)[] | undefined => {
  const found = (resource.identity?.properties ?? []).map((path) => valueAtPath(value, path))
  const isWhole = found.every(
    (one) => (typeof one === 'string' && one !== '') || typeof one === 'number',
  )
  return isWhole && found.length > 0 ? (found as (string | number)[]) : undefined
}

/** A record with another identity. */
export const withIdentity = (
  state: ResourceState,
  value: unknown,
  identity: readonly unknown[],
): unknown =>
  (state.resource.identity?.properties ?? []).reduce<unknown>((record, path, index) => {
    if (path.length === 0 || identity[index] === undefined) return record
    const typed = typedFor(placeAtPath(state.place, path), identity[index])
    return withValueAtPath(isObject(record) ? record : {}, path, typed)
  }, value)

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** A random UUID of version 4 (RFC 9562 §5.4) of 16 bytes. */
export const uuidOf = (bytes: Uint8Array): string => {
  const drawn = Uint8Array.from(bytes)
  drawn[6] = ((drawn[6] ?? 0) & 0x0f) | 0x40
  drawn[8] = ((drawn[8] ?? 0) & 0x3f) | 0x80
  const text = hex(drawn)
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => text.slice(from, to))
    .join('-')
}

/** A text as it stands in URLs. */
export const slugOf = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

const namedBy = ['name', 'title', 'label', 'displayName', 'display_name', 'subject']

const nameOf = (value: unknown): string | undefined => {
  const record = isObject(value) ? value : {}
  const attributes = ownMember(record, 'attributes')
  return [record, isObject(attributes) ? attributes : {}]
    .flatMap((holder) => namedBy.map((name) => ownMember(holder, name)))
    .find((text): text is string => typeof text === 'string' && text !== '')
}

/** What a new identity is made with. */
export interface IdentitySources {
  readonly sampler: Sampler
  readonly random: Random
  /** The next number of the resource below its parent. */
  readonly number: number
}

/** A made-up text as it stands in a path without percent signs, where its schema takes that. */
export const urlSafe = (text: string, place: SchemaPlace | undefined): string => {
  if (/^[\w.~:@-]+$/.test(text)) return text
  const slug = slugOf(text)
  return slug !== '' && (!place || isValidAt(place, slug)) ? slug : text
}

type Fits = (made: unknown) => boolean

/** The slug of what the record is called; undefined when it is called nothing, or may not be that. */
const slugFrom = (value: unknown, tries: number, fits: Fits): string | undefined => {
  const slug = slugOf(nameOf(value) ?? '')
  const numbered = tries === 0 ? slug : `${slug}-${tries + 1}`
  return slug !== '' && fits(numbered) ? numbered : undefined
}

/** A value of the schema of identities, another one each time. */
const drawn = (
  place: SchemaPlace | undefined,
  name: string,
  { sampler, random }: IdentitySources,
) => {
  const made = place && sampler(place, hex(random.bytes(8)), name)
  return typeof made === 'number'
    ? made
    : typeof made === 'string'
      ? urlSafe(made, place)
      : undefined
}

/** A candidate for the last value of a new identity; further tries give others. */
const candidate = (
  state: ResourceState,
  value: unknown,
  sources: IdentitySources,
  tries: number,
): unknown => {
  const { identity } = state.resource
  const path = identity?.properties.at(-1) ?? []
  const places = state.names.at(-1) ?? []
  const place = path.length > 0 ? placeAtPath(state.place, path) : undefined
  const fits: Fits = (made) => made !== undefined && isNameAt(places, made)
  const counted = typedFor(place, sources.number + tries)
  const uuid = uuidOf(sources.random.bytes(16))
  const byOrigin: Readonly<Record<string, () => unknown>> = {
    uuid: () => uuid,
    slug: () => slugFrom(value, tries, fits),
    counter: () => counted,
  }
  const origins = [
    byOrigin[identity?.origin ?? 'counter'] ?? (() => undefined),
    ...places.map((one) => () => typedFor(place, drawn(one, path.at(-1) ?? 'id', sources))),
    () => counted,
    () => uuid,
  ]
  for (const origin of origins) {
    const made = origin()
    if (fits(made)) return made
  }
  return drawn(place, path.at(-1) ?? 'id', sources) ?? uuid
}

/** True for an identity that paths can say: an item with another one could never be asked for. */
export const isReachable = ({ names }: ResourceState, identity: readonly unknown[]): boolean =>
  identity.every((one, index) => isNameAt(names[index] ?? [], one))

/** So often an identity is looked for that nobody has. */
const maxTries = 200

/** What a record says of the first values of an identity of several. */
const outerValues = ({ resource: { identity } }: ResourceState, value: unknown) =>
  (identity?.properties ?? [])
    .slice(0, (identity?.parameters.length ?? 1) - 1)
    .map((path) => valueAtPath(value, path))

const unreachable = (outer: readonly unknown[], { number }: IdentitySources) => [
  ...outer.map((one) => one ?? String(number)),
  number,
]

/**
 * The identity of a new record: what the request has said and is free, else one of our own. Undefined:
 * none is free.
 */
export const newIdentity = async (
  state: ResourceState,
  said: unknown,
  value: unknown,
  sources: IdentitySources,
  isFree: (identity: readonly unknown[]) => Promise<boolean>,
): Promise<readonly unknown[] | undefined> => {
  const wished = identityOf(state, said)
  const isChosen = state.resource.identity?.origin === 'client'
  if (wished && (isChosen || isReachable(state, wished)) && (await isFree(wished))) return wished
  if (wished && isChosen) return undefined
  const known = outerValues(state, value)
  for (let tries = 0; tries < maxTries; tries++) {
    const outer = known.map((one, index) => one ?? String(sources.number + index))
    const made = [...outer, candidate(state, value, sources, tries)]
    if (await isFree(made)) return made
  }
  // Paths allow no further identity: what is made is listed, though nobody can ask for it alone.
  const last = wished ?? unreachable(known, sources)
  return (await isFree(last)) ? last : undefined
}
