import { Problem } from '../errors.js'
import { headerParameters } from '../lib/header-parameters.js'

const decoder = new TextDecoder('utf-8', { fatal: true })

const charsets = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii'])

/**
 * The text of a body, which is UTF-8 (RFC 8259 §8.1; RFC 6657 §3 where its Content-Type says so).
 * @throws Problem `content-type-unsupported` (415) for another charset, `body-malformed` (400) for
 *   bytes that are no UTF-8.
 */
export const bodyText = (bytes: Uint8Array, contentType: string): string => {
  const charset = headerParameters(contentType)?.get('charset') ?? 'utf-8'
  if (!charsets.has(charset.toLowerCase()))
    throw new Problem('content-type-unsupported', {
      detail: `The charset ${charset} is not supported. Send UTF-8.`,
    })
  try {
    return decoder.decode(bytes)
  } catch {
    throw new Problem('body-malformed', { detail: 'The body is not UTF-8.' })
  }
}
