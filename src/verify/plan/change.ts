import type { Case, CoveredKeyword } from '../case.js'
import type { RequestDraft } from '../request-draft.js'
import { withoutMember, withPart } from './with-part.js'
import type { ValuePlace } from './value-places.js'
import type { Variation } from './variation.js'

/** Makes another request of one. */
export type Change = (draft: RequestDraft) => RequestDraft

/** A case and how its request is made of a valid one. */
export interface PlannedCase {
  readonly case: Case
  readonly change: Change
}

const withoutBody = ({ content: _content, body: _body, ...rest }: RequestDraft): RequestDraft =>
  rest

/** Puts a variation in its place; `model` is the request that the place was found in. */
export const changeOf =
  (model: RequestDraft, { parameter, tokens }: ValuePlace, variation: Variation): Change =>
  (draft) => {
    const changed = (value: unknown, whole: unknown): unknown =>
      variation.isLeftOut
        ? withoutMember(value, tokens, whole)
        : withPart(value, tokens, variation.value, whole)
    const isRoot = tokens.length === 0
    if (!parameter) {
      if (variation.isLeftOut && isRoot) return withoutBody(draft)
      const { content = model.content } = draft
      const body = draft.content ? draft.body : model.body
      return { ...draft, content, body: changed(body, model.body) }
    }
    const parameters = new Map(draft.parameters)
    if (variation.isLeftOut && isRoot) parameters.delete(parameter)
    else {
      const whole = model.parameters.get(parameter)
      parameters.set(parameter, changed(parameters.get(parameter) ?? whole, whole))
    }
    return { ...draft, parameters }
  }

/** The longest words of an intent. */
const longest = 120

/** A place and a variation in words: `query limit 51, more than its maximum 50`. */
export const intentOf = (
  { location, parameter, pointer }: ValuePlace,
  { what }: Variation,
): string => {
  const where = parameter ? `${location} ${pointer.slice(1)}` : `body${pointer && ` ${pointer}`}`
  const text = `${where} ${what}`
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text
}

/** What a variation looks at, for coverage. */
export const coveredBy = (
  { location, pointer }: ValuePlace,
  { keyword }: Variation,
  negative: boolean,
): CoveredKeyword => ({ location, pointer, keyword, negative })
