const item =
  /\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^\s,;"]*))?\s*(?:;[^,]*)?\s*(?:,|$)/y

const unquoted = (text: string): string =>
  text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text

/**
 * The preferences of a Prefer header by lower-cased name (RFC 7240 §2); the first of a name counts.
 * What is not well-formed is passed over up to the next comma.
 */
export const readPreferences = (header: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  let at = 0
  while (at < header.length) {
    item.lastIndex = at
    const match = item.exec(header)
    if (!match) {
      const comma = header.indexOf(',', at)
      at = comma < 0 ? header.length : comma + 1
      continue
    }
    const name = (match[1] as string).toLowerCase()
    if (!found.has(name)) found.set(name, unquoted(match[2] ?? ''))
    at = item.lastIndex
  }
  return found
}
