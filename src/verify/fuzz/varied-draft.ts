import type { Contract } from '../../contract/contract.js'
import { isValidAt } from '../../generate/schema-place.js'
import type { SeededRandom } from '../../lib/seeded-random.js'
import { changeOf } from '../plan/change.js'
import { edgeValues } from '../plan/edge-values.js'
import { isFree } from '../plan/positive-cases.js'
import { isAllowedDraft } from '../plan/read-draft.js'
import { boundAt, valuePlaces, type ValuePlace } from '../plan/value-places.js'
import type { Variation } from '../plan/variation.js'
import type { RequestDraft } from '../request-draft.js'

/** Without bounds, numbers up to here. */
const far = 100_000

/** How many of the places get another value. */
const share = 0.3

/** Any number between the bounds of a place. */
const anyNumber = (place: ValuePlace, chance: SeededRandom): readonly Variation[] => {
  if (typeof place.value !== 'number') return []
  const least = boundAt(place, 'minimum') ?? boundAt(place, 'exclusiveMinimum') ?? -far
  const most = boundAt(place, 'maximum') ?? boundAt(place, 'exclusiveMaximum') ?? least + 2 * far
  const value = chance.int(Math.ceil(least), Math.floor(most))
  return isValidAt(place.schema, value)
    ? [{ name: 'any', keyword: 'type', what: String(value), value }]
    : []
}

/** A valid request with some of its values swapped for ones at the edges, or for any number. */
export const variedDraft = async (
  contract: Contract,
  first: RequestDraft,
  chance: SeededRandom,
): Promise<RequestDraft> => {
  let draft = first
  for (const place of valuePlaces(first).filter(isFree)) {
    if (chance.next() > share) continue
    const numbers = anyNumber(place, chance)
    const edges = chance.next() < 0.5 || numbers.length === 0 ? edgeValues(place) : numbers
    if (edges.length === 0) continue
    const next = changeOf(first, place, chance.pick(edges))(draft)
    if (await isAllowedDraft(contract, next)) draft = next
  }
  return draft
}
