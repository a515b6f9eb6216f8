/** The names and values of a Cookie header (RFC 6265 §4.2.1), quotes removed, not decoded. */
export const cookiePairs = (header: string | undefined): readonly (readonly [string, string])[] =>
  (header ?? '').split(';').flatMap((part) => {
    const equals = part.indexOf('=')
    if (equals < 0) return []
    const value = part.slice(equals + 1).trim()
    const bare = value.length > 1 && value.startsWith('"') && value.endsWith('"')
    return [[part.slice(0, equals).trim(), bare ? value.slice(1, -1) : value] as const]
  })
