import type { Operation } from '../../contract/contract.js'
import { Problem } from '../../errors.js'
import { pointer } from '../../lib/json-pointer.js'
import { arrayOrEmpty, isObject, own } from '../../lib/json-object.js'
import { typedFor } from './identity.js'
import type { Reference } from './references.js'
import { thingOf } from './resource-words.js'
import { isValidAt, placeAtPath } from '../../generate/schema-place.js'
import type { StateCall } from './state-call.js'
import { keyOf, namesIn } from './state-record.js'

/** A reference of a request that leads nowhere. */
interface Dangling {
  readonly reference: Reference
  readonly value: unknown
}

/** True for what may name a record of the resource at all: text is no number that counts users. */
const mayName = ({ target }: Reference, value: unknown): boolean => {
  if (typeof value !== 'string' && typeof value !== 'number') return false
  const path = target.resource.identity?.properties[0] ?? []
  const place = path.length > 0 ? placeAtPath(target.place, path) : undefined
  return !place || isValidAt(place, typedFor(place, value))
}

const danglingIn = async (
  { state, session }: StateCall,
  said: unknown,
  isRefused: (reference: Reference) => boolean,
): Promise<Dangling | undefined> => {
  if (!isObject(said)) return undefined
  for (const reference of session.references.of(state)) {
    const value = own(said, reference.name)
    if (value === undefined || reference.kind === 'embedded' || !isRefused(reference)) continue
    const values = reference.kind === 'several' ? arrayOrEmpty(value) : [value]
    for (const one of values) {
      if (!mayName(reference, one)) continue
      if (!(await session.get(reference.target, keyOf([one])))) return { reference, value: one }
    }
  }
  return undefined
}

/** Words by which a refusal says that something is not there. */
const ofReferences = /referenc|n[o']t exist|unknown|no such|not found|cannot be found|foreign/

/**
 * The status by which an operation documents that what a request refers to is not there: its
 * description says that something is unknown and of what kind it is, or names the member.
 */
const refusalOf = (
  { responses, path }: Operation,
  { name, target }: Reference,
): number | undefined => {
  const thing = thingOf(target.resource.name).toLowerCase()
  const said = responses.find(({ key, description }) => {
    const text = description.toLowerCase()
    const isNamed = text.includes(thing) || text.includes(name.toLowerCase())
    if (key === '422') return isNamed || ofReferences.test(text)
    // What the path names may be what is not found.
    if (key === '404') return isNamed && namesIn(path).length === 0
    return (key === '400' || key === '409') && isNamed && ofReferences.test(text)
  })
  return said && Number(said.key)
}

/**
 * What a request refers to has to be there, where the contract documents how it refuses otherwise.
 * @throws Problem `request-invalid` (422 or 400), `not-found` (404) or `conflict` (409).
 */
export const requireReferences = async (call: StateCall, said: unknown): Promise<void> => {
  const { operation, request } = call.inference
  const dangling = await danglingIn(call, said, (one) => refusalOf(operation, one) !== undefined)
  if (!dangling) return
  const { reference, value } = dangling
  const thing = thingOf(reference.target.resource.name)
  const detail = `${reference.name} is ${String(value)}, and no ${thing} is called so.`
  const fix = `Send that of a ${thing} that is there.`
  const status = refusalOf(operation, reference)
  if (status === 404) throw new Problem('not-found', { detail, fix })
  if (status === 409) throw new Problem('conflict', { detail, fix })
  throw new Problem('request-invalid', {
    ...{ detail, fix },
    violations: [
      {
        ...{ location: 'body', pointer: pointer(...(request?.at ?? []), reference.name) },
        ...{ rule: 'reference', expected: `that of a ${thing} that is there`, message: detail },
      },
    ],
  })
}
