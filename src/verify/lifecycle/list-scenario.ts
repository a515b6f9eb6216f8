import { isObject } from '../../lib/json-object.js'
import { isValidAt, keywordOf } from '../../generate/schema-place.js'
import { valueAtPath } from '../../lib/value-path.js'
import type {
  Inference,
  ListFilter,
  Resource,
  ResourceModel,
} from '../../resources/resource-model.js'
import type { Case } from '../case.js'
import { validDraft } from '../plan/valid-draft.js'
import type { RequestDraft } from '../request-draft.js'
import { parameterOf } from '../request-draft.js'
import type { Scenario } from '../scenario.js'
import type { Stage } from '../stage.js'
import { freshDraft, withBody } from './fresh-draft.js'
import { largestPage } from './list-story.js'
import { chosenMembers, withRecordMember } from './record-members.js'
import { mainOf, operationsOf } from './resource-operations.js'
import { identityIn, isName } from './thing.js'
import { walkList, type Walk } from './walk-list.js'

interface ListCases {
  readonly pages: Case | undefined
  readonly filter: Case | undefined
}

interface ListCall extends ListCases {
  readonly stage: Stage
  readonly list: Inference
  readonly draft: RequestDraft
}

/** So many things there have to be for pages to show anything. */
const fewest = 3

/** Filters that name the value of a member which items are told by. */
const equalFilters = ({ list }: Inference): readonly ListFilter[] =>
  (list?.filters ?? []).filter(({ test }) => test === 'equals')

const casesOf = (resource: Resource, list: Inference): ListCases => {
  const { operation } = list
  const caseOf = (what: string, intent: string): Case => ({
    id: `${resource.name} list ${what}`,
    ...{ operation, source: 'lifecycle', intent: `${resource.name}: ${intent}` },
    expect: { kind: 'any', rule: 'V126' },
  })
  const { size } = list.list ?? {}
  return {
    pages: size === undefined ? undefined : caseOf('pages', 'the pages together are the list'),
    filter:
      equalFilters(list).length === 0
        ? undefined
        : caseOf('filter', 'a filter leaves what it asks for'),
  }
}

const namesIn = ({ resource, named }: Inference, { items }: Walk): readonly string[] =>
  items.flatMap((item) => {
    const identity = identityIn(resource, item, named)
    return identity ? [identity.map(String).join('\n')] : []
  })

/** What is wrong with a list that is read in pages of so many, beside the list as a whole. */
const flawOf = (list: Inference, whole: Walk, paged: Walk, size: number): string | undefined => {
  const long = paged.pages.find((items) => items.length > size)
  if (long) return `A page of ${size} has ${long.length} items.`
  const [all, seen] = [namesIn(list, whole), namesIn(list, paged)]
  if (new Set(seen).size < seen.length) return 'An item is on two pages.'
  const lost = all.filter((name) => !seen.includes(name))
  if (paged.isWhole && lost.length > 0)
    return `Of ${all.length} items the pages of ${size} lack ${lost.length}.`
  const { total } = whole
  if (whole.isWhole && total !== undefined && total < all.length)
    return `The total is ${total}, and ${all.length} items are listed.`
  return undefined
}

/** The pages together are the list, each item once. What may be due to others is looked at twice. */
const checkPages = async ({ stage, list, draft, pages }: ListCall): Promise<void> => {
  if (!pages) return
  const { size } = list.list ?? {}
  for (let turn = 0; ; turn++) {
    const whole = await walkList(stage, list, draft, largestPage(list))
    const count = whole ? namesIn(list, whole).length : 0
    if (!whole?.isWhole || count < fewest || count < whole.items.length)
      return stage.unverified(pages, 'Too little is listed, or too much.')
    const wanted = Math.max(1, Math.ceil(count / 4))
    const parameter = size === undefined ? undefined : parameterOf(list.operation, 'query', size)
    if (!parameter?.schema.isValid(wanted))
      return stage.unverified(pages, `The size ${wanted} is not allowed.`)
    const paged = await walkList(stage, list, draft, new Map([[parameter.name, wanted]]))
    const last = paged?.sent.at(-1)
    if (!paged || !last) return stage.unverified(pages, 'The list could not be read in pages.')
    const flaw = flawOf(list, whole, paged, wanted)
    if (flaw === undefined) return stage.passed(pages, last)
    if (turn > 0) return stage.find(pages, { rule: 'V126', message: flaw }, last)
  }
}

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

/** A filter leaves no item whose member has another value. */
const checkFilter = async ({ stage, list, draft, filter }: ListCall): Promise<void> => {
  if (!filter) return
  const call = { stage, list, draft, filter, pages: undefined }
  for (const one of equalFilters(list)) {
    const parameter = parameterOf(list.operation, 'query', one.parameter)
    let whole = await walkList(stage, list, draft, largestPage(list))
    const values = (whole?.items ?? []).map((item) => valueAtPath(item, one.property))
    const value = values.find(
      (found) => (isName(found) || typeof found === 'boolean') && parameter?.schema.isValid(found),
    )
    if (!whole || !parameter || value === undefined) continue
    if (whole.items.every((item) => mayPass(item, one, value))) {
      await makeOther(call, one, value)
      whole = await walkList(stage, list, draft, largestPage(list))
    }
    if (!whole || whole.items.every((item) => mayPass(item, one, value))) continue
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

/** Makes things until there are enough for pages. */
const fill = async ({ stage, list, draft }: ListCall, model: ResourceModel): Promise<void> => {
  const { safeOnly, stateless } = stage.settings
  const operations = operationsOf(model, list.resource)
  const item =
    mainOf(operations, 'read', list.resource) ?? mainOf(operations, 'delete', list.resource)
  if (safeOnly || stateless || !item || !operations.has('create')) return
  const walk = await walkList(stage, list, draft, largestPage(list))
  for (let count = walk?.items.length ?? fewest + 1; count < fewest + 1; count++)
    await stage.subject(item.operation, { fresh: true })
}

/** Pages and filters of the list of a resource. */
export const listScenario = (model: ResourceModel, resource: Resource): Scenario | undefined => {
  const list = mainOf(operationsOf(model, resource), 'list', resource)
  if (!list) return undefined
  const cases = casesOf(resource, list)
  const all = [cases.pages, cases.filter].filter((one) => one !== undefined)
  if (all.length === 0) return undefined
  const run = async (stage: Stage): Promise<void> => {
    const subject = await stage.subject(list.operation)
    const draft = await validDraft(list.operation, { subject, values: 'documented', seed: '' })
    const call = { ...cases, stage, list, draft }
    await fill(call, model)
    await checkPages(call)
    await checkFilter(call)
  }
  return { id: `${resource.name} list`, source: 'lifecycle', cases: all, requests: 30, run }
}
