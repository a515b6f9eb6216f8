import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'
import { Problem } from '../errors.js'

/** The codings of RFC 9110 §8.4.1 and `br`; `deflate` comes with and without its wrapper. */
const decoders = new Map([
  ['gzip', [promisify(gunzip)]],
  ['x-gzip', [promisify(gunzip)]],
  ['deflate', [promisify(inflate), promisify(inflateRaw)]],
  ['br', [promisify(brotliDecompress)]],
])

/** A body may be coded so often; more is an attack. */
const maxCodings = 3

const isTooLarge = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'

const decodeOnce = async (bytes: Uint8Array, coding: string, most: number): Promise<Uint8Array> => {
  for (const decode of decoders.get(coding) ?? []) {
    try {
      return await decode(bytes, { maxOutputLength: most })
    } catch (error) {
      if (isTooLarge(error))
        throw new Problem('body-too-large', {
          detail: `The body is larger than ${most} bytes once it is unpacked.`,
        })
    }
  }
  throw new Problem('body-malformed', { detail: `The body is not ${coding}, as it says.` })
}

/**
 * A body without its content codings (RFC 9110 §8.4), at most `maxBody` bytes of it.
 * @throws Problem `content-encoding-unsupported` (415), `body-malformed` (400) or `body-too-large`.
 */
export const decodeBody = async (
  bytes: Uint8Array,
  contentEncoding: string | undefined,
  maxBody: number,
): Promise<Uint8Array> => {
  if (contentEncoding === undefined || bytes.length === 0) return bytes
  const codings = contentEncoding
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity')
  const unknown = codings.find((coding) => !decoders.has(coding))
  if (unknown !== undefined || codings.length > maxCodings)
    throw new Problem('content-encoding-unsupported', {
      detail: `The body is coded as ${contentEncoding}.`,
      headers: ['Accept-Encoding', 'gzip, deflate, br'],
    })
  let decoded = bytes
  for (const coding of codings.reverse()) decoded = await decodeOnce(decoded, coding, maxBody)
  return decoded
}
