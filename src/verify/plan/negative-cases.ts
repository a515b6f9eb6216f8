import type { Contract } from '../../contract/contract.js'
import type { Violation } from '../../errors.js'
import { isObject } from '../../lib/json-object.js'
import { isJson } from '../../lib/media-type.js'
import type { RequestDraft } from '../request-draft.js'
import { brokenValues } from './broken-values.js'
import { changeOf, coveredBy, intentOf, type PlannedCase } from './change.js'
import { isAllowedLeniently } from './is-surely-broken.js'
import { readDraft } from './read-draft.js'
import type { SentBefore } from './sent-before.js'
import { valuePlaces, type ValuePlace } from './value-places.js'
import type { Variation } from './variation.js'
import { withoutKeys } from './without-keys.js'

/** What another operation with the same schema is sent comes later. */
const repetition = 5

/** Keywords that say of a whole what is wrong with a part of it. */
const composing: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'not', 'if', 'discriminator'])

/** True for a violation at the place, around it or in it, of the keyword or of one that contains it. */
const isMeant =
  ({ location, pointer }: ValuePlace, { keyword }: Variation) =>
  (one: Violation): boolean =>
    one.location === location &&
    (one.rule === keyword || composing.has(one.rule) || composing.has(keyword)) &&
    (one.pointer === pointer ||
      one.pointer.startsWith(`${pointer}/`) ||
      pointer.startsWith(`${one.pointer}/`) ||
      one.pointer === '')

/** What the contract has against a request because of a variation; false where that is nothing. */
export const isBroken = (
  found: readonly Violation[] | undefined,
  place: ValuePlace,
  variation: Variation,
): boolean => found?.some(isMeant(place, variation)) === true

/** Names of variations that prove less, or that more servers are lenient about. */
const minor: Readonly<Record<string, number>> = {
  'type-null': 0.5,
  'type-fraction': 1,
  'type-object': 1,
  items: 0.5,
}

/** A case and how little it is worth among the others of the plan. */
export interface RankedCase extends PlannedCase {
  readonly cost: number
}

/** What each repetition of a kind costs; servers forget one member, or one keyword, more often than all. */
const again: Readonly<Record<string, number>> = { required: 0.3, 'type-null': 0.3 }
const usual = 0.6

interface Known {
  /** How often each kind of variation is sent to this operation. */
  readonly seen: Map<string, number>
  readonly before: SentBefore
}

const caseOf = (
  { operation }: RequestDraft,
  place: ValuePlace,
  variation: Variation,
): PlannedCase['case'] => ({
  id: `${operation.id} boundary refused ${place.location}${place.pointer} ${variation.name}`,
  operation,
  source: 'boundary',
  intent: intentOf(place, variation),
  expect: { kind: 'refused', rule: 'V110', ...(place.location === 'path' && { mayMiss: true }) },
  covers: [coveredBy(place, variation, true)],
})

/** In a form all that is written is text, so that a member that may be text is never of another type. */
const isText = ({ location, tokens, value }: ValuePlace, { content }: RequestDraft): boolean =>
  location === 'body' &&
  tokens.length === 1 &&
  typeof value === 'string' &&
  !isJson(content?.mediaType ?? '')

/** Text and files may be empty, which is how a body looks that was left out. */
const mayBeEmpty = ({ location, tokens, value }: ValuePlace): boolean =>
  location === 'body' && tokens.length === 0 && !isObject(value) && !Array.isArray(value)

/** Empty text in a query or header is read as nothing at all by many: it proves nothing. */
const isTelling = (place: ValuePlace, model: RequestDraft, one: Variation): boolean => {
  if (one.keyword === 'type' && isText(place, model)) return false
  if (one.isLeftOut && mayBeEmpty(place) && !isJson(model.content?.mediaType ?? '')) return false
  return place.location === 'body' || one.isLeftOut === true || one.value !== ''
}

/** What lenient servers read as if nothing stood there. */
const isLenient = ({ location, tokens }: ValuePlace, { value, isLeftOut }: Variation): boolean =>
  location === 'body' && (value === null || (isLeftOut === true && tokens.length === 0))

const atPlace = async (
  contract: Contract,
  base: RequestDraft,
  model: RequestDraft,
  place: ValuePlace,
  { seen, before }: Known,
): Promise<readonly RankedCase[]> => {
  const found: RankedCase[] = []
  const taken = new Set<string>()
  for (const variation of brokenValues(place).filter((one) => isTelling(place, model, one))) {
    const { keyword, name } = variation
    if (keyword === 'pattern' && taken.has(keyword)) continue
    const change = changeOf(model, place, variation)
    if (!isBroken(await readDraft(contract, change(base)), place, variation)) continue
    const kind = name.replace(/-\d+$/, '')
    const times = seen.get(kind) ?? 0
    const same = taken.has(kind) || (kind === 'type-null' && place.tokens.length === 0) ? 1.5 : 0
    const repeated = before.has(model, place, variation) ? repetition : 0
    const cost =
      place.tokens.length + (again[kind] ?? usual) * times + same + repeated + (minor[name] ?? 0)
    before.add(model, place, variation)
    const mayBeLeftOut =
      isLenient(place, variation) && (await isAllowedLeniently(contract, change(base)))
    const one = { ...caseOf(base, place, variation), ...(mayBeLeftOut && { mayBeLeftOut }) }
    found.push({ case: one, change, cost })
    seen.set(kind, times + 1)
    taken.add(kind)
  }
  return found
}

/**
 * Requests that break one keyword each, made of a valid one: only those that the contract forbids
 * however what is sent is read. `model` is a request with something at every place.
 */
export const negativeCases = async (
  contract: Contract,
  base: RequestDraft,
  model: RequestDraft,
  before: SentBefore,
): Promise<readonly RankedCase[]> => {
  const known = { seen: new Map<string, number>(), before }
  const all: RankedCase[] = []
  // Whether a key is there, and the right one, is asked by the cases of credentials.
  for (const place of valuePlaces(withoutKeys(contract, model)))
    all.push(...(await atPlace(contract, base, model, place, known)))
  return all.sort((a, b) => a.cost - b.cost)
}
