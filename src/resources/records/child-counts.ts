import { isObject, own, type JsonObject } from '../../lib/json-object.js'
import type { PropertyPath, Resource } from '../resource-model.js'
import { plain, singular, thingOf } from './resource-words.js'
import {
  isValidAt,
  keywordOf,
  membersOf,
  placeAtPath,
  type SchemaPlace,
} from '../../generate/schema-place.js'
import { withMember } from '../../lib/value-path.js'

/** What a member counts, by its name: `tagCount`, `tags_total`, `num_tags` and `totalTags` count tags. */
export const countedBy = (name: string): string | undefined => {
  const word = plain(name)
  const subject =
    /^(?:num|numberof|total)(.+)$/.exec(word)?.[1] ??
    /^(.+?)(?:count|total)$/.exec(word)?.[1] ??
    undefined
  return subject === undefined ? undefined : singular(subject.replace(/count$/, ''))
}

const isNumber = (place: SchemaPlace): boolean =>
  [keywordOf(place, 'type')].flat().some((type) => type === 'integer' || type === 'number')

/** A member of a record that says how many things lie below it. */
export interface ChildCount<Child> {
  readonly property: PropertyPath
  readonly child: Child
}

/**
 * The members of a record that count what lies below it. A bare plural counts as well where it is a
 * number (`comments: 3`). What requests may say is no count.
 */
export const childCounts = <Child extends { readonly resource: Resource }>(
  place: SchemaPlace | undefined,
  requests: readonly (SchemaPlace | undefined)[],
  children: readonly Child[],
): readonly ChildCount<Child>[] => {
  if (!place || children.length === 0) return []
  const asked = new Set(
    requests.flatMap((one) => (one ? [...membersOf(one).properties.keys()] : [])),
  )
  const byThing = new Map(
    children
      .filter(({ resource }) => !resource.isSingleton)
      .map((child) => [plain(thingOf(child.resource.name)), child]),
  )
  return [[], ['attributes']].flatMap((at) => {
    const holder = placeAtPath(place, at)
    return [...(holder ? membersOf(holder).properties : [])].flatMap(([name, schema]) => {
      const child = byThing.get(countedBy(name) ?? singular(plain(name)))
      const isCount = child && !asked.has(name) && isNumber({ schema, lookup: place.lookup })
      return isCount ? [{ property: [...at, name], child }] : []
    })
  })
}

const arrayNamed = (
  value: JsonObject,
  arrays: readonly string[],
  subject: string,
): readonly unknown[] | undefined => {
  const name = arrays.find((one) => [subject, singular(subject)].includes(singular(plain(one))))
  if (name === undefined) return undefined
  const found = own(value, name)
  return Array.isArray(found) ? (found as unknown[]) : []
}

/** A record whose members say how long its own lists are: `tagCount` that of `tags`, unless that was said. */
export const withLengths = (
  place: SchemaPlace | undefined,
  value: unknown,
  said: JsonObject = {},
): unknown => {
  if (!place || !isObject(value)) return value
  const { lookup } = place
  const { properties } = membersOf(place)
  const isArray = (name: string) =>
    Array.isArray(own(value, name)) ||
    (!Object.hasOwn(value, name) &&
      [keywordOf({ schema: properties.get(name) ?? {}, lookup }, 'type')].flat().includes('array'))
  const arrays = [...properties.keys()].filter(isArray)
  let result = value
  for (const [name, schema] of properties) {
    const subject = Object.hasOwn(said, name) ? undefined : countedBy(name)
    const list = subject === undefined ? undefined : arrayNamed(value, arrays, subject)
    if (!list || !isNumber({ schema, lookup }) || !isValidAt({ schema, lookup }, list.length))
      continue
    result = withMember(result, name, list.length)
  }
  return result
}
