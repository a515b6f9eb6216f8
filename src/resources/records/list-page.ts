import type { Parameter } from '../../contract/contract.js'
import { isObject, own } from '../../lib/json-object.js'
import { readPairs } from '../../lib/query-string.js'
import type { Envelope, Inference, ListParameters, PropertyPath } from '../resource-model.js'
import { isValidAt, keywordOf, placeAtPath, placeOf } from '../../generate/schema-place.js'
import { cursorAfter, cursorAt, ownCursor, ownCursorIn, startOf } from './list-cursor.js'
import type { StateRequest } from './state-handler.js'
import type { StateRecord } from './state-record.js'

/** A part of a list, and where it stands. */
export interface ListPage {
  readonly records: readonly StateRecord[]
  readonly total: number
  readonly start: number
  readonly size: number
  /** The number of the first page: 0 or 1. */
  readonly firstPage: number
}

/** How many records a page has when nobody says. */
export const defaultSize = 20

const parameterNamed = (
  { operation }: Inference,
  name: string | undefined,
): Parameter | undefined =>
  operation.parameters.find((one) => one.in === 'query' && one.name === name)

/** A number that is not negative, without its fraction; undefined for anything else. */
export const numberOf = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) && number >= 0
    ? Math.floor(number)
    : undefined
}

const keyword = (parameter: Parameter | undefined, name: string): number | undefined => {
  const place = placeOf(parameter?.schema)
  return place && numberOf(keywordOf(place, name))
}

/** Which part of a list is wanted. */
export interface PageWish {
  /** The number of the page, the first one being `firstPage`. */
  readonly number?: number | undefined
  readonly offset?: number | undefined
  readonly cursor?: unknown
  readonly size: number
  readonly firstPage: number
}

/** A part of a list. */
export const pageAt = (records: readonly StateRecord[], wish: PageWish): ListPage => {
  const { number, offset, cursor, size, firstPage } = wish
  const start =
    cursor !== undefined && cursor !== ''
      ? startOf(cursor, records)
      : (offset ?? Math.max((number ?? firstPage) - firstPage, 0) * size)
  const page = records.slice(start, start + size)
  return { records: page, total: records.length, start, size, firstPage }
}

/** All of a list, as one page. */
export const wholeList = (records: readonly StateRecord[]): ListPage => ({
  ...{ records, total: records.length, start: 0, size: records.length, firstPage: 1 },
})

/** How the pages of a list are: their usual and their largest size, and the number of the first one. */
export const pagingOf = (inference: Inference) => {
  const { page, size, offset, cursor }: Partial<ListParameters> = inference.list ?? {}
  if ([page, size, offset, cursor].every((name) => name === undefined)) return undefined
  const sized = parameterNamed(inference, size)
  const paged = parameterNamed(inference, page)
  const isZero =
    keyword(paged, 'default') === 0 ||
    (keyword(paged, 'minimum') === 0 && keyword(paged, 'default') === undefined)
  return {
    ...{ page, size, offset, cursor },
    usual: keyword(sized, 'default') ?? defaultSize,
    most: keyword(sized, 'maximum') ?? Infinity,
    firstPage: isZero ? 0 : 1,
  }
}

/** The size of a page when nobody says: a default of none means no limit. */
export const usualSize = (usual: number, total: number): number =>
  usual === 0 ? Math.max(total, 1) : usual

/** True where parameters say where a page begins. */
const isPlaced = ({ page, offset, cursor }: Partial<ListParameters> = {}): boolean =>
  [page, offset, cursor].some((name) => name !== undefined)

/**
 * The page of a list that a request asks for; all of it where the contract knows no pages. `written` is
 * the query as it was sent.
 */
export const pageOf = (
  inference: Inference,
  records: readonly StateRecord[],
  query: Readonly<Record<string, unknown>>,
  written = '',
): ListPage => {
  const paging = pagingOf(inference)
  if (!paging) return wholeList(records)
  const given = (name: string | undefined) => (name === undefined ? undefined : query[name])
  const { usual, most, firstPage } = paging
  return pageAt(records, {
    number: numberOf(given(paging.page)),
    offset: numberOf(given(paging.offset)),
    cursor: isPlaced(paging) ? given(paging.cursor) : ownCursorIn(written),
    size: Math.min(numberOf(given(paging.size)) ?? usualSize(usual, records.length), most),
    firstPage,
  })
}

/** A query with other values of some parameters; undefined removes one. */
export const queryWith = (query: string, changes: Readonly<Record<string, unknown>>): string => {
  const others = (readPairs(query, Infinity) ?? []).filter(
    ([name]) => !Object.hasOwn(changes, name),
  )
  const added = Object.entries(changes).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  )
  return [...others, ...added]
    .map(([key, text]) => `${encodeURIComponent(key)}=${encodeURIComponent(text)}`)
    .join('&')
}

/** Gives the query of the page that begins at a place of the list. */
const queryFrom = (
  inference: Inference,
  { query }: StateRequest,
  { size, firstPage }: ListPage,
  all: readonly StateRecord[],
  begin: number,
): string | undefined => {
  const { list } = inference
  if (list?.page !== undefined)
    return queryWith(query, { [list.page]: Math.floor(begin / size) + firstPage })
  if (list?.offset !== undefined) return queryWith(query, { [list.offset]: begin })
  const name = list?.cursor ?? ownCursor
  const place = placeOf(parameterNamed(inference, name)?.schema)
  const cursor = begin > 0 ? cursorAt(place, cursorAfter(all, begin)) : undefined
  return begin > 0 && cursor === undefined ? undefined : queryWith(query, { [name]: cursor })
}

