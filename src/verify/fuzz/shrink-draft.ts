import type { Contract } from '../../contract/contract.js'
import { isSurelyBroken } from '../plan/is-surely-broken.js'
import { isAllowedDraft } from '../plan/read-draft.js'
import type { RequestDraft } from '../request-draft.js'
import { smallerValues } from './smaller-values.js'

/** So many requests are sent for one fault, and so many are looked at. */
const mostSent = 40
const mostSeen = 2000

/** Requests that are simpler than one: without what is optional, with smaller values. */
function* smallerDrafts(draft: RequestDraft): Generator<RequestDraft> {
  const { parameters, content, body, operation } = draft
  for (const [parameter, value] of parameters) {
    if (parameter.in === 'path') continue
    const rest = [...parameters].filter(([one]) => one !== parameter)
    if (!parameter.required) yield { ...draft, parameters: new Map(rest) }
    for (const smaller of smallerValues(value))
      yield { ...draft, parameters: new Map([...rest, [parameter, smaller]]) }
  }
  if (!content) return
  if (operation.body?.required !== true) yield { operation, parameters }
  for (const smaller of smallerValues(body)) yield { ...draft, body: smaller }
}

/**
 * The simplest request that a fault still shows with. `isValid` says which kind of request shows it: one
 * that the contract allows, or one that it forbids, and so each simpler one has to be of that kind.
 */
export const shrinkDraft = async (
  contract: Contract,
  first: RequestDraft,
  isValid: boolean,
  shows: (draft: RequestDraft) => Promise<boolean>,
): Promise<RequestDraft> => {
  let [best, sent, seen] = [first, 0, 0]
  const isOfKind = (draft: RequestDraft): Promise<boolean> =>
    isValid ? isAllowedDraft(contract, draft) : isSurelyBroken(contract, draft)
  for (let isBetter = true; isBetter;) {
    isBetter = false
    for (const draft of smallerDrafts(best)) {
      if (++seen > mostSeen || sent >= mostSent) return best
      if (!(await isOfKind(draft))) continue
      sent++
      if (!(await shows(draft))) continue
      best = draft
      isBetter = true
      break
    }
  }
  return best
}
