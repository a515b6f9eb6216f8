import type { Exchange, Reply } from '../exchange.js'
import { askApp } from './ask-app.js'
import { createDocsApp } from './docs-app.js'
import type { DocsContract, DocsPlace } from './docs-contract.js'

/** Answers a request for the docs site; undefined where it has nothing at that URL. */
export type DocsPages = (
  exchange: Exchange,
  url: string,
  place: DocsPlace,
) => Promise<Reply | undefined>

/** The docs site of some contracts. */
export const createDocsPages = (contracts: readonly DocsContract[]): DocsPages => {
  const app = createDocsApp(contracts)
  return (exchange, url, place) => askApp(app, exchange, url, place)
}
