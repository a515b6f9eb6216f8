import { isObject } from '../lib/json-object.js'

/** What a response tells of its request. */
export interface AskedRequest {
  /** In upper case; undefined where only the URL is known, as of fetch. */
  readonly method?: string | undefined
  /** Path and query: `/pets?limit=10`. */
  readonly target: string
}

type Members = Readonly<Record<string, unknown>>

const textIn = (value: Members, ...names: readonly string[]): string | undefined =>
  names.map((name) => value[name]).find((one) => typeof one === 'string' && one !== '') as
    string | undefined

/** Path and query of a URL, or of what already is one. */
const targetOf = (url: string): string => {
  if (!URL.canParse(url)) return url.startsWith('/') ? url : `/${url}`
  const { pathname, search } = new URL(url)
  return pathname + search
}

/** A ClientRequest of Node, an IncomingMessage, the request of superagent, or { method, path }. */
const fromRequest = (request: unknown): AskedRequest | undefined => {
  if (!isObject(request)) return undefined
  const url = textIn(request, 'path', 'url')
  if (url === undefined) return undefined
  return { method: textIn(request, 'method')?.toUpperCase(), target: targetOf(url) }
}

/** The configuration of axios, where no request is there (an adapter of its own). */
const fromConfig = (config: unknown): AskedRequest | undefined => {
  if (!isObject(config)) return undefined
  const [url, base] = [textIn(config, 'url'), textIn(config, 'baseURL')]
  if (url === undefined) return undefined
  const whole =
    base === undefined || URL.canParse(url)
      ? url
      : `${base.replace(/\/$/, '')}/${url.replace(/^\//, '')}`
  return { method: textIn(config, 'method')?.toUpperCase() ?? 'GET', target: targetOf(whole) }
}

const member = (value: unknown, name: string): unknown =>
  isObject(value) ? (value as Members)[name] : undefined

/** The request of a response, where it tells: of superagent, axios, light-my-request and fetch. */
export const askedRequest = (response: object): AskedRequest | undefined => {
  const { req, request, raw, config, url } = response as Members
  return (
    fromRequest(req) ??
    fromRequest(request) ??
    fromRequest(member(raw, 'req')) ??
    fromConfig(config) ??
    (typeof url === 'string' && url !== '' ? { target: targetOf(url) } : undefined)
  )
}
