import type { CompiledSchema } from '../contract/contract.js'
import { isObject } from '../lib/json-object.js'
import { essence, isJson } from '../lib/media-type.js'

/** The smallest files that programs open, in hexadecimal. */
const smallest: Readonly<Record<string, string>> = {
  'image/png':
    '89504e470d0a1a0a0000000d4948445200000001000000010806000000' +
    '1f15c4890000000d49444154789c6360000000020001e221bc330000000049454e44ae426082',
  'image/gif':
    '47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b',
  'application/zip': `504b0506${'00'.repeat(18)}`,
  'application/gzip': '1f8b080000000000000303000000000000000000',
}

/** Bytes that are no text. */
const anyBytes = '000102030405060708090a0b0c0d0e0ff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff'

const binaryType =
  /^(?:image\/(?!.*\+xml$)|audio\/|video\/|font\/|application\/(?:octet-stream|pdf|zip|gzip|wasm|x-.*(?:tar|zip|compressed)|vnd\..*(?:openxmlformats|ms-excel|opendocument)))/

/** True when a body has no text: by its media type, or by `format: binary` of its schema. */
export const isBinary = (mediaType: string, schema: CompiledSchema | undefined): boolean => {
  const type = essence(mediaType)
  if (binaryType.test(type)) return true
  if (isJson(type)) return false
  const written = schema?.schema
  return isObject(written) && written['format'] === 'binary' && !type.startsWith('text/')
}

/** Some bytes for a binary media type, always the same. */
export const binaryBody = (mediaType: string): Uint8Array => {
  const digits = smallest[essence(mediaType)] ?? anyBytes
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}
