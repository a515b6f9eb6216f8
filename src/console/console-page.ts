import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../errors.js'
import type { Exchange, Reply } from '../exchange.js'

/** Answers what is asked of the console. */
export type ConsolePage = (exchange: Exchange, path: string) => Promise<Reply>

const base = '/_sandbox'

/** The files of the page by path, and their media types. */
const files: Readonly<Record<string, readonly [name: string, type: string]>> = {
  [`${base}/`]: ['index.html', 'text/html; charset=utf-8'],
  [`${base}/console.js`]: ['console.js', 'text/javascript; charset=utf-8'],
  [`${base}/console.css`]: ['console.css', 'text/css; charset=utf-8'],
}

/** True for a path of the page, without what names the sandbox. */
export const isConsolePath = (path: string): boolean =>
  path.startsWith(base) && (path === base || Object.hasOwn(files, path))

/**
 * What the page may load and do (CSP3): its own script and style sheet, requests to this server. Texts that
 * others have sent can therefore do nothing, even if one were ever taken for HTML.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const always: readonly string[] = [
  ...['Cache-Control', 'no-cache', 'Content-Security-Policy', policy],
  ...['Cross-Origin-Opener-Policy', 'same-origin', 'Cross-Origin-Resource-Policy', 'same-origin'],
  ...['Referrer-Policy', 'no-referrer', 'X-Content-Type-Options', 'nosniff'],
]

const allow = 'GET, HEAD, OPTIONS'

const notThere = (name: string): Problem =>
  new Problem('not-found', {
    detail: `The console was not built: there is no ${name}.`,
    fix: 'Run npm run build, then ask again.',
  })

const load = async (folder: string, name: string) => {
  const body = await readFile(join(folder, name)).catch(() => undefined)
  if (!body) throw notThere(name)
  const sum = createHash('sha256').update(body).digest('base64url')
  return { body, tag: `"${sum.slice(0, 22)}"` }
}

const isKnown = ({ headers }: Exchange, tag: string): boolean =>
  (headers['if-none-match'] ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === tag)

/** @throws Problem `method-unknown` (405). */
const requireReading = ({ method }: Exchange): void => {
  if (method === 'GET' || method === 'HEAD') return
  throw new Problem('method-unknown', {
    detail: `The console has no ${method}. It has ${allow}.`,
    headers: ['Allow', allow],
  })
}

/** The page at `/_sandbox/`: three files that the build has made, read when they are first asked for. */
export const createConsolePage = (folder: string): ConsolePage => {
  const kept = new Map<string, Awaited<ReturnType<typeof load>>>()
  return async (exchange, path) => {
    if (exchange.method === 'OPTIONS') return { status: 204, headers: ['Allow', allow] }
    requireReading(exchange)
    // The files are found beside the page, whatever stands in front of it.
    const found = files[path]
    if (!found) return { status: 302, headers: ['Location', '_sandbox/', ...always] }
    const [name, type] = found
    const file = kept.get(name) ?? (await load(folder, name))
    kept.set(name, file)
    const { body, tag } = file
    const headers = [...always, 'ETag', tag]
    if (isKnown(exchange, tag)) return { status: 304, headers }
    const own = ['Content-Type', type, 'Content-Length', String(body.length)]
    return { status: 200, headers: [...headers, ...own], body }
  }
}
