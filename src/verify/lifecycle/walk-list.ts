import type { Inference } from '../../resources/resource-model.js'
import { valueAtPath } from '../../lib/value-path.js'
import { parameterOf, type RequestDraft } from '../request-draft.js'
import type { Actor, Sent, Stage } from '../stage.js'
import { itemsIn } from './items-in.js'
import { leadsElsewhere, type NextPage, nextPage, type Query, saysEnd } from './next-page.js'

/** A list as a client reads it, page after page. */
export interface Walk {
  readonly pages: readonly (readonly unknown[])[]
  readonly items: readonly unknown[]
  /** The answers, one for each page. */
  readonly sent: readonly Sent[]
  /** True when the last page was seen. */
  readonly isWhole: boolean
  /** How many there are in all, where the answer says it. */
  readonly total: number | undefined
}

const mostPages = 10

const withQuery = (draft: RequestDraft, query: Query): RequestDraft => {
  const parameters = new Map(draft.parameters)
  for (const [name, value] of query) {
    const parameter = parameterOf(draft.operation, 'query', name)
    if (parameter) parameters.set(parameter, value)
  }
  return { ...draft, parameters }
}

const totalIn = ({ envelope }: Inference, { body }: Sent): number | undefined => {
  const said = envelope?.total && valueAtPath(body, envelope.total)
  return typeof said === 'number' ? said : undefined
}

/**
 * Reads a list to its end, ten pages at most, with these values of query parameters; undefined when its
 * first page is no list.
 */
export const walkList = async (
  stage: Pick<Stage, 'prepare' | 'unjudged'>,
  list: Inference,
  draft: RequestDraft,
  query: Query = new Map(),
  as: Actor = 'user',
): Promise<Walk | undefined> => {
  const sent: Sent[] = []
  const pages: (readonly unknown[])[] = []
  let next: NextPage | undefined = { query, isTold: true }
  while (next && pages.length < mostPages) {
    const request = withQuery(draft, next.query)
    // Asked for what lies beyond the last page, some servers refuse.
    const one: Sent = await (next.isTold ? stage.prepare : stage.unjudged)(request, as)
    const items = one.isSuccess ? itemsIn(list, one.body) : undefined
    if (!items) return pages.length === 0 ? undefined : walked(list, pages, sent, !next.isTold)
    sent.push(one)
    pages.push(items)
    const { query: asked }: NextPage = next
    next = nextPage(list, one, asked, items.length)
    if (!next) return walked(list, pages, sent, isEnd(list, one, items.length, asked))
  }
  return walked(list, pages, sent, false)
}

/**
 * Whether a page after which nothing is known to come is the last: where nothing tells of a next page,
 * a list of as many items as it may have need not be all.
 */
const isEnd = (list: Inference, sent: Sent, count: number, query: Query): boolean => {
  const { page, offset, cursor, size } = list.list ?? {}
  if (leadsElsewhere(list, sent)) return false
  if (page !== undefined || offset !== undefined || saysEnd(list, sent)) return true
  if (cursor !== undefined && list.envelope?.next === undefined) return count === 0
  return size === undefined || cursor !== undefined || count < Number(query.get(size))
}

const walked = (
  list: Inference,
  pages: readonly (readonly unknown[])[],
  sent: readonly Sent[],
  isWhole: boolean,
): Walk => {
  const total = sent[0] && totalIn(list, sent[0])
  return { pages, items: pages.flat(), sent, isWhole, total }
}
