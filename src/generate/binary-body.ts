import type { CompiledSchema } from '../contract/contract.js'
import { isObject } from '../lib/json-object.js'
import { essence, isJson, isXml } from '../lib/media-type.js'
import { bytesOf } from '../lib/text-bytes.js'

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

/** True for media types whose bodies are no text. */
export const isBinaryType = (mediaType: string): boolean => binaryType.test(essence(mediaType))

/** True when a body has no text: by its media type, or by `format: binary` of its schema. A file of XML is XML. */
export const isBinary = (mediaType: string, schema: CompiledSchema | undefined): boolean => {
  const type = essence(mediaType)
  if (isBinaryType(type)) return true
  if (isJson(type)) return false
  const written = schema?.schema
  const isText = type.startsWith('text/') || isXml(type)
  return isObject(written) && written['format'] === 'binary' && !isText
}

/** A PDF document of one empty page; readers rebuild the table of contents that it has not. */
const emptyPdf = [
  '%PDF-1.4',
  '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
  '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
  '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>endobj',
  'trailer<</Root 1 0 R>>',
  '%%EOF',
  '',
].join('\n')

/** Some bytes for a binary media type, always the same. */
export const binaryBody = (mediaType: string): Uint8Array => {
  if (essence(mediaType) === 'application/pdf') return bytesOf(emptyPdf)
  const digits = smallest[essence(mediaType)] ?? anyBytes
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}
