const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** The parts of a text between separators that stand outside of quoted strings (RFC 9110 §5.6.4). */
const split = (text: string, separator: string): readonly string[] => {
  const parts: string[] = []
  let start = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    if (quoted && text[at] === '\\') at++
    else if (text[at] === '"') quoted = !quoted
    else if (!quoted && text[at] === separator) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, text.slice(start)]
}

/** The text of a token or a quoted string; undefined when it is neither. */
const valueOf = (text: string): string | undefined => {
  if (!text.startsWith('"')) return text === '' || !/[\s"]/.test(text) ? text : undefined
  if (text.length < 2 || !text.endsWith('"')) return undefined
  return text.slice(1, -1).replace(/\\(.)/g, '$1')
}

/**
 * The preferences of a Prefer header by lower-cased name (RFC 7240 §2); the first of a name counts,
 * a preference without a value has an empty one. What is not well-formed is passed over.
 */
export const readPreferences = (header: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  for (const item of split(header, ',')) {
    const [preference = ''] = split(item, ';')
    const equals = preference.indexOf('=')
    const name = (equals < 0 ? preference : preference.slice(0, equals)).trim().toLowerCase()
    const value = equals < 0 ? '' : valueOf(preference.slice(equals + 1).trim())
    if (token.test(name) && value !== undefined && !found.has(name)) found.set(name, value)
  }
  return found
}
