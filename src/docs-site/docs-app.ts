import express, {
  type Express,
  type Request,
  type RequestHandler,
  type Response,
  Router,
} from 'express'
import { preferred } from '../lib/accept.js'
import { once } from '../lib/once.js'
import { assetBase, readAsset } from './asset-files.js'
import { createBundles } from './bundle-files.js'
import { bundleBase } from './bundle-path.js'
import { contentSecurityPolicy } from './content-security-policy.js'
import { createContractPages } from './contract-pages.js'
import { contractsText } from './contracts-text.js'
import type { DocsContract, DocsPlace } from './docs-contract.js'
import { plain } from './markdown-text.js'
import { missingPage } from './missing-page.js'
import { pageHtml, type PageAdditions, type PageFrame } from './page-frame.js'
import { createRenderMarkdown, type RenderMarkdown } from './render-markdown.js'
import { createSiteMap, type SiteMap } from './site-map.js'
import { mountOf, rootOf } from './site-urls.js'
import { readScalar } from './scalar-asset.js'
import { tryItFile } from './try-it-files.js'
import { createTryItMarkup } from './try-it-markup.js'

const html = 'text/html; charset=utf-8'
const markdown = 'text/markdown; charset=utf-8'

/** Who asks: `ask-app.ts` puts it there. */
const placeOf = (response: Response): DocsPlace => (response.locals as { place: DocsPlace }).place

/** True when the client would rather have Markdown than a page. */
const wantsMarkdown = ({ headers }: Request): boolean =>
  preferred(headers.accept, [html, markdown]) === markdown

/** What stands on every answer of the docs site; what it says may change with the next contract. */
const common = {
  'Cache-Control': 'no-cache',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
} as const

const sendPage = (response: Response, frame: PageFrame, policy: string, more: PageAdditions) =>
  response
    .set({ 'Content-Type': html, 'Content-Security-Policy': policy })
    .send(pageHtml(frame, more))

const nothingMore: PageAdditions = { head: '', body: '' }

/** The page at a path, and whether it asks for Markdown by its ending. */
const readPath = (path: string, { find }: Pick<SiteMap, 'find'>) => {
  const page = find(path)
  return page || !/\.md$/i.test(path)
    ? { page, isMarkdown: false }
    : { page: find(path.slice(0, -'.md'.length)), isMarkdown: true }
}

/** What is made for who asks, beside the pages of a contract. */
const createFileRoute =
  (docs: DocsContract, map: SiteMap): RequestHandler =>
  async (request, response, next) => {
    const name = request.path.slice(docs.base.length)
    const file = await tryItFile(docs, map, placeOf(response), name, request.query['page'])
    if (!file) return next()
    return response.set('Cache-Control', 'no-store').type(file.type).send(file.text)
  }

/** The pages of one contract: at its base path and below, the index also with `.md`. */
const createPages = (
  docs: DocsContract,
  render: RenderMarkdown,
  tryItMarkup: ReturnType<typeof createTryItMarkup>,
): Router => {
  const router = Router()
  const map = createSiteMap(docs.contract)
  const make = createContractPages(docs, map, render)
  const policy = contentSecurityPolicy(docs.contract)
  router.get(`${docs.base}/:name`, createFileRoute(docs, map))
  router.get(
    [docs.base, `${docs.base}.md`, `${docs.base}/*path`],
    async (request, response, next) => {
      const place = placeOf(response)
      const path = request.path.slice(docs.base.length).replace(/\/+$/, '')
      const { page, isMarkdown } = readPath(path, map)
      if (!page) {
        if (!request.headers.accept?.includes('text/html')) return next()
        const frame = missingPage(docs, map, render, path, place)
        return sendPage(response.status(404), frame, policy, nothingMore)
      }
      const made = await make(page, place)
      response.set('Vary', 'Accept')
      if (isMarkdown || wantsMarkdown(request)) return response.type(markdown).send(made.markdown)
      return sendPage(response, made.frame, policy, tryItMarkup(docs, page, place))
    },
  )
  return router
}

/** The reference component: packed for whoever takes that, and kept by browsers for as long as they like. */
const createScalarRoute = (): RequestHandler => {
  const scalar = once(readScalar)
  return async (request, response, next) => {
    const component = scalar()
    const { name } = request.params
    if (name === 'scalar.LICENSE.txt' && component)
      return response.type('text').send(await component.licence())
    if (!component || name !== component.name) return next()
    const isPacked = request.acceptsEncodings('gzip') === 'gzip'
    response.set({
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Content-Type': 'text/javascript; charset=utf-8',
      ETag: `"${component.name}${isPacked ? '-gzip' : ''}"`,
      Vary: 'Accept-Encoding',
    })
    if (!isPacked) return response.send(await component.plain())
    return response.set('Content-Encoding', 'gzip').send(await component.packed())
  }
}

/** The page that lists the contracts. */
const createContracts = (contracts: readonly DocsContract[], render: RenderMarkdown): Router => {
  const router = Router()
  const policy = contentSecurityPolicy(undefined)
  router.get(['/_docs', '/_docs.md'], (request, response) => {
    const place = placeOf(response)
    const { title, about, body } = contractsText(contracts, place)
    response.set('Vary', 'Accept')
    if (request.path.endsWith('.md') || wantsMarkdown(request))
      return response.type(markdown).send(`# ${plain(title)}\n\n${body}\n`)
    const frame = {
      ...{ title, about, mount: mountOf(place), root: rootOf(place), site: '', navigation: '' },
      ...{ markdown: `${rootOf(place)}/_docs.md`, above: [], article: render(body) },
    }
    return sendPage(response, frame, policy, nothingMore)
  })
  return router
}

/** What the pages load, and the files of the contracts. */
const createFiles = (contracts: readonly DocsContract[]): Router => {
  const router = Router()
  const findBundle = createBundles(contracts)
  router.get(`${assetBase}/:name`, createScalarRoute())
  router.get(`${assetBase}/:name`, async (request, response, next) => {
    const file = await readAsset(request.params.name)
    return file ? response.type(file.type).send(file.content) : next()
  })
  router.use(bundleBase, async (request, response, next) => {
    const file = findBundle(bundleBase + request.path)
    if (!file) return next()
    const { name, type, isDownload, content } = file
    const how = isDownload ? 'attachment' : 'inline'
    response.set({ 'Content-Disposition': `${how}; filename="${name}"`, 'Content-Type': type })
    return response.send(Buffer.from(await content(placeOf(response))))
  })
  return router
}

/** The docs site as an Express application: the pages and files of every contract. */
export const createDocsApp = (contracts: readonly DocsContract[]): Express => {
  const app = express()
  const render = createRenderMarkdown()
  app.disable('x-powered-by')
  app.use((_request, response, next) => {
    response.set(common)
    next()
  })
  app.use(createFiles(contracts), createContracts(contracts, render))
  const tryItMarkup = createTryItMarkup()
  for (const docs of contracts) app.use(createPages(docs, render, tryItMarkup))
  return app
}
