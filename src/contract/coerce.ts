import { parseJson } from '../lib/parse-json.js'

const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/
const integer = /^-?\d+$/

/** What text may be read as. */
export interface TextTypes {
  readonly types: readonly string[]
  /** True when integers that a double cannot hold are read as BigInt. */
  readonly wide?: boolean
}

/** What a style does not say how to write (an object in a list) is written as JSON by clients. */
const nested = (text: string, types: readonly string[]): unknown => {
  if (!/^[[{]/.test(text) || types.includes('string')) return undefined
  const parsed = parseJson(text)
  if (!('value' in parsed)) return undefined
  return types.includes(Array.isArray(parsed.value) ? 'array' : 'object') ? parsed.value : undefined
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
  return nested(text, types) ?? text
}
