/** Character classes that other languages write in `\p{...}`, and ECMA-262 does not know. */
const posix: Readonly<Record<string, string>> = {
  Alnum: '0-9A-Za-z',
  Alpha: 'A-Za-z',
  Blank: ' \\t',
  Digit: '0-9',
  Graph: '!-~',
  Lower: 'a-z',
  Print: ' -~',
  Space: '\\s',
  Upper: 'A-Z',
  XDigit: '0-9A-Fa-f',
}

/** The pattern with those classes as ECMA-262 has them, inside and outside of brackets. */
const withoutPosix = (pattern: string): string => {
  let inClass = false
  return pattern.replace(/\\p\{(\w+)\}|\\.|[[\]]/gs, (token, name: string | undefined) => {
    if (token === '[' || token === ']') inClass = token === '['
    const range = name === undefined ? undefined : posix[name]
    if (range === undefined) return token
    return inClass ? range : `[${range}]`
  })
}

/**
 * A pattern of a document as an expression: with the flag `u` (JSON Schema 2020-12 §6.4), else in the
 * older syntax, in which many are written (`[\w-.]`, `\_`). Undefined when it is neither.
 */
export const expressionOf = (pattern: string): RegExp | undefined => {
  const ways = [
    [pattern, 'u'],
    [withoutPosix(pattern), 'u'],
    [withoutPosix(pattern), ''],
  ] as const
  for (const [source, flags] of ways) {
    try {
      return new RegExp(source, flags)
    } catch {
      // The next way, then none.
    }
  }
  return undefined
}
