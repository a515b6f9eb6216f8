import { Problem } from '../errors.js'
import { bundlePath } from '../docs-site/bundle-path.js'
import type { Reply } from '../exchange.js'
import { preferred } from '../lib/accept.js'
import { bytesOf } from '../lib/text-bytes.js'
import { answeredOperations, shadowedOperations } from './answered-operations.js'
import { originOf } from './issuer-of.js'
import type { Site } from './site.js'
import type { Surface } from './surface.js'
import type { Visit } from './visit.js'

const allow = 'GET, HEAD, OPTIONS'
const json = 'application/json'
const html = 'text/html; charset=utf-8'
const markdown = 'text/markdown; charset=utf-8'

/** Where the pages and the files of a contract are. */
const documentsOf = ({ docs }: Site, { contract }: Surface) => {
  const found = docs.contracts.find((one) => one.contract === contract)
  return (
    found && {
      docs: found.base,
      bundle: { yaml: bundlePath(found, 'yaml'), json: bundlePath(found, 'json') },
    }
  )
}

const indexOf = (site: Site) => ({
  name: 'openapi-sandbox',
  version: site.version,
  surfaces: site.surfaces.map((surface) => {
    const { title, base, contract } = surface
    const shadowed = shadowedOperations(site, surface)
    return {
      title,
      path: `${base}/`,
      contract: { title: contract.title, version: contract.version },
      ...documentsOf(site, surface),
      operations: answeredOperations(site, surface).map(({ id, method, path, summary }) => ({
        id,
        method,
        path: base + path,
        ...(summary && { summary }),
      })),
      ...(shadowed.length > 0 && { shadowed }),
    }
  }),
})

/** Loads the landing page of a site. */
export const loadLanding = async (site: Site) => {
  const { createLandingPage } = await import('../docs-site/landing-page.js')
  return createLandingPage({
    contracts: site.docs.contracts,
    shadowed: site.surfaces.flatMap((surface) => shadowedOperations(site, surface)),
  })
}

const pageOf = async (site: Site, visit: Visit) => {
  const { exchange, selection } = visit
  const make = await site.landing()
  return make({
    origin: originOf(visit) + exchange.mount,
    sandbox: selection.named ? selection.sandbox : undefined,
  })
}

const replyOf = (type: string, text: string, headers: readonly string[]): Reply => {
  const body = bytesOf(text)
  return {
    status: 200,
    headers: [
      ...['Content-Type', type, 'Content-Length', String(body.length), 'Vary', 'Accept'],
      ...['Cache-Control', 'no-cache', 'X-Content-Type-Options', 'nosniff'],
      ...headers,
    ],
    body,
  }
}

/**
 * The landing page at `/`: HTML for a browser, Markdown for who asks for it, a JSON index otherwise.
 * @throws Problem `method-unknown` (405).
 */
export const landingReply = async (site: Site, visit: Visit): Promise<Reply> => {
  const { method, headers } = visit.exchange
  if (method === 'OPTIONS') return { status: 204, headers: ['Allow', allow] }
  if (method !== 'GET' && method !== 'HEAD')
    throw new Problem('method-unknown', {
      detail: `The landing page has no ${method}. It has ${allow}.`,
      headers: ['Allow', allow],
    })
  const type = preferred(headers['accept'], [json, html, markdown]) ?? json
  if (type === json) return replyOf(json, `${JSON.stringify(indexOf(site), null, 2)}\n`, [])
  const page = await pageOf(site, visit)
  if (type === markdown) return replyOf(markdown, page.markdown, [])
  const policy = ['Content-Security-Policy', page.policy, 'Referrer-Policy', 'no-referrer']
  return replyOf(html, page.html, policy)
}
