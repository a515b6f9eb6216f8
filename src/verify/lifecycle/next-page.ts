import type { Parameter } from '../../contract/contract.js'
import { readText } from '../../contract/read-text.js'
import { objectOrEmpty, own } from '../../lib/json-object.js'
import { valueAtPath } from '../../lib/value-path.js'
import type { Inference } from '../../resources/resource-model.js'
import type { Sent } from '../stage.js'
import { isReply, replyHeader } from '../wire.js'

/** Values of query parameters by name. */
export type Query = ReadonlyMap<string, unknown>

/** The URL of the next page in a Link header (RFC 8288). */
const linkedNext = ({ answer }: Sent): string | undefined => {
  const text = (isReply(answer) && replyHeader(answer, 'link')) || ''
  return text
    .split(/,(?=\s*<)/)
    .map((link) => /<([^>]*)>.*;\s*rel="?next"?/i.exec(link)?.[1])
    .find((url) => url !== undefined)
}

const queryParameter = ({ operation }: Inference, name: string): Parameter | undefined =>
  operation.parameters.find((one) => one.in === 'query' && one.name === name)

/** The query of a URL, as values of documented parameters; undefined when it has others. */
const queryOf = (inference: Inference, url: string, target: string): Query | undefined => {
  const base = `http://localhost${target}`
  if (!URL.canParse(url, base)) return undefined
  const found = new Map<string, unknown>()
  for (const [name, text] of new URL(url, base).searchParams) {
    const parameter = queryParameter(inference, name)
    if (!parameter) return undefined
    found.set(name, readText(parameter, text).value ?? text)
  }
  return found
}

const isAddress = (text: string): boolean => /^(https?:\/\/|\/|\?)/.test(text)

/** The number of the first page: 0 or 1. */
const firstPage = (inference: Inference, name: string): number => {
  const schema = objectOrEmpty(queryParameter(inference, name)?.schema.schema)
  return [own(schema, 'default'), own(schema, 'minimum')].includes(0) ? 0 : 1
}

/** What leads to the next page: what the answer says, or a number that only counts on. */
export interface NextPage {
  readonly query: Query
  /** True when the answer says that there is one; else it may lie beyond the last. */
  readonly isTold: boolean
}

/** The page behind an address in the body or in a Link header. */
const linked = (inference: Inference, sent: Sent, said: unknown): NextPage | 'none' | undefined => {
  const url = typeof said === 'string' && isAddress(said) ? said : linkedNext(sent)
  if (url === undefined) return undefined
  const query = queryOf(inference, url, sent.request.target)
  return query ? { query, isTold: true } : 'none'
}

/** True when an answer links to a next page by parameters that the contract does not have. */
export const leadsElsewhere = (inference: Inference, sent: Sent): boolean => {
  const said = inference.envelope?.next && valueAtPath(sent.body, inference.envelope.next)
  return linked(inference, sent, said) === 'none'
}

/** True when an answer says that no page comes after it. */
export const saysEnd = ({ envelope }: Inference, { body }: Sent): boolean =>
  envelope?.hasMore !== undefined && valueAtPath(body, envelope.hasMore) === false

const told = (inference: Inference, sent: Sent, query: Query): NextPage | 'none' | undefined => {
  const { envelope, list } = inference
  const said = envelope?.next && valueAtPath(sent.body, envelope.next)
  const found = linked(inference, sent, said)
  if (found) return found
  if (list?.cursor !== undefined && envelope?.next) {
    const isEnd = said === undefined || said === null || said === ''
    return isEnd ? 'none' : { query: new Map([...query, [list.cursor, said]]), isTold: true }
  }
  return saysEnd(inference, sent) ? 'none' : undefined
}

/** The next page by counting: its number, or how many items come before it. */
const counted = (inference: Inference, query: Query, items: number): Query | undefined => {
  const { page, offset } = inference.list ?? {}
  if (page !== undefined) {
    const number = Number(query.get(page) ?? firstPage(inference, page)) + 1
    return new Map([...query, [page, number]])
  }
  if (offset === undefined) return undefined
  return new Map([...query, [offset, (Number(query.get(offset) ?? 0) || 0) + items]])
}

/** How the page after a page of so many items is asked for; undefined when there is none. */
export const nextPage = (
  inference: Inference,
  sent: Sent,
  query: Query,
  items: number,
): NextPage | undefined => {
  const said = told(inference, sent, query)
  if (said !== undefined) return said === 'none' ? undefined : said
  const { size } = inference.list ?? {}
  const wanted = size !== undefined ? Number(query.get(size)) : Number.NaN
  if (items === 0 || items < wanted) return undefined
  const next = counted(inference, query, items)
  return next && { query: next, isTold: false }
}
