const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/
const integer = /^-?\d+$/

/** What text may be read as. */
export interface TextTypes {
  readonly types: readonly string[]
  /** True when integers that a double cannot hold are read as BigInt. */
  readonly wide?: boolean
}

/** Text as one of the types, if it reads as one; otherwise the text itself. */
export const coerce = (text: string, { types, wide }: TextTypes): unknown => {
  if ((types.includes('integer') || types.includes('number')) && jsonNumber.test(text)) {
    const number = Number(text)
    if (wide && Math.abs(number) > Number.MAX_SAFE_INTEGER && integer.test(text))
      return BigInt(text)
    if (Number.isFinite(number)) return number
  }
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  if (types.includes('null') && text === 'null') return null
  return text
}
