import { isObject, own, type JsonObject } from '../../lib/json-object.js'
import type { JsonSchema } from '../../lib/json-schema.js'
import { keywordOf, membersOf, type SchemaPlace } from '../../generate/schema-place.js'
import { withMember } from '../../lib/value-path.js'

/** True for what only the server says. */
export const isReadOnly = (schema: JsonSchema | undefined, { lookup }: SchemaPlace): boolean =>
  schema !== undefined && keywordOf({ schema, lookup }, 'readOnly') === true

const partOf = (
  schema: JsonSchema | undefined,
  { lookup }: SchemaPlace,
): SchemaPlace | undefined => (schema === undefined ? undefined : { schema, lookup })

/**
 * What a request may say of a record: without members that are read-only, and without those that a
 * record has but the request does not document. They are the server's own.
 */
export const sayable = (
  record: SchemaPlace | undefined,
  request: SchemaPlace | undefined,
  said: unknown,
): unknown => {
  if (!isObject(said) || !request) return said
  const asked = membersOf(request)
  const known = record && membersOf(record).properties
  const isListed = asked.properties.size > 0 && !asked.isOpen
  const kept = Object.entries(said).flatMap(([name, value]) => {
    const schema = asked.properties.get(name)
    const shown = known?.get(name)
    if (isReadOnly(schema, request)) return []
    if (schema === undefined && shown !== undefined)
      return isListed || (record && isReadOnly(shown, record)) ? [] : [[name, value] as const]
    const part = record && partOf(shown, record)
    return [[name, sayable(part, partOf(schema, request), value)] as const]
  })
  return kept.reduce<JsonObject>((all, [name, value]) => withMember(all, name, value), {})
}

/** A record that a patch has changed, with the read-only members that it had before. */
export const withReadOnly = (
  record: SchemaPlace | undefined,
  before: unknown,
  after: unknown,
): unknown => {
  if (!record || !isObject(before) || !isObject(after)) return after
  let result = after
  for (const [name, schema] of membersOf(record).properties) {
    const old = own(before, name)
    if (isReadOnly(schema, record)) {
      if (old !== undefined) result = withMember(result, name, old)
    } else if (isObject(old) && isObject(result[name]))
      result = withMember(result, name, withReadOnly(partOf(schema, record), old, result[name]))
  }
  return result
}
