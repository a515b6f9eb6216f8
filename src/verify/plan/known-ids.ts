import { isValidAt, itemsPlace, membersOf, type SchemaPlace } from '../../generate/schema-place.js'
import { isObject } from '../../lib/json-object.js'
import { withMember } from '../../lib/value-path.js'
import { plainName } from '../../lib/plain-name.js'

/** What is known of the things that a request names. */
export interface KnownIds {
  /** The path template of the operation. */
  readonly template: string
  /** Values by the name of the path parameter. */
  readonly path: ReadonlyMap<string, unknown>
  /** Values by the name of the member. */
  readonly references?: ReadonlyMap<string, unknown> | undefined
}

/** The parameter that names the item itself: `/pets/{petId}`. */
const itemParameter = (template: string): string | undefined =>
  /\{([^{}]*)\}\/?$/.exec(template)?.[1]

/** The value that a member has to repeat, if one is known. */
const knownFor = (name: string, { template, path, references }: KnownIds): unknown => {
  const plain = plainName(name)
  const named = [...path].find(([parameter]) => plainName(parameter) === plain)
  if (named) return named[1]
  const item = itemParameter(template)
  if (plain === 'id' && item !== undefined) return path.get(item)
  return references?.get(name)
}

/** A value as a schema wants it, as text or as a number; undefined where it allows neither. */
const typedFor = (place: SchemaPlace, value: unknown): unknown =>
  [value, String(value), Number(value)].find((one) => isValidAt(place, one))

/** Envelopes such as `{ pet: { ... } }` are looked into, and for references lists of them. */
const deepest = 3

/** What is known of parts of a thing: they have an `id` of their own, and refer to other things alike. */
const ofParts = (known: KnownIds, depth: number): KnownIds =>
  depth === 0 ? known : { ...known, template: '', path: new Map() }

/** The items of a list whose members say the ids that references say. */
const withKnownItems = (
  items: readonly unknown[],
  place: SchemaPlace,
  known: KnownIds,
  depth: number,
): unknown => {
  const at = itemsPlace(place)
  return items.map((item) => withKnownIds(item, at, ofParts(known, 1), depth))
}

/** A body whose members say the ids that path and references say. */
export const withKnownIds = (
  body: unknown,
  place: SchemaPlace | undefined,
  known: KnownIds,
  depth = 0,
): unknown => {
  if (!place || !isObject(body)) return body
  let result = body
  for (const [name, schema] of membersOf(place).properties) {
    if (!Object.hasOwn(body, name)) continue
    const at = { schema, lookup: place.lookup }
    const member = body[name]
    const said = knownFor(name, known)
    const next =
      said !== undefined
        ? Array.isArray(member) && !Array.isArray(said)
          ? [said]
          : typedFor(at, said)
        : depth >= deepest
          ? undefined
          : Array.isArray(member)
            ? withKnownItems(member, at, known, depth + 1)
            : withKnownIds(member, at, ofParts(known, depth), depth + 1)
    if (next !== undefined && isValidAt(at, next)) result = withMember(result, name, next)
  }
  return result
}
