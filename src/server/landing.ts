import { Problem } from '../errors.js'
import type { Exchange, Reply } from '../exchange.js'
import { preferred } from '../lib/accept.js'
import { escapeHtml } from '../lib/escape-html.js'
import { bytesOf } from '../lib/text-bytes.js'
import type { Site } from './site.js'
import { answeredOperations, shadowedOperations } from './answered-operations.js'

const allow = 'GET, HEAD, OPTIONS'
const json = 'application/json'
const html = 'text/html; charset=utf-8'

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

type Listed = ReturnType<typeof indexOf>['surfaces'][number]

const row = (operation: Listed['operations'][number]): string =>
  `<tr><td>${escapeHtml(operation.method)}</td><td><code>${escapeHtml(operation.path)}</code></td><td>${escapeHtml(operation.summary ?? operation.id)}</td></tr>`

const shadowedRow = ({
  method,
  url,
  answeredAs,
}: NonNullable<Listed['shadowed']>[number]): string =>
  `<tr><td>${escapeHtml(method)}</td><td><code>${escapeHtml(url)}</code></td><td>here it is <code>${escapeHtml(answeredAs)}</code> that answers</td></tr>`

const page = (site: Site): string => {
  const sections = indexOf(site).surfaces.map(
    ({ title, contract, operations, shadowed = [] }) =>
      `<h2>${escapeHtml(title)}</h2><p>${escapeHtml(contract.title)} ${escapeHtml(contract.version)}</p><table>${operations.map(row).join('')}${shadowed.map(shadowedRow).join('')}</table>`,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>openapi-sandbox</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}td{padding:.15rem 1rem .15rem 0;vertical-align:top}</style></head><body><h1>openapi-sandbox</h1><p>Change the origin of your base URL to this one; every documented call works.</p>${sections.join('')}</body></html>`
}

/**
 * The landing page at `/`: HTML for a browser, a JSON index otherwise.
 * @throws Problem `method-unknown` (405).
 */
export const landingReply = (site: Site, exchange: Exchange): Reply => {
  if (exchange.method === 'OPTIONS') return { status: 204, headers: ['Allow', allow] }
  if (exchange.method !== 'GET' && exchange.method !== 'HEAD')
    throw new Problem('method-unknown', {
      detail: `The landing page has no ${exchange.method}. It has ${allow}.`,
      headers: ['Allow', allow],
    })
  const type = preferred(exchange.headers['accept'], [json, html]) ?? json
  const body = bytesOf(type === html ? page(site) : `${JSON.stringify(indexOf(site), null, 2)}\n`)
  const headers = [
    'Content-Type',
    type,
    'Content-Length',
    String(body.length),
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'",
    'X-Content-Type-Options',
    'nosniff',
  ]
  return { status: 200, headers, body }
}
