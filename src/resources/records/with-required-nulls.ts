import { isValidAt, membersOf, type SchemaPlace } from '../../generate/schema-place.js'
import { isObject } from '../../lib/json-object.js'
import { withMember } from '../../lib/value-path.js'

/**
 * What a merge patch has made of a record: null removes a member (RFC 7396 §2), but where the schema
 * requires the member and null is a value of it, null is what the client can only have meant.
 */
export const withRequiredNulls = (
  place: SchemaPlace | undefined,
  patch: unknown,
  after: unknown,
): unknown => {
  if (!place || !isObject(patch) || !isObject(after)) return after
  const { properties, required } = membersOf(place)
  let result = after
  for (const name of required) {
    const isNulled = Object.hasOwn(patch, name) && patch[name] === null
    const schema = properties.get(name) ?? true
    if (isNulled && isValidAt({ schema, lookup: place.lookup }, null))
      result = withMember(result, name, null)
  }
  return result
}
