import type { Operation } from '../contract/contract.js'
import type { Exchange, Reply } from '../exchange.js'
import type { Refusal } from '../sandbox/journal-record.js'
import type { Candidate } from './area.js'
import { allowOf, candidatesAt, findArea } from './match-operation.js'
import { selectSandbox } from './select-sandbox.js'
import type { Site } from './site.js'
import type { Surface } from './surface.js'
import type { Visit } from './visit.js'

/** True for the question a browser asks before a request (Fetch §3.2.2). */
export const isPreflight = ({ method, headers }: Exchange): boolean =>
  method === 'OPTIONS' &&
  headers['origin'] !== undefined &&
  headers['access-control-request-method'] !== undefined

/** Every method that something may have. */
export const everyMethod = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'

/** Headers that mean something whatever the contract: HTTP's own, ours, and what front ends add by themselves. */
const wellKnown: readonly string[] = [
  ...['accept', 'accept-language', 'authorization', 'cache-control', 'pragma', 'range', 'if-range'],
  ...['content-type', 'content-language', 'content-encoding', 'content-disposition', 'dpop'],
  ...['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since', 'last-event-id'],
  ...['idempotency-key', 'prefer', 'x-sandbox', 'x-request-id', 'x-correlation-id', 'request-id'],
  ...['x-redocly-response-body-example', 'x-redocly-response-status'],
  ...['x-requested-with', 'x-csrf-token', 'x-xsrf-token', 'ngrok-skip-browser-warning'],
  // Tracing: W3C Trace Context, Zipkin, Sentry, Datadog.
  ...['traceparent', 'tracestate', 'baggage', 'b3', 'sentry-trace'],
  ...['x-b3-traceid', 'x-b3-spanid', 'x-b3-parentspanid', 'x-b3-sampled', 'x-b3-flags'],
  ...['x-datadog-trace-id', 'x-datadog-parent-id', 'x-datadog-origin'],
  ...['x-datadog-sampling-priority', 'x-datadog-tags'],
]

/** What there is at the path that a preflight asks about; undefined where nothing is known. */
const knownAt = (site: Site, exchange: Exchange) => {
  try {
    const { path } = selectSandbox(exchange, site.checkHost(exchange.headers['host'], false))
    const allow = site.oauth?.methodsAt(path)
    if (allow) return { allow, candidates: [] }
    const candidates = candidatesAt(findArea(site.areas, path), path)
    if (candidates.length > 0) return { allow: allowOf(candidates).join(', '), candidates }
    const isPage = (path === '/' && site.hasLanding) || site.docs.has(path)
    return isPage ? { allow: 'GET, HEAD, OPTIONS', candidates } : undefined
  } catch {
    // The request itself will be told what is wrong.
    return undefined
  }
}

/** The operations of a candidate that a request with the method could be for. */
const operationsOf = ({ entry }: Candidate, method: string): readonly Operation[] => {
  const own = entry.methods.get(method === 'HEAD' ? 'GET' : method)
  return own ? [own] : [...entry.methods.values()]
}

const parameterNames = (operation: Operation): readonly string[] =>
  operation.parameters.flatMap((one) => (one.in === 'header' ? [one.name.toLowerCase()] : []))

/** The headers in which a contract takes API keys. */
const keyNames = ({ contract }: Surface): readonly string[] =>
  [...contract.securitySchemes.values()].flatMap(({ type, in: place, name }) =>
    type === 'apiKey' && place === 'header' && name !== undefined ? [name.toLowerCase()] : [],
  )

/** What was asked for and means something, as it was written. */
const allowedHeaders = (
  { surfaces, settings }: Site,
  asked: string,
  method: string,
  candidates: readonly Candidate[] | undefined,
): readonly string[] => {
  const known = new Set([
    ...wellKnown,
    ...settings.allowHeader,
    ...(candidates?.map(({ surface }) => surface) ?? surfaces).flatMap(keyNames),
    ...(candidates ?? []).flatMap((one) => operationsOf(one, method)).flatMap(parameterNames),
  ])
  const names = asked.split(',').map((name) => name.trim())
  return names.filter((name) => known.has(name.toLowerCase()))
}

/**
 * Private Network Access, and what it was called for a while. Chromium asks the person in front of it
 * instead; other browsers, and older ones, ask here.
 */
const networkHeaders = ({ settings }: Site, { headers }: Exchange): readonly string[] =>
  (['Private', 'Local'] as const).flatMap((kind) =>
    settings.allowLocalNetwork &&
    headers[`access-control-request-${kind.toLowerCase()}-network`] === 'true'
      ? [`Access-Control-Allow-${kind}-Network`, 'true']
      : [],
  )

/** Why the browser will not send the request that it asks about. */
const refusedBy = (
  asked: string,
  allowed: readonly string[],
  method: string,
  allow = everyMethod,
): Refusal | undefined => {
  const code = 'origin-forbidden'
  const nearest = undefined
  if (!allow.split(', ').includes(method))
    return {
      ...{ code, nearest, detail: `The browser will not send the request: there is no ${method}.` },
      fix: `Use one of ${allow}.`,
    }
  const names = asked.split(',').map((name) => name.trim())
  const refused = names.filter((name) => name !== '' && !allowed.includes(name)).join(', ')
  if (refused === '') return undefined
  return {
    ...{ code, nearest },
    detail: `The browser will not send the request: the contract has no header ${refused}.`,
    fix: `Start the server with --allow-header ${refused}, or do not send it.`,
  }
}

/**
 * The answer to a preflight. It carries neither credentials nor a sandbox's name: it is answered for any
 * path.
 */
export const preflightReply = (site: Site, visit: Visit): Reply => {
  const { exchange, headers: given } = visit
  const { headers } = exchange
  const known = knownAt(site, exchange)
  const asked = headers['access-control-request-headers'] ?? ''
  const method = headers['access-control-request-method'] ?? ''
  const names = allowedHeaders(site, asked, method, known?.candidates)
  visit.preflightRefusal = refusedBy(asked, names, method, known?.allow)
  given.push('Access-Control-Allow-Methods', known?.allow ?? everyMethod)
  if (names.length > 0) given.push('Access-Control-Allow-Headers', names.join(', '))
  given.push(...networkHeaders(site, exchange), 'Access-Control-Max-Age', '600')
  given.push('Vary', 'Access-Control-Request-Method, Access-Control-Request-Headers')
  return { status: 204, headers: [] }
}
