import { plainName, singularName } from '../../lib/plain-name.js'
import type { Envelope, PropertyPath } from '../resource-model.js'
import { isRecordList, viewAt, type SchemaView } from './schema-view.js'

/** Names that arrays of records have, whatever they hold. */
const itemNames = new Set(
  'data items results result entries records values value content list rows elements objects resources collection hits docs nodes'.split(
    ' ',
  ),
)

/** Objects that hold the array of records, or what is said of the page. */
const wrappers = new Set(
  'data result results response _embedded embedded payload body list'.split(' '),
)

/** A list found in a body, and how plain it is that it is one. */
export interface FoundList {
  readonly items: PropertyPath
  readonly view: SchemaView
  readonly isPlain: boolean
  /** True for an array of which nobody says what it holds; `view` tells nothing then. */
  readonly isOpen?: true
}

/** Words of pages: what stands beside the items of a list. */
const paging =
  /^(total|count|page|pages|limit|offset|size|next|prev|previous|hasmore|more|cursor|links|meta|metadata|pagination|paging|self|href|url|object|kind|apiversion|results|startat|maxresults|perpage|islast|first|last|pageinfo|order|warnings|errors|success|status|ok)|page|total|cursor|marker|token/

/** An array without a word of what it holds. */
const isOpenList = (view: SchemaView | undefined): boolean =>
  view !== undefined &&
  view.types.has('array') &&
  view.types.size === 1 &&
  (view.items === undefined || (view.items.types.size === 0 && view.items.names.length === 0))

const listsIn = (view: SchemaView, at: PropertyPath): readonly PropertyPath[] =>
  view.names.filter((name) => isRecordList(view.property(name))).map((name) => [...at, name])

const candidates = (body: SchemaView, noun: string): readonly PropertyPath[] => {
  const nested = body.names.filter(
    (name) =>
      (wrappers.has(name.toLowerCase()) || singularName(name) === noun) &&
      !isRecordList(body.property(name)),
  )
  const within = nested.flatMap((name) => listsIn(body.property(name) as SchemaView, [name]))
  return [...listsIn(body, []), ...within]
}

const plainness = (path: PropertyPath, noun: string): number => {
  const last = path.at(-1) ?? ''
  if (singularName(last) === noun) return 3
  if (itemNames.has(last.toLowerCase()) || path[0] === '_embedded') return 2
  return noun !== '' && (noun.endsWith(singularName(last)) || singularName(last).endsWith(noun))
    ? 2
    : 1
}

/** True when all else in the body speaks of pages. */
const isMostlyPaging = (body: SchemaView, path: PropertyPath): boolean =>
  body.names.filter((name) => name !== path[0]).every((name) => paging.test(plainName(name)))

/** The list of records in a body, `noun` being the singular of what they are. */
export const findList = (body: SchemaView | undefined, noun: string): FoundList | undefined => {
  if (!body) return undefined
  if (isRecordList(body)) return { items: [], view: body.items as SchemaView, isPlain: true }
  if (isOpenList(body)) return { items: [], view: body, isPlain: false, isOpen: true }
  const found = candidates(body, noun)
    .map((path) => ({ path, rank: plainness(path, noun) }))
    .sort((a, b) => b.rank - a.rank || a.path.length - b.path.length)
  const [best, second] = found
  if (!best) return openListIn(body, noun)
  if (best.rank === 1 && second) return undefined
  const isPaged = isMostlyPaging(body, best.path)
  // Among other properties, a list is a property of a thing, not a list of things.
  if (looksLikeRecord(body) && !(isPaged && best.rank > 1)) return undefined
  if (!isPaged && best.rank === 1) return undefined
  return {
    items: best.path,
    view: viewAt(body, best.path)?.items as SchemaView,
    isPlain: best.rank === 3 || (best.rank === 2 && isPaged),
  }
}

