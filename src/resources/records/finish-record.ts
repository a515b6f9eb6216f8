import { isObject, own, type JsonObject } from '../../lib/json-object.js'
import { authored, type Deed } from './authored.js'
import { hashedPasswords } from './hashed-passwords.js'
import { personAsking } from './own-record.js'
import { modelOf, project } from './project.js'
import { touched } from './record-value.js'
import type { Reference } from './references.js'
import { thingOf } from './resource-words.js'
import { isReadOnly } from './sayable.js'
import { isValidAt, membersOf, type SchemaPlace } from '../../generate/schema-place.js'
import type { StateCall } from './state-call.js'
import { keyOf } from './state-record.js'
import { valueAtPath, withMember } from '../../lib/value-path.js'

/** The identity that an embedded thing stands for: what was said in it, else beside it (`categoryId`). */
const identityFor = (
  { name, target }: Reference,
  value: JsonObject,
  said: JsonObject,
  siblings: readonly Reference[],
): unknown => {
  const inside = valueAtPath(own(said, name), target.resource.identity?.properties[0] ?? [])
  if (inside !== undefined) return inside
  const beside = siblings.find(
    (one) =>
      one.kind === 'one' &&
      one.target === target &&
      one.name.toLowerCase().startsWith(name.toLowerCase()),
  )
  return beside && own(value, beside.name)
}

/** A record in which things that it embeds are as their own records say. */
const withEmbedded = async (
  { state, session }: StateCall,
  value: unknown,
  said: unknown,
): Promise<unknown> => {
  if (!isObject(value)) return value
  const references = session.references.of(state)
  let result = value
  for (const reference of references.filter(({ kind }) => kind === 'embedded')) {
    const { name, place, target } = reference
    const identity = identityFor(reference, value, isObject(said) ? said : {}, references)
    if (identity === undefined || identity === null) continue
    const there = await session.get(target, keyOf([identity]))
    const model = () =>
      own(value, name) ?? session.sampler(place, `${name} ${String(identity)}`, thingOf(name))
    const next = there && project(place, there.value, modelOf(model))
    if (next !== undefined && isValidAt(place, next)) result = withMember(result, name, next)
  }
  return result
}

/** A record without null where its schema knows none: whoever writes that means that there is nothing. */
const withoutNulls = (place: SchemaPlace | undefined, value: unknown): unknown => {
  if (!place || !isObject(value) || !Object.values(value).includes(null)) return value
  const { properties, required } = membersOf(place)
  const kept = Object.entries(value).filter(([name, member]) => {
    const schema = properties.get(name)
    if (member !== null || schema === undefined || required.has(name)) return true
    return isValidAt({ schema, lookup: place.lookup }, null)
  })
  return Object.fromEntries(kept)
}

/** What a record is finished with. */
export interface FinishingParts {
  readonly deeds: readonly Deed[]
  /** Milliseconds since 1970. */
  readonly now: number
  /** What the request can say of a record, and what it says. */
  readonly request?: SchemaPlace | undefined
  readonly said?: unknown
}

/**
 * A record as it is kept: with who made or changed it, with what it embeds, with the time of it, and
 * with the lengths of its lists, with hidden passwords hashed; without what its schema cannot say.
 */
export const finishRecord = async (
  call: StateCall,
  value: unknown,
  { deeds, now, request, said }: FinishingParts,
): Promise<unknown> => {
  const { place } = call.state
  const person = await personAsking(call.session, call.request.principal)
  const asked = request && membersOf(request).properties
  const signed = authored(
    place,
    withoutNulls(place, value),
    person,
    new Set(deeds),
    (name, schema) => {
      return asked?.has(name) === true && !(place && isReadOnly(schema, place))
    },
  )
  const whole = touched(place, await withEmbedded(call, signed, said), now, said)
  return hashedPasswords(call.session.sandbox, place, whole)
}
