import { own } from '../lib/json-object.js'
import { countWord, isUrl, pagingOf } from '../resources/records/list-page.js'
import type { ListFilter, PropertyPath } from '../resources/resource-model.js'
import { isValidAt, keywordOf, placeAtPath, placeOf } from '../generate/schema-place.js'
import { codeOf, Expression, quoted } from './code-of.js'
import { scopeMembers } from './target-parts.js'
import { type BodyMember, replyLine } from './reply-line.js'
import type { ResourceCode } from './handler-code.js'

/** Conditions as `list` takes them: an object, or several where one property is compared twice alike. */
const conditionsOf = (
  filters: readonly (ListFilter & { readonly text: string })[],
): Expression | undefined => {
  const groups: Record<string, Record<string, Expression>>[] = []
  for (const { property, test, text } of filters) {
    const name = property.join('.')
    const group = groups.find((one) => one[name]?.[test] === undefined) ?? {}
    if (!groups.includes(group)) groups.push(group)
    group[name] = { ...group[name], [test]: new Expression(text) }
  }
  const plain = groups.map((group) =>
    Object.fromEntries(
      Object.entries(group).map(([name, tests]) => {
        const { equals, ...others } = tests
        return [name, equals && Object.keys(others).length === 0 ? equals : tests]
      }),
    ),
  )
  if (plain.length === 0) return undefined
  return new Expression(codeOf(plain.length === 1 ? plain[0] : plain, '  '))
}

/** What a list is selected by. */
export const whereOf = ({ code, inference }: ResourceCode): Expression | undefined =>
  conditionsOf([
    ...(inference.scope ?? []).map((one) => ({ ...one, text: code.param(one.parameter) })),
    ...(inference.list?.filters ?? []).map((one) => ({ ...one, text: code.query(one.parameter) })),
  ])

const pageQuery = ({ code, inference }: ResourceCode): Record<string, unknown> | undefined => {
  const paging = pagingOf(inference)
  if (!paging) return undefined
  const from = (name: string | undefined) =>
    name === undefined ? undefined : new Expression(code.query(name))
  return {
    number: from(paging.page),
    offset: from(paging.offset),
    cursor: from(paging.cursor),
    size: from(paging.size),
    defaultSize: paging.usual,
    maxSize: paging.most === Infinity ? undefined : paging.most,
    first: paging.firstPage === 0 && paging.page !== undefined ? 0 : undefined,
  }
}

/** The URL of a page, by the parameter that the contract says pages with. */
const urlOf = ({ inference }: ResourceCode, place: string): string | undefined => {
  const { page, offset, cursor }: { page?: string; offset?: string; cursor?: string } =
    inference.list ?? {}
  const [name, value] =
    page !== undefined
      ? [page, `${place}.number`]
      : offset !== undefined
        ? [offset, `${place}.offset`]
        : [cursor, `${place}.offset > 0 ? ${place}.cursor : undefined`]
  return name === undefined ? undefined : `url(${codeOf({ [name]: new Expression(value) })})`
}

/** Notes what a text takes of the request. */
const takeNames = (code: ResourceCode['code'], text: string): void => {
  if (text.includes('url(')) code.use('url')
  if (text.startsWith('origin +')) code.use('origin')
}

/** Ways to say where a neighbour is, each with what it looks like. */
const wordsFor = (part: ResourceCode, place: string): readonly (readonly [string, unknown])[] => {
  const { page, offset, cursor }: { page?: string; offset?: string; cursor?: string } =
    part.inference.list ?? {}
  return [
    ...(cursor === undefined
      ? []
      : [[`${place}.cursor`, 'after-20-x'] as const, [`${place}.offset`, 20] as const]),
    ...(page === undefined ? [] : [[`${place}.number`, 2] as const]),
    ...(offset === undefined ? [] : [[`${place}.offset`, 20] as const]),
  ]
}

/** The way to say where a neighbour is that its place in the body takes. */
const neighbourText = (part: ResourceCode, path: PropertyPath, name: string) => {
  const place = placeAtPath(placeOf(part.inference.response?.content?.schema), path)
  const url = urlOf(part, `page.${name}`)
  const urls =
    url === undefined
      ? []
      : [[url, '/a?page=2'] as const, [`origin + ${url}`, 'http://localhost/a?page=2'] as const]
  const words = wordsFor(part, `page.${name}`)
  const isLink = place && isUrl(keywordOf(place, 'format'), path)
  const ways = isLink ? [...urls, ...words] : [...words, ...urls]
  return ways.find(([, like]) => !place || isValidAt(place, like))?.[0]
}

