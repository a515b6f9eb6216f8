const plus = /\+/g

const decode = (text: string): string => {
  const spaced = text.includes('+') ? text.replace(plus, ' ') : text
  return spaced.includes('%') ? decodeURIComponent(spaced) : spaced
}

/**
 * The names and values of a query or form, decoded, in their order; undefined when there are more
 * than `limit`.
 * @throws URIError when something is not percent-encoded UTF-8.
 */
export const readPairs = (
  text: string,
  limit: number,
): readonly (readonly [name: string, value: string])[] | undefined => {
  if (text === '') return []
  const pairs: [string, string][] = []
  for (const part of text.split('&')) {
    if (part === '') continue
    if (pairs.length === limit) return undefined
    const equals = part.indexOf('=')
    pairs.push(
      equals < 0
        ? [decode(part), '']
        : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))],
    )
  }
  return pairs
}
