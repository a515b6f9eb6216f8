import { Problem, type Violation } from '../../errors.js'
import { isObject, own, type JsonObject } from '../../lib/json-object.js'
import { jsonEqual } from '../../lib/json-equal.js'
import { pointer } from '../../lib/json-pointer.js'
import { isValidAt, membersOf, type SchemaPlace } from '../../generate/schema-place.js'

const fault = (name: string, rule: string, expected: string): Violation => ({
  ...{ location: 'body', pointer: pointer(name), rule, expected },
  message: `The patch would leave ${name} as the contract does not allow it: expected ${expected}`,
})

/** What a patch has made of a member that the contract does not allow. */
const faultsOf = (
  place: SchemaPlace,
  before: JsonObject,
  after: JsonObject,
): readonly Violation[] => {
  const { properties, required } = membersOf(place)
  return [...properties].flatMap(([name, schema]) => {
    const [old, next] = [own(before, name), own(after, name)]
    if (jsonEqual(old, next)) return []
    if (next === undefined)
      return required.has(name) ? [fault(name, 'required', 'a value, it is required')] : []
    const part = { schema, lookup: place.lookup }
    const wasAllowed = old === undefined || isValidAt(part, old)
    return wasAllowed && !isValidAt(part, next)
      ? [fault(name, 'schema', 'a value of its schema')]
      : []
  })
}

/**
 * A patch, whose steps a contract cannot judge one by one, may not make of a record what the contract
 * does not know as one.
 * @throws Problem `request-invalid` (422).
 */
export const requireAllowed = (
  place: SchemaPlace | undefined,
  before: unknown,
  after: unknown,
): void => {
  if (!place || !isObject(before)) return
  const violations = isObject(after)
    ? faultsOf(place, before, after)
    : [fault('', 'type', 'an object')]
  if (violations.length === 0) return
  throw new Problem('request-invalid', {
    detail: 'The patch would make what the contract does not allow.',
    violations,
  })
}
