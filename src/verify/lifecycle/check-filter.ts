import { isObject } from '../../lib/json-object.js'
import { valueAtPath } from '../../lib/value-path.js'
import type { Parameter } from '../../contract/contract.js'
import type { Inference, ListFilter } from '../../resources/resource-model.js'
import type { Case } from '../case.js'
import { parameterOf, type RequestDraft } from '../request-draft.js'
import type { Sent, Stage } from '../stage.js'
import { freshDraft, withBody } from './fresh-draft.js'
import { largestPage } from './check-listed.js'
import { chosenMembers, withRecordMember } from './record-members.js'
import { upsertDraft } from './make-thing.js'
import { otherValue } from './other-value.js'
import { makerOf, operationsOf } from './resource-operations.js'
import { isName } from './thing.js'
import { walkList, type Walk } from './walk-list.js'

/** What is looked at of a list. */
export interface ListCases {
  readonly pages: Case | undefined
  readonly filter: Case | undefined
}

/** A list that is asked for. */
export interface ListCall extends ListCases {
  readonly stage: Stage
  readonly list: Inference
  readonly draft: RequestDraft
}

/** Filters that name the value of a member which items are told by. */
export const equalFilters = ({ list }: Inference): readonly ListFilter[] =>
  (list?.filters ?? []).filter(({ test }) => test === 'equals' || test === 'oneOf')

/** Whether a filter that names this value may let an item through. */
const mayPass = (item: unknown, { property }: ListFilter, value: unknown): boolean => {
  const shown = valueAtPath(item, property)
  if (shown === undefined || shown === null || isObject(shown)) return true
  const texts = (Array.isArray(shown) ? shown : [shown]).map((one) => String(one).toLowerCase())
  return texts.some((text) => text.includes(String(value).toLowerCase()))
}

/** Makes one more thing with another value of what a filter compares. */
const makeOther = async (
  { stage, list }: ListCall,
  filter: ListFilter,
  value: unknown,
): Promise<void> => {
  const create = makerOf(operationsOf(stage.model, list.resource), list.resource)
  const name = filter.property.at(-1) ?? ''
  const member = create && chosenMembers(create, undefined).find((one) => one.name === name)
  const other = member && otherValue(member.place, value)
  if (!create || other === undefined || stage.settings.safeOnly) return
  const subject = await stage.subject(create.operation)
  const draftOf = create.role === 'upsert' ? upsertDraft : freshDraft
  const draft = await draftOf(create, subject, `${stage.settings.nonce} other ${name}`)
  const next = withBody(draft, withRecordMember(create, draft, name, other))
  if (next !== draft) await stage.prepare(next)
}

/** A value to filter by, and items of which not all have it. */
const distinguished = async (
  call: ListCall,
  one: ListFilter,
  first: Walk,
): Promise<{ readonly parameter: Parameter; readonly value: unknown } | undefined> => {
  const { stage, list, draft } = call
  const parameter = parameterOf(list.operation, 'query', one.parameter)
  const value = first.items
    .flatMap((item) => [valueAtPath(item, one.property)].flat())
    .find((shown) => isComparable(shown) && parameter && asked(parameter, shown) !== undefined)
  if (!parameter || value === undefined) return undefined
  const isSame = ({ items }: Walk): boolean => items.every((item) => mayPass(item, one, value))
  if (!isSame(first)) return { parameter, value }
  await makeOther(call, one, value)
  const whole = await walkList(stage, list, draft, largestPage(list))
  return whole && !isSame(whole) ? { parameter, value } : undefined
}

/** A value as a parameter takes it: alone, or as a list of one. */
const asked = ({ schema }: Parameter, value: unknown): unknown =>
  [value, [value]].find((one) => schema.isValid(one))

/** So many filters of a list are tried. */
const mostFilters = 4

const isComparable = (value: unknown): boolean => isName(value) || typeof value === 'boolean'

/** A filter leaves no item whose member has another value. */
export const checkFilter = async (call: ListCall, first: Walk | undefined): Promise<void> => {
  const { stage, list, draft, filter } = call
  if (!filter) return
  let proof: Sent | undefined
  for (const one of first ? equalFilters(list).slice(0, mostFilters) : []) {
    const known = first && (await distinguished(call, one, first))
    if (!known) continue
    const { parameter, value } = known
    const query = new Map([...largestPage(list), [parameter.name, asked(parameter, value)]])
    const found = await walkList(stage, list, draft, query)
    const last = found?.sent.at(-1)
    if (!found || !last) continue
    const odd = found.items.find((item) => !mayPass(item, one, value))
    proof = last
    if (odd === undefined) continue
    const shown = String(valueAtPath(odd, one.property))
    const message = `Asked for ${one.parameter}=${String(value)}, it lists one of ${shown}.`
    return stage.find(filter, { rule: 'V126', message }, last)
  }
  if (proof) return stage.passed(filter, proof)
  stage.unverified(filter, 'No two items differ in what is filtered by.')
}
