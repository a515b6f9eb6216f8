import type { Contract } from '../../contract/contract.js'
import { isJson } from '../../lib/media-type.js'
import type { RequestDraft } from '../request-draft.js'
import { changeOf, coveredBy, intentOf, type PlannedCase } from './change.js'
import { edgeValues } from './edge-values.js'
import { isForeignName, isOpaque } from './foreign-names.js'
import { isAllowedDraft } from './read-draft.js'
import type { SentBefore } from './sent-before.js'
import { valuePlaces, type ValuePlace } from './value-places.js'
import type { Variation } from './variation.js'
import { withoutKeys } from './without-keys.js'

/** Valid values of several places that are sent together. */
export interface Together {
  readonly case: PlannedCase['case']
  /** One for each place, to be sent alone when all together are refused. */
  readonly parts: readonly PlannedCase[]
}

/** More requests than this are not made of edges: the later values of long enumerations are left out. */
const most = 8

/** Where another operation with the same schema is sent all of them, so many requests suffice. */
const mostRepeated = 2

/** A place and the values that have not been sent at it. */
interface Waiting {
  readonly place: ValuePlace
  readonly left: Variation[]
  /** How many of them, the last ones, another operation is sent. */
  readonly known: number
}

/** Outside of JSON null is a text like others, which servers read in their own ways. */
const canSay = ({ content }: RequestDraft, { location }: ValuePlace, { value }: Variation) =>
  value !== null || (location === 'body' && isJson(content?.mediaType ?? ''))

const waitingAt =
  (model: RequestDraft, before: SentBefore) =>
  (place: ValuePlace): Waiting => {
    const all = edgeValues(place).filter((variation) => canSay(model, place, variation))
    const known = all.filter((variation) => before.has(model, place, variation))
    const fresh = all.filter((variation) => !known.includes(variation))
    for (const variation of fresh) before.add(model, place, variation)
    return { place, left: [...fresh, ...known], known: known.length }
  }

/** Names of things are not made up; the path names what is there. */
export const isFree = ({ location, parameter, tokens, pointer }: ValuePlace): boolean => {
  if (location === 'path' || (parameter && isOpaque(parameter))) return false
  const names = pointer.split('/').slice(1)
  return (
    !(tokens.length > 0 || parameter) || !names.some((name) => name === 'id' || isForeignName(name))
  )
}

const plannedPart = (
  model: RequestDraft,
  place: ValuePlace,
  variation: Variation,
): PlannedCase => ({
  change: changeOf(model, place, variation),
  case: {
    id: `${model.operation.id} boundary allowed ${place.location}${place.pointer} ${variation.name}`,
    operation: model.operation,
    source: 'boundary',
    intent: intentOf(place, variation),
    expect: { kind: 'accepted', rule: 'V111' },
    covers: [coveredBy(place, variation, false)],
    ...(variation.isMinor === true && { isMinor: true }),
  },
})

const isWithin = (one: ValuePlace, other: ValuePlace): boolean =>
  one.location === other.location &&
  (one.pointer === other.pointer ||
    one.pointer.startsWith(`${other.pointer}/`) ||
    other.pointer.startsWith(`${one.pointer}/`))

/** The next value of every place, as many as go together. */
const nextParts = async (
  contract: Contract,
  base: RequestDraft,
  model: RequestDraft,
  waiting: readonly Waiting[],
): Promise<readonly PlannedCase[]> => {
  const parts: PlannedCase[] = []
  const taken: ValuePlace[] = []
  let draft = base
  for (const { place, left } of waiting) {
    const [variation] = left
    if (!variation || taken.some((one) => isWithin(one, place))) continue
    const part = plannedPart(model, place, variation)
    const next = part.change(draft)
    if (await isAllowedDraft(contract, next)) {
      draft = next
      parts.push(part)
      taken.push(place)
    } else if (await isAllowedDraft(contract, part.change(base))) continue
    left.shift()
  }
  return parts
}

const together = (
  { operation }: RequestDraft,
  parts: readonly PlannedCase[],
  index: number,
): Together => ({
  parts,
  case: {
    id: `${operation.id} boundary allowed ${index + 1}`,
    operation,
    source: 'boundary',
    intent: `valid edges: ${parts.map((part) => part.case.intent).join('; ')}`,
    expect: { kind: 'accepted', rule: 'V111' },
    covers: parts.flatMap((part) => part.case.covers ?? []),
  },
})

/**
 * Requests with values at the edges of what is allowed: those of different places are sent together.
 * What is inside of things comes before the things themselves.
 */
export const positiveCases = async (
  contract: Contract,
  base: RequestDraft,
  model: RequestDraft,
  before: SentBefore,
): Promise<readonly Together[]> => {
  const waiting = valuePlaces(withoutKeys(contract, model))
    .filter(isFree)
    .map(waitingAt(model, before))
  waiting.sort((a, b) => b.place.tokens.length - a.place.tokens.length)
  const found: Together[] = []
  while (waiting.some(({ left }) => left.length > 0)) {
    if (
      found.length >= (waiting.some(({ left, known }) => left.length > known) ? most : mostRepeated)
    )
      break
    const parts = await nextParts(contract, base, model, waiting)
    if (parts.length > 0) found.push(together(base, parts, found.length))
  }
  return found
}
