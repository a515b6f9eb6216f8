import express, { type Express, type Response, Router } from 'express'
import type { DocsContract, DocsPlace } from './docs-contract.js'
import { createSiteMap } from './site-map.js'

/** Who asks: `ask-app.ts` puts it there. */
const placeOf = (response: Response): DocsPlace => (response.locals as { place: DocsPlace }).place

/** The pages of one contract, below its base path. */
const createPages = ({ contract, base }: DocsContract): Router => {
  const router = Router()
  const map = createSiteMap(contract)
  router.use((request, response, next) => {
    const page = map.find(request.path.replace(/\/$/, ''))
    if (!page) return next()
    response.set('Cache-Control', 'no-cache').type('html')
    response.send(`<!doctype html><title>${page.kind} ${placeOf(response).origin}${base}</title>`)
  })
  return router
}

/** The docs site as an Express application: the pages of every contract. */
export const createDocsApp = (contracts: readonly DocsContract[]): Express => {
  const app = express()
  app.disable('x-powered-by')
  for (const docs of contracts) app.use(docs.base, createPages(docs))
  return app
}
