import { wellFormed } from './well-formed.js'

const hex = (char: string): string =>
  `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`

/** Text percent-encoded, all but unreserved characters (RFC 3986 §2.3). */
export const percentEncode = (text: string): string =>
  encodeURIComponent(wellFormed(text)).replace(/[!'()*]/g, hex)

/** What may stand in a query as it is, without ending it or a value of it. */
const keptInQuery = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/g

/**
 * Text percent-encoded, all but unreserved characters and the reserved ones that mean nothing in the
 * value of a query: `allowReserved` (OpenAPI 3.0.3 §4.7.12.1).
 */
export const percentEncodeReserved = (text: string): string =>
  percentEncode(text).replace(keptInQuery, decodeURIComponent)

/** A path, or a part of one, whose separators stay. */
export const encodePath = (path: string): string =>
  encodeURI(wellFormed(path)).replace(/[?#]/g, hex)
