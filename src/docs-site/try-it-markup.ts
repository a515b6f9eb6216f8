import type { DocsContract, DocsPlace } from './docs-contract.js'
import type { PagePlace } from './site-map.js'

/** What a page needs for its try-it: elements of its head, and of its body. */
export interface TryItMarkup {
  readonly head: string
  readonly body: string
}

/** The try-it of a page: without scripts the page is its text. */
export const tryItMarkup = (
  _docs: DocsContract,
  _page: PagePlace,
  _place: DocsPlace,
): TryItMarkup => ({ head: '', body: '' })
