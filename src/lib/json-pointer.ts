import { isObject } from './json-object.js'

/** One token written for a JSON pointer (RFC 6901 §3). */
export const escapeToken = (token: string | number): string =>
  String(token).replaceAll('~', '~0').replaceAll('/', '~1')

/** Tokens joined to a JSON pointer. */
export const pointer = (...tokens: readonly (string | number)[]): string =>
  tokens.map((token) => `/${escapeToken(token)}`).join('')

/** The tokens of a JSON pointer, unescaped (RFC 6901 §4). */
export const tokens = (text: string): readonly string[] =>
  text === ''
    ? []
    : text
        .slice(1)
        .split('/')
        .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))

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
