import { generateValue } from '../../generate/generate-value.js'
import { isValidAt, keywordOf, membersOf, type SchemaPlace } from '../../generate/schema-place.js'
import { isObject } from '../../lib/json-object.js'
import { hashText } from '../../lib/seeded-random.js'
import { withMember } from '../../lib/value-path.js'
import { plainName } from '../../lib/plain-name.js'
import { placeOfWhole } from './whole-pattern.js'

/** Names of members whose values two things seldom share. */
const uniqueNames =
  /(name|title|label|mail|slug|code|key|handle|login|nick|number|sku|isbn|iban|serial|phone|mobile|domain|host|alias|subject|reference|barcode)$/

/** Members that lie deeper are not what a thing is known by. */
const deepest = 2

const isFixed = (place: SchemaPlace): boolean =>
  keywordOf(place, 'enum') !== undefined || keywordOf(place, 'const') !== undefined

/** Six letters and digits that depend on the seed alone. */
const markOf = (seed: string): string =>
  hashText(seed).toString(36).padStart(6, '0').slice(-6).replace(/^\d/, 'x')

function* texts(text: string, place: SchemaPlace, seed: string): Generator<unknown> {
  const mark = markOf(seed)
  const at = text.indexOf('@')
  if (at > 0) yield `${text.slice(0, at)}-${mark}${text.slice(at)}`
  const isPlain = keywordOf(place, 'format') === undefined
  if (isPlain) {
    yield `${text}-${mark}`
    yield `${text}${mark}`
    const most = Number(keywordOf(place, 'maxLength'))
    if (most > mark.length) yield `${[...text].slice(0, most - mark.length - 1).join('')}${mark}`
    yield mark
  }
  const source = { ...place, isValid: (value: unknown) => isValidAt(place, value) }
  yield generateValue(source, { seed, mode: 'dynamic' })
}

const variantOf = (
  value: unknown,
  name: string,
  place: SchemaPlace,
  seed: string,
  isIdentity: boolean,
): unknown => {
  if (isFixed(place)) return value
  if (typeof value === 'number' && isIdentity) {
    const fresh = 1_000_000 + (hashText(seed) % 1_000_000_000)
    return isValidAt(place, fresh) ? fresh : value
  }
  if (typeof value !== 'string') return value
  const isUnique = isIdentity || uniqueNames.test(plainName(name))
  if (!isUnique && keywordOf(place, 'format') !== 'email') return value
  const whole = placeOfWhole(place)
  const wanted = isValidAt(whole, value) ? whole : place
  for (const text of texts(value, wanted, seed)) if (isValidAt(wanted, text)) return text
  return value
}

/**
 * A value whose members that look unique (names, addresses, codes, an own `id`) depend on the seed, and
 * are as valid as before; the other members stay. `identity`: names of members that tell a thing from others.
 */
export const freshValue = (
  value: unknown,
  place: SchemaPlace | undefined,
  seed: string,
  identity: ReadonlySet<string> = new Set(),
  depth = 0,
): unknown => {
  if (!place || !isObject(value) || depth > deepest) return value
  const { properties } = membersOf(place)
  let result = value
  for (const [name, member] of Object.entries(value)) {
    const schema = properties.get(name)
    if (schema === undefined) continue
    const at = { schema, lookup: place.lookup }
    const fresh = isObject(member)
      ? freshValue(member, at, `${seed}/${name}`, identity, depth + 1)
      : variantOf(
          member,
          name,
          at,
          `${seed}/${name}`,
          identity.has(name) || plainName(name) === 'id',
        )
    if (fresh !== member) result = withMember(result, name, fresh)
  }
  return isValidAt(place, result) || !isValidAt(place, value) ? result : value
}
