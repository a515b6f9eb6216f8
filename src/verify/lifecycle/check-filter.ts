import { isValidAt, keywordOf } from '../../generate/schema-place.js'
import { isObject } from '../../lib/json-object.js'
import { valueAtPath } from '../../lib/value-path.js'
import type { Parameter } from '../../contract/contract.js'
import type { Inference, ListFilter } from '../../resources/resource-model.js'
import type { Case } from '../case.js'
import { parameterOf, type RequestDraft } from '../request-draft.js'
import type { Stage } from '../stage.js'
import { freshDraft, withBody } from './fresh-draft.js'
import { largestPage } from './check-listed.js'
import { chosenMembers, withRecordMember } from './record-members.js'
import { mainOf, operationsOf } from './resource-operations.js'
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
  (list?.filters ?? []).filter(({ test }) => test === 'equals')

/** Whether a filter that names this value may let an item through. */
const mayPass = (item: unknown, { property }: ListFilter, value: unknown): boolean => {
  const shown = valueAtPath(item, property)
  if (shown === undefined || shown === null || isObject(shown)) return true
  const texts = (Array.isArray(shown) ? shown : [shown]).map((one) => String(one).toLowerCase())
  return texts.some((text) => text.includes(String(value).toLowerCase()))
}

/** Another value for the member that a filter compares. */
const otherValue = (create: Inference, { property }: ListFilter, value: unknown): unknown => {
  const member = chosenMembers(create, undefined).find(({ name }) => name === property.at(-1))
  if (!member) return undefined
  const listedValues = keywordOf(member.place, 'enum')
  const values = [...(Array.isArray(listedValues) ? listedValues : []), true, false]
  return values.find((one) => one !== value && isValidAt(member.place, one))
}

/** Makes one more thing with another value of what a filter compares. */
const makeOther = async (
  { stage, list }: ListCall,
  filter: ListFilter,
  value: unknown,
): Promise<void> => {
  const create = mainOf(operationsOf(stage.model, list.resource), 'create', list.resource)
  const other = create && otherValue(create, filter, value)
  if (!create || other === undefined || stage.settings.safeOnly) return
  const subject = await stage.subject(create.operation)
  const draft = await freshDraft(create, subject, `${stage.settings.nonce} other`)
  const name = filter.property.at(-1) ?? ''
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
    .map((item) => valueAtPath(item, one.property))
    .find((shown) => isComparable(shown) && parameter?.schema.isValid(shown))
  if (!parameter || value === undefined) return undefined
  const isSame = ({ items }: Walk): boolean => items.every((item) => mayPass(item, one, value))
  if (!isSame(first)) return { parameter, value }
  await makeOther(call, one, value)
  const whole = await walkList(stage, list, draft, largestPage(list))
  return whole && !isSame(whole) ? { parameter, value } : undefined
}

const isComparable = (value: unknown): boolean => isName(value) || typeof value === 'boolean'

/** A filter leaves no item whose member has another value. */
export const checkFilter = async (call: ListCall, first: Walk | undefined): Promise<void> => {
  const { stage, list, draft, filter } = call
  if (!filter) return
  for (const one of first ? equalFilters(list) : []) {
    const known = first && (await distinguished(call, one, first))
    if (!known) continue
    const { parameter, value } = known
    const query = new Map([...largestPage(list), [parameter.name, value]])
    const found = await walkList(stage, list, draft, query)
    const last = found?.sent.at(-1)
    if (!found || !last) continue
    const odd = found.items.find((item) => !mayPass(item, one, value))
    if (odd === undefined) return stage.passed(filter, last)
    const shown = String(valueAtPath(odd, one.property))
    const message = `Asked for ${one.parameter}=${String(value)}, it lists one of ${shown}.`
    return stage.find(filter, { rule: 'V126', message }, last)
  }
  stage.unverified(filter, 'No two items differ in what is filtered by.')
}
