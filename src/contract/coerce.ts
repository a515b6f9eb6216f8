const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/

/** Text as one of the types, if it reads as one; otherwise the text itself. */
export const coerce = (text: string, types: readonly string[]): unknown => {
  if ((types.includes('integer') || types.includes('number')) && jsonNumber.test(text)) {
    const number = Number(text)
    if (Number.isFinite(number)) return number
  }
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  if (types.includes('null') && text === 'null') return null
  return text
}
