import { nearestPaths } from '../lib/nearest-path.js'
import type { DocsContract } from './docs-contract.js'
import { blocks, code, link, plain } from './markdown-text.js'
import { navigationOf, pathOf } from './navigation.js'
import { titleOf } from './operation-text.js'
import type { PageFrame } from './page-frame.js'
import type { RenderMarkdown } from './render-markdown.js'
import type { PagePlace, SiteMap } from './site-map.js'
import { mountOf, rootOf, type UrlPlace } from './site-urls.js'

const nameOf = (page: PagePlace): string => {
  if (page.kind === 'index') return 'Overview'
  return page.kind === 'tag' ? page.tag.name : titleOf(page.operation.operation)
}

/** What a browser is shown where there is no page: those with the nearest addresses. */
export const missingPage = (
  { contract, base }: DocsContract,
  map: SiteMap,
  render: RenderMarkdown,
  path: string,
  place: UrlPlace,
): PageFrame => {
  const root = rootOf(place)
  const near = nearestPaths(path, map.paths, 5).flatMap((one) => map.find(one) ?? [])
  const items = near.map((page) => `- ${link(nameOf(page), root + base + pathOf(page))}`)
  const index: PagePlace = { kind: 'index' }
  return {
    title: 'There is no such page',
    about: `${contract.title} has no page at this address`,
    site: contract.title,
    ...{ mount: mountOf(place), root, markdown: undefined },
    navigation: navigationOf(map, index, root + base),
    above: [{ text: contract.title, href: root + base }],
    article: render(
      blocks(
        `${plain(contract.title)} has no page ${code(path)}. The nearest ones:`,
        items.join('\n'),
      ),
    ),
  }
}
