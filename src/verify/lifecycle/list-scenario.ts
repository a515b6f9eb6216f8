import type { Inference, Resource, ResourceModel } from '../../resources/resource-model.js'
import type { Case } from '../case.js'
import { validDraft } from '../plan/valid-draft.js'
import { parameterOf } from '../request-draft.js'
import type { Scenario } from '../scenario.js'
import type { Stage } from '../stage.js'
import { largestPage } from './check-listed.js'
import { mainOf, makerOf, operationsOf } from './resource-operations.js'
import { identityIn } from './thing.js'
import { checkFilter, equalFilters, type ListCall, type ListCases } from './check-filter.js'
import { walkList, type Walk } from './walk-list.js'

/** So many things there have to be for pages to show anything. */
const fewest = 3

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

/** What is wrongly said of how many there are; only a `total` is surely not that of a page. */
const wrongTotal = (
  { envelope }: Inference,
  whole: Walk,
  paged: Walk,
  count: number,
): number | undefined => {
  const isNamed = /total/i.test(envelope?.total?.at(-1) ?? '')
  const total = isNamed ? (paged.total ?? whole.total) : whole.total
  return total !== undefined && (total < count || (isNamed && total > count)) ? total : undefined
}

/** What is wrong with a list that is read in pages of so many, beside the list as a whole. */
const flawOf = (list: Inference, whole: Walk, paged: Walk, size: number): string | undefined => {
  const long = paged.pages.find((items) => items.length > size)
  if (long) return `A page of ${size} has ${long.length} items.`
  const [all, seen] = [namesIn(list, whole), namesIn(list, paged)]
  if (new Set(seen).size < seen.length) return 'An item is on two pages.'
  const lost = all.filter((name) => !seen.includes(name))
  if (paged.isWhole && lost.length > 0)
    return `Of ${all.length} items the pages of ${size} lack ${lost.length}.`
  const total = whole.isWhole ? wrongTotal(list, whole, paged, all.length) : undefined
  if (total !== undefined) return `The total is ${total}, and ${all.length} items are listed.`
  return undefined
}

/** A list in pages of so many that there are some; a text says why there are none. */
const inPages = async (
  { stage, list, draft }: ListCall,
  whole: Walk | undefined,
): Promise<{ readonly paged: Walk; readonly size: number } | string> => {
  const count = whole ? namesIn(list, whole).length : 0
  if (!whole?.isWhole || count < fewest || count < whole.items.length)
    return 'The list has too few items to be read in pages, or too many.'
  const size = Math.max(1, Math.ceil(count / 3))
  const parameter = parameterOf(list.operation, 'query', list.list?.size ?? '')
  if (!parameter?.schema.isValid(size)) return `The size ${size} is not allowed.`
  const paged = await walkList(stage, list, draft, new Map([[parameter.name, size]]))
  return paged ? { paged, size } : 'The list could not be read in pages.'
}

/** The pages together are the list, each item once. What may be due to others is looked at twice. */
const checkPages = async (call: ListCall, first: Walk | undefined): Promise<void> => {
  const { stage, list, draft, pages } = call
  if (!pages) return
  let whole = first
  for (let turn = 0; turn < 2; turn++) {
    const found = await inPages(call, whole)
    const last = typeof found === 'string' ? undefined : found.paged.sent.at(-1)
    if (typeof found === 'string' || !whole || !last)
      return stage.unverified(pages, typeof found === 'string' ? found : 'Nothing is listed.')
    const flaw = flawOf(list, whole, found.paged, found.size)
    if (flaw === undefined) return stage.passed(pages, last)
    if (turn > 0) return stage.find(pages, { rule: 'V126', message: flaw }, last)
    whole = await walkList(stage, list, draft, largestPage(list))
  }
}

/** The list, with enough things in it for pages where any can be made. */
const filled = async ({ stage, list, draft, pages }: ListCall): Promise<Walk | undefined> => {
  const walk = await walkList(stage, list, draft, largestPage(list))
  const { safeOnly } = stage.settings
  const operations = operationsOf(stage.model, list.resource)
  const item =
    mainOf(operations, 'read', list.resource) ?? mainOf(operations, 'delete', list.resource)
  const count = walk?.items.length ?? fewest
  if (safeOnly || !pages || !item || !makerOf(operations, list.resource) || count > fewest)
    return walk
  for (let made = count; made <= fewest; made++)
    await stage.subject(item.operation, { fresh: true })
  return walkList(stage, list, draft, largestPage(list))
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
    const whole = await filled(call)
    await checkPages(call, whole)
    await checkFilter(call, whole)
  }
  return { id: `${resource.name} list`, source: 'lifecycle', cases: all, requests: 30, run }
}
