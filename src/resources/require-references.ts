import { Problem } from '../errors.js'
import { pointer } from '../lib/json-pointer.js'
import { arrayOrEmpty, isObject, own } from '../lib/json-object.js'
import { typedFor } from './identity.js'
import type { Reference } from './references.js'
import { thingOf } from './resource-words.js'
import { isValidAt, placeAtPath } from './schema-place.js'
import type { StateCall } from './state-call.js'
import { keyOf, namesIn } from './state-record.js'
import { documentsExactly } from './status-for.js'

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
): Promise<Dangling | undefined> => {
  if (!isObject(said)) return undefined
  for (const reference of session.references.of(state)) {
    if (reference.kind === 'embedded') continue
    const value = own(said, reference.name)
    const values = reference.kind === 'several' ? arrayOrEmpty(value) : [value]
    for (const one of values) {
      if (!mayName(reference, one)) continue
      if (!(await session.get(reference.target, keyOf([one])))) return { reference, value: one }
    }
  }
  return undefined
}

/**
 * What a request refers to has to be there, where the contract documents how it refuses otherwise: 422,
 * or 404 for a path in which nothing is named.
 * @throws Problem `request-invalid` (422) or `not-found` (404).
 */
export const requireReferences = async (call: StateCall, said: unknown): Promise<void> => {
  const { operation, request } = call.inference
  const isRefused = documentsExactly(operation, 422)
  const isUnknown = documentsExactly(operation, 404) && namesIn(operation.path).length === 0
  if (!isRefused && !isUnknown) return
  const dangling = await danglingIn(call, said)
  if (!dangling) return
  const { reference, value } = dangling
  const thing = thingOf(reference.target.resource.name)
  const detail = `${reference.name} is ${String(value)}, and no ${thing} is called so.`
  const fix = `Send that of a ${thing} that is there.`
  if (!isRefused) throw new Problem('not-found', { detail, fix })
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
