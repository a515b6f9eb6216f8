import { isObject, own } from '../../lib/json-object.js'
import type { JsonSchema } from '../../lib/json-schema.js'
import type { Person } from './person.js'
import { modelOf, project } from './project.js'
import { plain } from './resource-words.js'
import { isValidAt, keywordOf, membersOf, type SchemaPlace } from '../../generate/schema-place.js'
import { typedFor } from './identity.js'
import { withMember } from '../../lib/value-path.js'

const ending = '(?:user|person|account|member)?(id|uuid|name|email|mail|username|login)?$'
const makers = new RegExp(
  `^(?:(?:created|added|opened|submitted|uploaded|posted|started|initiated)by|creator|author|owner|uploader|submitter)${ending}`,
)
const changers = new RegExp(
  `^(?:last)?(?:(?:updated|modified|changed|edited)by|editor|modifier)${ending}`,
)

/** What somebody did to a record. */
export type Deed = 'creation' | 'change'

/** What a member says of a person, by its name: `created_by`, `ownerId`, `lastModifiedByEmail`. */
const authorOf = (name: string): { readonly deed: Deed; readonly part: string } | undefined => {
  const word = plain(name)
  const made = makers.exec(word)
  if (made) return { deed: 'creation', part: made[1] ?? '' }
  const changed = changers.exec(word)
  return changed ? { deed: 'change', part: changed[1] ?? '' } : undefined
}

/** What a person is called in a text, by what its name asks for, else by what it looks like. */
const textOf = (person: Person, part: string, place: SchemaPlace, like: unknown): unknown => {
  const { id, name, email, login } = person
  const looksLike = String(like)
  const isMail = keywordOf(place, 'format') === 'email' || /mail$/.test(part)
  const wanted: readonly unknown[] = isMail
    ? [email, login, name]
    : /name$|login$/.test(part)
      ? part === 'name'
        ? [name, login, email]
        : [login, name, email]
      : part !== ''
        ? [id]
        : /@/.test(looksLike)
          ? [email, id]
          : [id, email, name]
  return wanted
    .filter((one) => one !== undefined)
    .map((one) => typedFor(place, one))
    .find((one) => isValidAt(place, one))
}

const valueOf = (person: Person, part: string, place: SchemaPlace, like: unknown): unknown => {
  const { properties } = membersOf(place)
  if (properties.size === 0) return textOf(person, part, place, like)
  const said = project(
    place,
    person.value,
    modelOf(() => like),
  )
  return isObject(said) && isValidAt(place, said) ? said : undefined
}

/**
 * A record whose members say who made or changed it. Those that requests may say (`isAsked`) are left
 * alone.
 */
export const authored = (
  place: SchemaPlace | undefined,
  value: unknown,
  person: Person | undefined,
  deeds: ReadonlySet<Deed>,
  isAsked: (name: string, schema: JsonSchema) => boolean,
): unknown => {
  if (!place || !person || !isObject(value)) return value
  let result = value
  for (const [name, schema] of membersOf(place).properties) {
    const part = { schema, lookup: place.lookup }
    if (name === 'attributes' && isObject(value[name]))
      result = withMember(
        result,
        name,
        authored(part, value[name], person, deeds, () => false),
      )
    const author = isAsked(name, schema) ? undefined : authorOf(name)
    if (!author || !deeds.has(author.deed)) continue
    const said = valueOf(person, author.part, part, own(value, name))
    if (said !== undefined) result = withMember(result, name, said)
  }
  return result
}
