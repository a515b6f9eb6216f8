import { isValidAt, itemsPlace, membersOf, type SchemaPlace } from '../../generate/schema-place.js'
import { isObject } from '../../lib/json-object.js'
import { withMember, withoutPath } from '../../lib/value-path.js'

const pruned = (value: unknown, place: SchemaPlace): unknown => {
  if (Array.isArray(value)) {
    const items = itemsPlace(place)
    return items ? value.map((item) => pruned(item, items)) : value
  }
  if (!isObject(value)) return value
  const { properties, required } = membersOf(place)
  let result = value
  for (const [name, member] of Object.entries(value)) {
    const schema = properties.get(name)
    if (required.has(name) && schema === undefined) continue
    const next = required.has(name)
      ? withMember(result, name, pruned(member, { schema: schema ?? true, lookup: place.lookup }))
      : (withoutPath(result, [name]) as typeof result)
    // What an alternative or a condition asks for stays.
    if (isValidAt(place, next)) result = next
  }
  return result
}

/** A valid value without what is optional, as deep as members are required. */
export const requiredValue = (value: unknown, place: SchemaPlace | undefined): unknown =>
  place ? pruned(value, place) : value
