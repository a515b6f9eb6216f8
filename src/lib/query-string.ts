const plus = /\+/g

/**
 * A name or value of a query as it was meant.
 * @throws URIError when it is not percent-encoded UTF-8.
 */
export const decodePart = (text: string): string => {
  const spaced = text.includes('+') ? text.replace(plus, ' ') : text
  return spaced.includes('%') ? decodeURIComponent(spaced) : spaced
}

/** The commas of a list, and those that are data: only where there are such is the raw text kept. */
const encodedComma = /%2c/i

/** A name and a value; the value as it was written, where commas in it are percent-encoded. */
export type Pair = readonly [name: string, value: string, raw?: string]

const pairOf = (name: string, raw: string): Pair =>
  encodedComma.test(raw)
    ? [decodePart(name), decodePart(raw), raw]
    : [decodePart(name), decodePart(raw)]

/**
 * The names and values of a query or form, decoded, in their order; undefined when there are more
 * than `limit`.
 * @throws URIError when something is not percent-encoded UTF-8.
 */
export const readPairs = (text: string, limit: number): readonly Pair[] | undefined => {
  if (text === '') return []
  const pairs: Pair[] = []
  for (const part of text.split('&')) {
    if (part === '') continue
    if (pairs.length === limit) return undefined
    const equals = part.indexOf('=')
    pairs.push(
      equals < 0 ? [decodePart(part), ''] : pairOf(part.slice(0, equals), part.slice(equals + 1)),
    )
  }
  return pairs
}