/** An array inside of a body that is called as lists are, beside nothing but what speaks of pages. */
const openListIn = (body: SchemaView, noun: string): FoundList | undefined => {
  const name = body.names.find(
    (one) => isOpenList(body.property(one)) && plainness([one], noun) > 1,
  )
  if (name === undefined || !isMostlyPaging(body, [name])) return undefined
  return { items: [name], view: body.property(name) as SchemaView, isPlain: false, isOpen: true }
}

const looksLikeRecord = (body: SchemaView): boolean =>
  body.names.some((name) => /^(_?id|uuid|name|key|gid|title)$/i.test(name))

/** Where lists say what page it is: here, and in these objects. */
const metaNames =
  /^_?(meta|metadata|pagination|paging|page|links|pageinfo|pageable|responsemetadata|pages|cursors?)$/

const signs: Readonly<Record<Exclude<keyof Envelope, 'items'>, RegExp>> = {
  total:
    /^(total|totalcount|count|totalresults|totalelements|totalitems|totalrecords|results|totalsize|resultcount|numberofresults)$/,
  page: /^(page|pagenumber|currentpage|number|pageno|pageindex)$/,
  size: /^(size|limit|pagesize|perpage|maxresults|itemsperpage|pagelimit|resultsperpage)$/,
  pages: /^(pages|totalpages|pagecount|lastpage|numpages|pagestotal)$/,
  offset: /^(offset|startat|skip|start|startindex)$/,
  hasMore: /^(hasmore|hasnext|hasnextpage|more|ismore|truncated|istruncated)$/,
  next: /^(next|nextpagetoken|nextcursor|nexttoken|nextpage|nextmarker|continue|nexturl|nextlink|nextpageurl|odatanextlink|cursor|after|endcursor)$/,
  previous:
    /^(prev|previous|prevpage|previouspage|prevcursor|previouscursor|prevmarker|prevurl|previousurl|prevpageurl)$/,
}

const numbers = new Set(['total', 'page', 'size', 'pages', 'offset'])

const fits = (sign: string, view: SchemaView): boolean => {
  if (view.types.has('array')) return false
  if (numbers.has(sign)) return view.types.has('integer') || view.types.has('number')
  if (sign === 'hasMore') return view.types.has('boolean')
  return !view.types.has('boolean') && !view.types.has('object')
}

/** A link may be an object that holds its address. */
const scalarAt = (view: SchemaView, path: PropertyPath): readonly [PropertyPath, SchemaView] => {
  const address = view.names.find((name) => /^(href|url)$/.test(name))
  const inside = address === undefined ? undefined : view.property(address)
  return address !== undefined && inside ? [[...path, address], inside] : [path, view]
}

/** Everything in a body, but for its items, that may speak of the page; outer ones first. */
const metaProperties = (body: SchemaView, items: PropertyPath): readonly PropertyPath[] => {
  const holders: PropertyPath[] = [[]]
  if (items.length > 1) holders.push(items.slice(0, -1))
  for (const holder of [...holders])
    for (const name of viewAt(body, holder)?.names ?? [])
      if (metaNames.test(plainName(name))) {
        holders.push([...holder, name])
        for (const inner of viewAt(body, [...holder, name])?.names ?? [])
          if (metaNames.test(plainName(inner))) holders.push([...holder, name, inner])
      }
  return holders.flatMap((holder) =>
    (viewAt(body, holder)?.names ?? []).map((name) => [...holder, name]),
  )
}

/** How a list is wrapped: where its items, totals and links stand. */
export const inferEnvelope = (body: SchemaView, items: PropertyPath): Envelope => {
  if (items.length === 0) return { items }
  const found: { -readonly [K in keyof Envelope]?: PropertyPath } = {}
  for (const path of metaProperties(body, items)) {
    const view = viewAt(body, path)
    if (!view || path.join('/') === items.join('/')) continue
    const name = plainName(path.at(-1) ?? '')
    const [at, scalar] = scalarAt(view, path)
    for (const [sign, pattern] of Object.entries(signs) as [keyof typeof signs, RegExp][])
      if (found[sign] === undefined && pattern.test(name) && fits(sign, scalar)) {
        found[sign] = at
        break
      }
  }
  return { ...found, items }
}
