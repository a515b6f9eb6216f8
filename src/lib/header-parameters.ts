const parameter = /\s*;\s*(?:([!#$%&'*+.^_`|~0-9a-z-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*)))?/giy

const none: ReadonlyMap<string, string> = new Map()

/**
 * The parameters after the first value of a header such as Content-Type (RFC 9110 §5.6.6), names in
 * lower case; undefined when they are malformed. Of two with one name the first counts.
 */
export const headerParameters = (header: string): ReadonlyMap<string, string> | undefined => {
  const start = header.indexOf(';')
  if (start < 0) return none
  const found = new Map<string, string>()
  const text = header.slice(start).trimEnd()
  let read = 0
  for (const [whole, name, quoted, plain = ''] of text.matchAll(parameter)) {
    read += whole.length
    const key = name?.toLowerCase()
    if (key !== undefined && !found.has(key))
      found.set(key, quoted?.replace(/\\(["\\])/g, '$1') ?? plain)
  }
  return read === text.length ? found : undefined
}
