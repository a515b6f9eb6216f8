import { wellFormed } from '../lib/well-formed.js'
import type { SampleHeader, SampleRequest } from './sample-request.js'

/** The headers of a request, with the Content-Type of its body but for those media types that a client sets itself. */
export const sampleHeaders = (
  { headers, body }: SampleRequest,
  setByClient: readonly string[] = [],
): readonly SampleHeader[] => {
  if (!body || body.kind === 'multipart' || setByClient.includes(body.mediaType)) return headers
  return [...headers, ['Content-Type', body.mediaType]]
}

/** True when each name is there once, so that a dictionary can hold the pairs. */
export const areUnique = (pairs: readonly (readonly [string, ...unknown[]])[]): boolean =>
  new Set(pairs.map(([name]) => name)).size === pairs.length

/** The text's UTF-8 bytes as characters of U+0000 to U+00FF, for clients that send a character as one byte. */
export const byteString = (text: string): string =>
  encodeURIComponent(wellFormed(text)).replace(/%(..)/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  )

/** True for texts that are the same in every encoding of a header. */
export const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text)
