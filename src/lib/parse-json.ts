import { parseExact } from './parse-exact.js'
import { isObject } from './json-object.js'

/** Why a text was refused as JSON. */
export type JsonFault =
  | { readonly kind: 'malformed'; readonly reason: string }
  | { readonly kind: 'too-deep' }
  | { readonly kind: 'forbidden-key'; readonly key: string }

/** Either the parsed value or the reason against it. */
export type ParsedJson = { readonly value: unknown } | { readonly fault: JsonFault }

/** How deep what a stranger sends may nest. */
export const maxDepth = 64

/** True when brackets outside of strings nest deeper than the limit; looks at each character once. */
const nestsTooDeep = (text: string): boolean => {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (inString) {
      if (code === 92) at++
      else if (code === 34) inString = false
    } else if (code === 34) inString = true
    else if (code === 123 || code === 91) {
      if (++depth > maxDepth) return true
    } else if (code === 125 || code === 93) depth--
  }
  return false
}

const forbidden = ['__proto__', 'constructor']

/** The first key that could reach a prototype when somebody merges the value carelessly. */
const forbiddenKey = (value: unknown): string | undefined => {
  if (Array.isArray(value)) {
    for (const item of value) {
      const key = forbiddenKey(item)
      if (key !== undefined) return key
    }
  } else if (isObject(value)) {
    for (const key of forbidden) if (Object.hasOwn(value, key)) return key
    for (const item of Object.values(value)) {
      const key = forbiddenKey(item)
      if (key !== undefined) return key
    }
  }
  return undefined
}

/** Only texts that spell such a key, plainly or with escapes, are searched for it. */
const mayHaveForbiddenKey = (text: string): boolean =>
  text.includes('__proto__') || text.includes('constructor') || text.includes('\\u')

/**
 * Parses JSON (RFC 8259) that a stranger sent: at most 64 levels deep, without `__proto__` and
 * `constructor` keys. `exact`: integers that a double cannot hold become BigInt.
 */
export const parseJson = (text: string, exact = false): ParsedJson => {
  if (nestsTooDeep(text)) return { fault: { kind: 'too-deep' } }
  try {
    const value: unknown = exact ? parseExact(text) : JSON.parse(text)
    const key = mayHaveForbiddenKey(text) ? forbiddenKey(value) : undefined
    return key === undefined ? { value } : { fault: { kind: 'forbidden-key', key } }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { fault: { kind: 'malformed', reason } }
  }
}
