import { generateValue } from '../../generate/generate-value.js'
import { isValidAt, type SchemaPlace } from '../../generate/schema-place.js'
import { isObject } from '../../lib/json-object.js'
import { withMember } from '../../lib/value-path.js'
import { isForeignName } from './foreign-names.js'

/** The members of `more` that the value lacks are added, one by one, while the whole stays valid. */
const completed = (
  value: unknown,
  more: unknown,
  isValid: (value: unknown) => boolean,
  isLeft: (name: string) => boolean,
): unknown => {
  if (!isObject(value) || !isObject(more)) return value
  let result = value
  for (const [name, member] of Object.entries(more)) {
    const isKnown = Object.hasOwn(value, name)
    if (!isKnown && isLeft(name)) continue
    const inside = (part: unknown): boolean => isValid(withMember(result, name, part))
    const next = isKnown ? completed(value[name], member, inside, isLeft) : member
    if (next !== value[name] && inside(next)) result = withMember(result, name, next)
  }
  return result
}

/**
 * A valid value with every optional member that it may have beside the others, but those that refer to
 * other things; `all`: those as well.
 */
export const fullValue = (
  value: unknown,
  place: SchemaPlace | undefined,
  seed: string,
  all = false,
): unknown => {
  if (!place) return value
  const isValid = (one: unknown): boolean => isValidAt(place, one)
  const isLeft = (name: string): boolean => !all && isForeignName(name)
  const full = generateValue({ ...place, isValid }, { seed, mode: 'static' })
  return completed(value, full, isValid, isLeft)
}
