import { own } from '../lib/json-object.js'
import { valueAt } from '../lib/json-pointer.js'

/** What runtime expressions speak of: a request and the reply to it. */
export interface ExchangeFacts {
  readonly url: string
  readonly method: string
  readonly status: number
  readonly request: MessageFacts & {
    readonly query: ReadonlyMap<string, string>
    readonly path: Readonly<Record<string, string>>
  }
  readonly response: MessageFacts
}

interface MessageFacts {
  /** The value of a header, whose name is in lower case. */
  readonly header: (name: string) => string | undefined
  /** The body, parsed where it is JSON. */
  readonly body: unknown
}

const textOf = (value: unknown): string | undefined =>
  value === undefined || typeof value === 'string' ? value : JSON.stringify(value)

const bodyAt = (body: unknown, rest: string): string | undefined => {
  if (rest === '') return textOf(body)
  if (!rest.startsWith('#')) return undefined
  const at = rest.slice(1)
  return textOf(at === '' || at.startsWith('/') ? valueAt(body, at) : undefined)
}

const source = /^\$?(request|response)\.(header|query|path|body)(.*)$/s

/**
 * The value of a runtime expression (OpenAPI 3.0.3 §4.7.20.4), such as `$request.body#/url`; undefined
 * when there is none.
 */
export const evaluate = (expression: string, facts: ExchangeFacts): string | undefined => {
  if (/^\$?url$/.test(expression)) return facts.url
  if (/^\$?method$/.test(expression)) return facts.method
  if (/^\$?statusCode$/.test(expression)) return String(facts.status)
  const [, side, place, rest = ''] = source.exec(expression) ?? []
  if (side === undefined) return undefined
  const message = side === 'request' ? facts.request : facts.response
  if (place === 'body') return bodyAt(message.body, rest)
  if (!rest.startsWith('.')) return undefined
  const name = rest.slice(1)
  if (place === 'header') return message.header(name.toLowerCase())
  if (side !== 'request') return undefined
  return place === 'query' ? facts.request.query.get(name) : textOf(own(facts.request.path, name))
}

/** Behind scheme and host a value is a part of the URL; before, it is the URL or begins it. */
const beyondHost = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*[/?#]/i

/**
 * The URL that a callback's expression describes: text with expressions in braces, or one expression.
 * Undefined when one of them has no value, or when it is no http URL.
 */
export const expandUrl = (template: string, facts: ExchangeFacts): string | undefined => {
  if (template.startsWith('$')) return httpUrl(evaluate(template, facts))
  let url = ''
  for (const [, plain = '', expression] of template.matchAll(/([^{]*)(?:\{([^}]*)\})?/g)) {
    url += plain
    if (expression === undefined) continue
    const value = evaluate(expression, facts)
    if (value === undefined) return undefined
    url += beyondHost.test(url) ? encodeURIComponent(value) : value
  }
  return httpUrl(url)
}

const httpUrl = (text: string | undefined): string | undefined =>
  text !== undefined && /^https?:\/\//i.test(text) && URL.canParse(text)
    ? new URL(text).href
    : undefined

/** The first value of a header in names and values that take turns. */
export const headerOf = (headers: readonly string[], name: string): string | undefined => {
  const at = headers.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === name)
  return at < 0 ? undefined : headers[at + 1]
}
