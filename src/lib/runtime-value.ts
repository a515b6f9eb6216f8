import { own } from './json-object.js'
import { valueAt } from './json-pointer.js'

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

const bodyAt = (body: unknown, rest: string): unknown => {
  if (rest === '') return body
  if (!rest.startsWith('#')) return undefined
  const at = rest.slice(1)
  return at === '' || at.startsWith('/') ? valueAt(body, at) : undefined
}

const source = /^\$?(request|response)\.(header|query|path|body)(.*)$/s

/**
 * What a runtime expression (OpenAPI 3.0.3 §4.7.20.4) such as `$request.body#/url` stands for: text, of
 * bodies any JSON value; undefined when there is none.
 */
export const runtimeValue = (expression: string, facts: ExchangeFacts): unknown => {
  if (/^\$?url$/.test(expression)) return facts.url
  if (/^\$?method$/.test(expression)) return facts.method
  if (/^\$?statusCode$/.test(expression)) return facts.status
  const [, side, place, rest = ''] = source.exec(expression) ?? []
  if (side === undefined) return undefined
  const message = side === 'request' ? facts.request : facts.response
  if (place === 'body') return bodyAt(message.body, rest)
  if (!rest.startsWith('.')) return undefined
  const name = rest.slice(1)
  if (place === 'header') return message.header(name.toLowerCase())
  if (side !== 'request') return undefined
  return place === 'query' ? facts.request.query.get(name) : own(facts.request.path, name)
}
