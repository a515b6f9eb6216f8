/**
 * A pattern of a document as an expression: with the flag `u` (JSON Schema 2020-12 §6.4), else in the
 * older syntax, in which many are written (`[\w-.]`, `\_`). Undefined when it is neither.
 */
export const expressionOf = (pattern: string): RegExp | undefined => {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags)
    } catch {
      // Tried without the flag, then given up.
    }
  }
  return undefined
}
