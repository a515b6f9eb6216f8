import { objectOrEmpty, own } from '../../lib/json-object.js'
import { typedFor } from './identity.js'
import { type Person, personIn, personOf } from './person.js'
import type { Principal } from '../../auth/principal.js'
import type { ResourceState } from './resource-state.js'
import { plain, thingOf } from './resource-words.js'
import { isValidAt, placeAtPath } from '../../generate/schema-place.js'
import { keyOf, type StateRecord, uniqueLookup, uniqueText } from './state-record.js'
import type { StateSession } from './state-session.js'
import { withValueAtPath } from '../../lib/value-path.js'

/** What names the person who asks, in the place of an identity. */
const selfWords = new Set(['me', '@me', 'self', 'myself', 'current', '~', '-'])

/** True for a path value that means the person who asks. */
export const isSelfWord = (value: string | undefined): boolean =>
  value !== undefined && selfWords.has(value.toLowerCase())

/** True for `/me` and the like: what one sees of oneself. */
export const isSelf = ({ resource, depth }: ResourceState): boolean =>
  resource.isSingleton &&
  depth === 0 &&
  /^(me|myself|self|whoami|currentuser|user|profile|account|viewer)$/.test(
    plain(thingOf(resource.name)),
  )

/** The record of a principal among people: by identity, else by mail address or login. */
export const recordOf = async (
  session: StateSession,
  people: ResourceState,
  { id, name, email }: Principal,
): Promise<StateRecord | undefined> => {
  const named = await session.get(people, keyOf([id]))
  if (named) return named
  for (const path of people.unique)
    for (const said of /mail/i.test(path.at(-1) ?? '') ? [email, id] : [name, id]) {
      const text = uniqueText(said)
      const [found] = text === undefined ? [] : await session.find(people, uniqueLookup(path), text)
      if (found) return found
    }
  return undefined
}

/** The record of who asks: that of the principal; the first one where nobody knows whose. */
export const ownRecord = async (
  session: StateSession,
  principal: Principal | undefined,
): Promise<StateRecord | undefined> => {
  const people = session.contract.people()
  if (!people) return undefined
  return principal ? recordOf(session, people, principal) : session.head(people)
}

/** Who asks, as far as anybody knows. */
export const personAsking = async (
  session: StateSession,
  principal: Principal | undefined,
): Promise<Person | undefined> => {
  const people = session.contract.people()
  const record = await ownRecord(session, principal)
  if (record && people) return personIn(people, record)
  return principal && personOf(principal)
}

/** What a principal who is nobody's record sees of itself: the same as everybody, with its own names. */
export const ownSingleton = async (
  session: StateSession,
  state: ResourceState,
  principal: Principal,
): Promise<StateRecord> => {
  const key = keyOf([principal.id])
  const known = await session.get(state, key)
  if (known) return known
  const { place } = state
  const first = await session.head(state)
  const said = objectOrEmpty(personOf(principal).value)
  const value = Object.keys(said).reduce<unknown>((all, name) => {
    const part = placeAtPath(place, [name])
    const mine = part && typedFor(part, own(said, name))
    return part && isValidAt(part, mine) ? withValueAtPath(all, [name], mine) : all
  }, first?.value ?? {})
  return session.put(state, { key, parent: '', value, first: true })
}
