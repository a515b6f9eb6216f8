import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'

type Unpack = (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>

/** The codings of RFC 9110 §8.4.1 and `br`; `deflate` comes with and without its wrapper. */
const decoders: Readonly<Record<string, readonly Unpack[]>> = {
  gzip: [promisify(gunzip)],
  'x-gzip': [promisify(gunzip)],
  deflate: [promisify(inflate), promisify(inflateRaw)],
  br: [promisify(brotliDecompress)],
  identity: [(bytes) => Promise.resolve(bytes)],
}

/** A body may be coded so often; more is an attack. */
const maxCodings = 3

const unpackOnce = async (
  bytes: Uint8Array,
  coding: string,
  most: number,
): Promise<Uint8Array | undefined> => {
  for (const decode of decoders[coding] ?? [])
    try {
      return await decode(bytes, { maxOutputLength: most })
    } catch {
      // The next way, then none.
    }
  return undefined
}

/** A body without its content codings (RFC 9110 §8.4); undefined when it is not coded as it says. */
export const unpackReply = async (
  bytes: Uint8Array,
  contentEncoding: string | undefined,
  most: number,
): Promise<Uint8Array | undefined> => {
  if (contentEncoding === undefined || bytes.length === 0) return bytes
  const codings = contentEncoding.split(',').map((coding) => coding.trim().toLowerCase())
  if (codings.length > maxCodings) return undefined
  let plain: Uint8Array | undefined = bytes
  for (const coding of codings.filter(Boolean).reverse())
    plain = plain && (await unpackOnce(plain, coding, most))
  return plain
}
