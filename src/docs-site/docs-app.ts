import express, {
  type Express,
  type NextFunction,
  type Request,
  type Response,
  Router,
} from 'express'
import type { DocsContract, DocsPlace } from './docs-contract.js'
import { createSiteMap } from './site-map.js'
import { tryItFile, tryItPaths } from './try-it-files.js'

/** Who asks: `ask-app.ts` puts it there. */
const placeOf = (response: Response): DocsPlace => (response.locals as { place: DocsPlace }).place

/** The pages of one contract, below its base path. */
const createPages = (docs: DocsContract): Router => {
  const { contract, base } = docs
  const router = Router()
  const map = createSiteMap(contract)
  const sendFile = async (request: Request, response: Response, next: NextFunction) => {
    const file = await tryItFile(docs, map, placeOf(response), request.path, request.query['page'])
    if (!file) return next()
    response.set('Cache-Control', 'no-store').type(file.type).send(file.text)
  }
  router.get(tryItPaths, sendFile)
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
