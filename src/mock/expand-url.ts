import { type ExchangeFacts, runtimeValue } from '../lib/runtime-value.js'

export type { ExchangeFacts }

const textOf = (value: unknown): string | undefined =>
  value === undefined || typeof value === 'string' ? value : JSON.stringify(value)

/** The value of a runtime expression as text; undefined when there is none. */
export const evaluate = (expression: string, facts: ExchangeFacts): string | undefined =>
  textOf(runtimeValue(expression, facts))

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
