import { headerParameters } from './header-parameters.js'
import { bytesOf, textOf } from './text-bytes.js'

/** One part of a form (RFC 7578 §4). */
export interface MultipartPart {
  readonly name: string
  readonly filename: string | undefined
  readonly contentType: string | undefined
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly bytes: Uint8Array
}

/** The parts of a form, or why it is none. */
export type Multipart = { readonly parts: readonly MultipartPart[] } | { readonly fault: string }

/** A form may have this many parts, and each this many bytes of headers. */
const maxParts = 1000
const maxHeaderBytes = 16_384

const cr = 13
const dash = 45

const isAt = (bytes: Uint8Array, at: number, wanted: Uint8Array): boolean => {
  if (at + wanted.length > bytes.length) return false
  for (let index = 0; index < wanted.length; index++)
    if (bytes[at + index] !== wanted[index]) return false
  return true
}

/** Where some bytes that begin with CR stand; -1 when nowhere. */
const find = (bytes: Uint8Array, wanted: Uint8Array, from: number): number => {
  let at = bytes.indexOf(cr, from)
  while (at >= 0 && !isAt(bytes, at, wanted)) at = bytes.indexOf(cr, at + 1)
  return at
}

const lineEnd = bytesOf('\r\n')
const headersEnd = bytesOf('\r\n\r\n')

const headersOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split('\r\n').flatMap((line) => {
      const colon = line.indexOf(':')
      return colon < 0 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]]
    }),
  )

/** Browsers write a quote in a name as %22 (HTML, multipart form data encoding). */
const unquoted = (text: string | undefined): string | undefined =>
  text?.replace(/%22/g, '"').replace(/%0D/g, '\r').replace(/%0A/g, '\n')

const readPart = (bytes: Uint8Array): MultipartPart | string => {
  // A part without headers begins with the empty line.
  const end = isAt(bytes, 0, lineEnd) ? -2 : find(bytes, headersEnd, 0)
  if (end === -1) return 'a part has no empty line after its headers'
  if (end > maxHeaderBytes) return `a part has more than ${maxHeaderBytes} bytes of headers`
  const headers = headersOf(textOf(bytes.subarray(0, Math.max(0, end))))
  const disposition = headers.get('content-disposition')
  if (disposition === undefined || !/^form-data\s*(;|$)/i.test(disposition))
    return 'a part has no Content-Disposition: form-data'
  const parameters = headerParameters(disposition)
  const name = unquoted(parameters?.get('name'))
  if (!parameters || name === undefined) return 'a part has a Content-Disposition without a name'
  return {
    name,
    filename: unquoted(parameters.get('filename')),
    contentType: headers.get('content-type'),
    headers,
    bytes: bytes.subarray(end + headersEnd.length),
  }
}

/** Where the line of a delimiter ends; undefined when other text follows the boundary. */
const afterLine = (bytes: Uint8Array, from: number): number | undefined => {
  let at = from
  while (bytes[at] === 32 || bytes[at] === 9) at++
  return isAt(bytes, at, lineEnd) ? at + lineEnd.length : undefined
}

/** The places of the contents between delimiters, in order (RFC 2046 §5.1.1). */
const partsBetween = (bytes: Uint8Array, boundary: string): readonly Uint8Array[] | string => {
  const delimiter = bytesOf(`\r\n--${boundary}`)
  const parts: Uint8Array[] = []
  let start: number | undefined
  // The first delimiter may stand at the very beginning, without the line end before it.
  let at = isAt(bytes, 0, delimiter.subarray(2)) ? -2 : find(bytes, delimiter, 0)
  for (; at !== -1; at = find(bytes, delimiter, Math.max(0, at + 1))) {
    const after = at + delimiter.length
    const isLast = bytes[after] === dash && bytes[after + 1] === dash
    const next = isLast ? after : afterLine(bytes, after)
    if (next === undefined) continue
    if (start !== undefined) parts.push(bytes.subarray(start, Math.max(start, at)))
    if (isLast) return parts
    if (parts.length === maxParts) return `it has more than ${maxParts} parts`
    // The line end of this delimiter may be that of the next one: an empty part.
    start = next
  }
  return start === undefined ? 'its boundary is nowhere' : 'its last boundary is missing'
}

/** Reads multipart/form-data (RFC 7578); what is malformed is a fault, never a throw. */
export const readMultipart = (bytes: Uint8Array, boundary: string | undefined): Multipart => {
  if (boundary === undefined || boundary === '' || boundary.length > 70)
    return { fault: 'the Content-Type has no boundary of 1 to 70 characters' }
  const contents = partsBetween(bytes, boundary)
  if (typeof contents === 'string') return { fault: contents }
  const parts: MultipartPart[] = []
  for (const content of contents) {
    const part = readPart(content)
    if (typeof part === 'string') return { fault: part }
    parts.push(part)
  }
  return { parts }
}
