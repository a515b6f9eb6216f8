import { stringifyExact } from '../lib/parse-exact.js'
import type { DocsContract, DocsPlace } from './docs-contract.js'
import { enrichedContract } from './enriched-contract.js'
import type { SiteMap } from './site-map.js'

/** A file of the docs site that is made for who asks. */
export interface TryItFile {
  readonly type: string
  readonly text: string
}

/** The paths of such files, below the pages of a contract. */
export const tryItPaths = ['/openapi.json', '/try-it.json']

/** The file at a path below the pages of a contract; undefined where `page` says a page that there is not. */
export const tryItFile = async (
  docs: DocsContract,
  map: SiteMap,
  place: DocsPlace,
  path: string,
  page: unknown,
): Promise<TryItFile | undefined> => {
  const found = map.find(typeof page === 'string' ? page.replace(/\/$/, '') : '')
  if (!found) return undefined
  if (path === '/openapi.json') {
    const document = await enrichedContract(docs, place, found)
    return { type: 'application/json', text: stringifyExact(document) ?? 'null' }
  }
  return undefined
}
