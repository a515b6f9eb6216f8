/** Strings, so that what is inside of them is passed over, and numbers. */
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/gs

const longInteger = /^-?[1-9]\d{15,}$/

/** True for the text of an integer that a double cannot hold. */
export const isUnsafe = (text: string): boolean =>
  longInteger.test(text) && !Number.isSafeInteger(Number(text))

const markChar = '\uE000'

/** A text that no string of the JSON text can begin with. */
const markFor = (json: string): string =>
  markChar.repeat((json.match(/\uE000|\\ue000/gi)?.length ?? 0) + 1)

/**
 * Parses JSON; integers that a double cannot hold become BigInt.
 * @throws SyntaxError when it is no JSON.
 */
export const parseExact = (json: string): unknown => {
  const mark = markFor(json)
  const marked = json.replace(stringOrNumber, (part) =>
    isUnsafe(part) ? `"${mark}${part}"` : part,
  )
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  )
}

/**
 * JSON text of a value in which BigInt stands for integers, indented by so many spaces; undefined for
 * what has no JSON form.
 */
export const stringifyExact = (value: unknown, indent?: number): string | undefined => {
  try {
    return JSON.stringify(value, undefined, indent)
  } catch {
    // Only texts with BigInt take the long way.
    const mark = markFor(
      JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? 0 : part)),
    )
    const marked = JSON.stringify(
      value,
      (_, part: unknown) => (typeof part === 'bigint' ? `${mark}${part}` : part),
      indent,
    )
    return marked.replace(new RegExp(`"${mark}(-?\\d+)"`, 'g'), '$1')
  }
}