/** What the body says of a neighbour, and where: `page.next` or `page.previous`. */
const neighbour = (
  part: ResourceCode,
  path: PropertyPath | undefined,
  name: string,
): BodyMember[] => {
  if (!path) return []
  const whole = placeOf(part.inference.response?.content?.schema)
  const hasHref = placeAtPath(whole, [...path, 'href']) !== undefined
  const inner = hasHref ? [...path, 'href'] : path
  const outer = inner.at(-1) === 'href' ? inner.slice(0, -1) : inner
  const around = placeAtPath(whole, outer)
  const text = neighbourText(part, inner, name)
  if (text === undefined) return [[outer, undefined]]
  takeNames(part.code, text)
  const none = !around || isValidAt(around, null) ? 'null' : 'undefined'
  const there = inner.length > outer.length ? `{ href: ${text} }` : text
  return [[outer, `page.${name} ? ${there} : ${none}`]]
}

const envelopeMembers = (part: ResourceCode): readonly BodyMember[] => {
  const { envelope } = part.inference
  if (!envelope) return []
  const plainly = (path: PropertyPath | undefined, text: string): BodyMember[] =>
    path ? [[path, text]] : []
  return [
    ...plainly(envelope.total, 'page.total'),
    ...plainly(envelope.page, 'page.number'),
    ...plainly(envelope.size, 'page.size'),
    ...plainly(envelope.pages, 'page.pages'),
    ...plainly(envelope.offset, 'page.offset'),
    ...plainly(envelope.hasMore, 'page.next !== undefined'),
    ...neighbour(part, envelope.next, 'next'),
    ...neighbour(part, envelope.previous, 'previous'),
  ]
}

const counts: Readonly<Record<string, string>> = {
  ...{ totalcount: 'total', total: 'total', totalitems: 'total', count: 'total' },
  ...{ totalpages: 'pages', pagecount: 'pages', pages: 'pages' },
  ...{ page: 'number', currentpage: 'number', perpage: 'size', pagesize: 'size', limit: 'size' },
}

const headersOf = (part: ResourceCode): Readonly<Record<string, string>> => {
  const { inference, code } = part
  const found = (inference.response?.response.headers ?? []).flatMap(
    ({ name }): (readonly [string, string])[] => {
      const word = countWord(name)
      const count = own(counts, word)
      if (count !== undefined) return [[name, `String(page.${count})`]]
      const url = word === 'link' ? urlOf(part, 'at') : undefined
      if (url === undefined) return []
      takeNames(code, `origin + ${url}`)
      return [[name, `page.links((at) => origin + ${url})`]]
    },
  )
  return Object.fromEntries(found)
}

/** What `list` is asked, in the order in which people think of it. */
const listQuery = (part: ResourceCode): string => {
  const { code, inference } = part
  const { search, sort, order } = inference.list ?? {}
  const from = (name: string | undefined) =>
    name === undefined ? undefined : new Expression(code.query(name))
  const scope = Object.entries(scopeMembers(part)).map(
    ([name, text]) => [name, new Expression(text)] as const,
  )
  const query = {
    ...Object.fromEntries(scope),
    where: whereOf(part),
    ...{ search: from(search), sort: from(sort), order: from(order), page: pageQuery(part) },
  }
  const text = codeOf(query)
  return text === '{}' ? '' : text
}

/** A list. */
export const ejectList = async (part: ResourceCode): Promise<void> => {
  const { code, inference, all } = part
  const { envelope, response, list } = inference
  code.add(`const ${all} = ${code.use('resources')}.of(${quoted(inference.resource.name)})`)
  code.add(`const page = await ${all}.list(${listQuery(part)})`)
  const at = envelope?.items ?? response?.at
  const answer = {
    ...(at && { shown: { at, text: 'page.items', isList: true } }),
    ...(at && { more: envelopeMembers(part) }),
    headers: headersOf(part),
    ...(list?.fields !== undefined && { fields: code.query(list.fields) }),
  }
  code.add(await replyLine(part, answer))
}
