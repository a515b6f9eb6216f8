import { escapeHtml } from '../lib/escape-html.js'
import { manyOperations } from './index-text.js'
import { shortened } from './markdown-text.js'
import { titleOf } from './operation-text.js'
import type { PageLink } from './page-frame.js'
import type { OperationPlace, PagePlace, SiteMap, TagPlace } from './site-map.js'

/** So many operations of a tag are listed around the one that is shown. */
const maxListed = 150

/** A tag is told in so many characters at most. */
const maxTag = 300

const current = ' aria-current="page"'

const operationLink = ({ operation, path }: OperationPlace, base: string, at: string): string => {
  const { method } = operation
  const badge = `<span class="method ${escapeHtml(method.toLowerCase())}">${escapeHtml(method)}</span>`
  return `<li><a href="${escapeHtml(base + path)}"${path === at ? current : ''}>${badge} ${escapeHtml(titleOf(operation))}</a></li>`
}

/** The operations around the one that is shown: a tag may have thousands. */
const around = (operations: readonly OperationPlace[], at: string): readonly OperationPlace[] => {
  if (operations.length <= maxListed) return operations
  const index = operations.findIndex(({ path }) => path === at)
  const start = Math.max(0, Math.min(index - maxListed / 2, operations.length - maxListed))
  return operations.slice(start, start + maxListed)
}

const tagLinks = (
  { name, path, operations }: TagPlace,
  base: string,
  at: string,
  isOpen: boolean,
): string => {
  const head = `<a class="tag" href="${escapeHtml(base + path)}"${path === at ? current : ''}>${escapeHtml(shortened(name, maxTag))}</a>`
  const listed = isOpen ? around(operations, at) : []
  const rest = operations.length - listed.length
  const more = isOpen && rest > 0 ? `<li class="more">… and ${rest} more</li>` : ''
  const items = listed.map((operation) => operationLink(operation, base, at)).join('')
  return `<li>${head}${items === '' ? '' : `<ul>${items}${more}</ul>`}</li>`
}

/** The path of a page below the index page. */
export const pathOf = (page: PagePlace): string =>
  page.kind === 'index' ? '' : page.kind === 'tag' ? page.tag.path : page.operation.path

/** HTML of the navigation of a contract; large ones list the operations of the tag that is shown. */
export const navigationOf = (map: SiteMap, page: PagePlace, base: string): string => {
  const at = pathOf(page)
  const count = map.tags.reduce((sum, { operations }) => sum + operations.length, 0)
  const isShown = (tag: TagPlace): boolean =>
    count <= manyOperations || (page.kind !== 'index' && page.tag === tag)
  const tags = map.tags.map((tag) => tagLinks(tag, base, at, isShown(tag))).join('')
  return `<ul><li><a class="tag" href="${escapeHtml(base)}"${at === '' ? current : ''}>Overview</a></li>${tags}</ul>`
}

/** The pages before and after one, in the order of the navigation. */
export const neighboursOf = (
  map: SiteMap,
  page: PagePlace,
  base: string,
): { readonly previous: PageLink | undefined; readonly next: PageLink | undefined } => {
  const order = [
    { text: 'Overview', path: '' },
    ...map.tags.flatMap(({ name, path, operations }) => [
      { text: name, path },
      ...operations.map((one) => ({ text: titleOf(one.operation), path: one.path })),
    ]),
  ]
  const index = order.findIndex(({ path }) => path === pathOf(page))
  const linkAt = (at: number): PageLink | undefined => {
    const found = order[at]
    return found && { text: found.text, href: base + found.path }
  }
  return { previous: index > 0 ? linkAt(index - 1) : undefined, next: linkAt(index + 1) }
}