/** Where the neighbours of a page begin; undefined where there are none. */
export const neighbours = ({ start, size, total }: ListPage) => ({
  next: size > 0 && start + size < total ? start + size : undefined,
  previous: start > 0 && size > 0 ? Math.max(start - size, 0) : undefined,
  last: size > 0 ? Math.max(Math.ceil(total / size) - 1, 0) * size : 0,
})

/** True for a member that is a URL, by its format or its name. */
export const isUrl = (format: unknown, path: PropertyPath): boolean =>
  /^(uri|url|uri-reference|iri)/.test(String(format)) ||
  /url|uri|href|link/i.test(path.join('.')) ||
  path.at(-2) === '_links'

/** What the body says of a neighbour: its URL, its cursor, or its number. */
const said = (
  inference: Inference,
  request: StateRequest,
  page: ListPage,
  all: readonly StateRecord[],
  path: PropertyPath,
  begin: number | undefined,
): unknown => {
  const place = placeAtPath(placeOf(inference.response?.content?.schema), path)
  const fits = (value: unknown) => !place || isValidAt(place, value)
  if (begin === undefined) return fits(null) ? null : undefined
  const query = queryFrom(inference, request, page, all, begin)
  const url = query === '' ? request.path : `${request.path}?${query}`
  const urls = query === undefined ? [] : [url, request.origin + url]
  const { page: byPage, offset, cursor }: Partial<ListParameters> = inference.list ?? {}
  const words = [
    ...(cursor === undefined ? [] : [cursorAt(place, cursorAfter(all, begin)), begin]),
    ...(byPage === undefined ? [] : [Math.floor(begin / page.size) + page.firstPage]),
    ...(offset === undefined ? [] : [begin]),
  ]
  const first = place && isUrl(keywordOf(place, 'format'), path) ? urls : words
  const made = [...first, ...(first === urls ? words : urls)].find(
    (value) => value !== undefined && fits(value),
  )
  return isObject(made) ? undefined : made
}

/** What the body says of a neighbour, and where: a link without an address is no link (`{ href }`). */
const neighbourValue = (
  inference: Inference,
  request: StateRequest,
  page: ListPage,
  all: readonly StateRecord[],
  path: PropertyPath,
  begin: number | undefined,
): readonly [PropertyPath, unknown] => {
  const inside = [...path, 'href']
  const isObjectThere = placeAtPath(placeOf(inference.response?.content?.schema), inside)
  const at = isObjectThere ? inside : path
  const whole = at.at(-1) === 'href' ? at.slice(0, -1) : at
  if (begin === undefined) return [whole, said(inference, request, page, all, whole, begin)]
  return [at, said(inference, request, page, all, at, begin)]
}

/** What the envelope says of a page, each where it stands; undefined: the member is left out. */
export const envelopeValues = (
  inference: Inference,
  envelope: Envelope,
  request: StateRequest,
  page: ListPage,
  all: readonly StateRecord[],
): readonly (readonly [PropertyPath, unknown])[] => {
  const { next, previous } = neighbours(page)
  const { start, size, total, firstPage } = page
  const neighbour = (path: PropertyPath | undefined, begin: number | undefined) =>
    path ? [neighbourValue(inference, request, page, all, path, begin)] : []
  const plainly = (path: PropertyPath | undefined, value: unknown) =>
    path ? [[path, value] as const] : []
  return [
    ...plainly(envelope.total, total),
    ...plainly(envelope.page, (size > 0 ? Math.floor(start / size) : 0) + firstPage),
    ...plainly(envelope.size, size),
    ...plainly(envelope.pages, size > 0 ? Math.ceil(total / size) : 0),
    ...plainly(envelope.offset, start),
    ...plainly(envelope.hasMore, next !== undefined),
    ...neighbour(envelope.next, next),
    ...neighbour(envelope.previous, previous),
  ]
}

/** Headers that count, by their plain names. */
const counting = (page: ListPage): Readonly<Record<string, number>> => {
  const pages = page.size > 0 ? Math.ceil(page.total / page.size) : 0
  const number = (page.size > 0 ? Math.floor(page.start / page.size) : 0) + page.firstPage
  return {
    ...{ totalcount: page.total, total: page.total, totalitems: page.total, count: page.total },
    ...{ totalpages: pages, pagecount: pages, pages, page: number, currentpage: number },
    ...{ perpage: page.size, pagesize: page.size, limit: page.size },
  }
}

/** What a header of a list counts, as one word: `totalcount` of `X-Total-Count`. */
export const countWord = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^(x-)?(pagination-)?/, '')
    .replace(/[^a-z]/g, '')

/** The documented headers of a list: `Link` (RFC 8288), and counts such as `X-Total-Count`. */
export const listHeaders = (
  inference: Inference,
  request: StateRequest,
  page: ListPage,
  all: readonly StateRecord[],
): readonly string[] => {
  const documented = inference.response?.response.headers ?? []
  const { next, previous, last } = neighbours(page)
  const counts = counting(page)
  return documented.flatMap(({ name }) => {
    const word = countWord(name)
    const count = own(counts, word)
    if (count !== undefined) return [name, String(count)]
    if (word !== 'link') return []
    const links = Object.entries({ first: 0, prev: previous, next, last }).flatMap(
      ([rel, begin]) => {
        if (begin === undefined) return []
        const query = queryFrom(inference, request, page, all, begin)
        return query === undefined
          ? []
          : [`<${request.origin}${request.path}?${query}>; rel="${rel}"`]
      },
    )
    return links.length === 0 ? [] : [name, links.join(', ')]
  })
}
