import type { Inference } from '../../resources/resource-model.js'
import { valueAtPath } from '../../lib/value-path.js'
import { parameterOf, type RequestDraft } from '../request-draft.js'
import type { Actor, Sent, Stage } from '../stage.js'
import { itemsIn } from './items-in.js'
import { nextPage, type Query } from './next-page.js'

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
  let wanted: Query | undefined = query
  let isTold = true
  while (wanted && pages.length < mostPages) {
    const request = withQuery(draft, wanted)
    const one = await (isTold ? stage.prepare(request, as) : stage.unjudged(request, as))
    const items = one.isSuccess ? itemsIn(list, one.body) : undefined
    if (!items && sent.length === 0) return undefined
    // Asked for what lies beyond the last page, some servers refuse.
    if (!items) return walked(list, pages, sent, !isTold)
    sent.push(one)
    pages.push(items)
    const next = nextPage(list, one, wanted, items.length)
    wanted = next?.query
    isTold = next?.isTold ?? true
  }
  return walked(list, pages, sent, wanted === undefined && isEnd(list, pages, query))
}

/** Without a way to the next page, a list of as many items as it may have need not be all. */
const isEnd = (
  { list }: Inference,
  pages: readonly (readonly unknown[])[],
  query: Query,
): boolean => {
  const { page, offset, cursor, size } = list ?? {}
  if (size === undefined || page !== undefined || offset !== undefined || cursor !== undefined)
    return true
  return (pages.at(-1)?.length ?? 0) < Number(query.get(size))
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
