import { isObject } from './json-object.js'

/** One token written for a JSON pointer (RFC 6901 §3). */
export const escapeToken = (token: string | number): string => {
  const text = String(token)
  // Hardly any needs it, and compiling a document writes many thousands.
  return text.includes('~') || text.includes('/')
    ? text.replaceAll('~', '~0').replaceAll('/', '~1')
    : text
}

/** Tokens joined to a JSON pointer. */
export const pointer = (...tokens: readonly (string | number)[]): string => {
  let text = ''
  for (const token of tokens) text += `/${escapeToken(token)}`
  return text
}

/** The tokens of a JSON pointer, unescaped (RFC 6901 §4). */
export const tokens = (text: string): readonly string[] => {
  if (text === '') return []
  const found = text.slice(1).split('/')
  return text.includes('~')
    ? found.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    : found
}

/** The value a JSON pointer leads to, or undefined; only own keys are followed. */
export const valueAt = (root: unknown, text: string): unknown => {
  let value = root
  for (const token of tokens(text)) {
    if (Array.isArray(value)) value = (value as unknown[])[Number(token)]
    else if (isObject(value) && Object.hasOwn(value, token)) value = value[token]
    else return undefined
  }
  return value
}
