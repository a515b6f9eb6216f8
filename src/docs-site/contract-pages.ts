import type { Operation } from '../contract/contract.js'
import type { DocsContract } from './docs-contract.js'
import type { DocsText } from './docs-text.js'
import { indexText } from './index-text.js'
import { keeping } from './keeping.js'
import { plain } from './markdown-text.js'
import { navigationOf, neighboursOf, pathOf } from './navigation.js'
import { operationParts, operationText, type OperationParts } from './operation-text.js'
import type { PageFrame, PageLink } from './page-frame.js'
import type { RenderMarkdown } from './render-markdown.js'
import type { PagePlace, SiteMap } from './site-map.js'
import { mountOf, rootOf, type UrlPlace } from './site-urls.js'
import { tagText } from './tag-text.js'

/** A page of a contract, ready to be sent. */
export interface ContractPage {
  readonly markdown: string
  readonly frame: PageFrame
}

/** Makes a page for whoever asks; those that were made last are kept. */
export type MakePage = (page: PagePlace, place: UrlPlace) => Promise<ContractPage>

const pagesAbove = (page: PagePlace, title: string, base: string): readonly PageLink[] => {
  if (page.kind === 'index') return []
  const index = { text: title, href: base }
  return page.kind === 'tag'
    ? [index]
    : [index, { text: page.tag.name, href: base + page.tag.path }]
}

/** Makes the texts of pages; what does not depend on who asks is made once. */
const createTexts = (docs: DocsContract, map: SiteMap) => {
  const parts = keeping<OperationParts>()
  const partsOf = (operation: Operation): Promise<OperationParts> =>
    parts(operation.pointer, () => operationParts(docs.contract, operation))
  return async (page: PagePlace, place: UrlPlace): Promise<DocsText> => {
    if (page.kind === 'index') return indexText(docs, map, place)
    if (page.kind === 'tag') return tagText(docs, page.tag, place)
    const { operation } = page.operation
    return operationText(docs, operation, await partsOf(operation), place)
  }
}

/** Makes the pages of one contract. */
export const createContractPages = (
  docs: DocsContract,
  map: SiteMap,
  render: RenderMarkdown,
): MakePage => {
  const { contract } = docs
  const textOf = createTexts(docs, map)
  const pages = keeping<ContractPage>()
  const make = async (page: PagePlace, place: UrlPlace): Promise<ContractPage> => {
    const { title, about, body } = await textOf(page, place)
    const base = rootOf(place) + docs.base
    const frame = {
      ...{ title, about, mount: mountOf(place), root: rootOf(place) },
      ...neighboursOf(map, page, base),
      site: page.kind === 'index' ? '' : contract.title,
      markdown: `${base}${pathOf(page)}.md`,
      navigation: navigationOf(map, page, base),
      above: pagesAbove(page, contract.title, base),
      article: render(body),
    }
    return { markdown: `# ${plain(title)}\n\n${body}\n`, frame }
  }
  return (page, place) =>
    pages(JSON.stringify([pathOf(page), place.origin, place.sandbox]), () => make(page, place))
}
