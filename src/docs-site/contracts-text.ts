import type { DocsContract } from './docs-contract.js'
import type { DocsText } from './docs-text.js'
import { code, link } from './markdown-text.js'
import { rootOf, type UrlPlace } from './site-urls.js'

/** The page that lists every contract with a docs site. */
export const contractsText = (contracts: readonly DocsContract[], place: UrlPlace): DocsText => ({
  title: 'Contracts',
  about: 'The contracts that this server answers',
  body: contracts
    .map(({ contract, base }) => {
      const count = contract.operations.length
      const target = link(contract.title, rootOf(place) + base)
      return `- ${target} ${code(contract.version)}, ${count === 1 ? '1 operation' : `${count} operations`}`
    })
    .join('\n'),
})
