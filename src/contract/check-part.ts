import type { Violation } from '../errors.js'
import { covers, essence } from '../lib/media-type.js'
import type { MultipartPart } from '../lib/multipart.js'
import { checkHeader } from './check-reply.js'
import type { Encoding } from './contract.js'
import { violation } from './violation.js'

/** The media types that an Encoding Object lists, separated by commas. */
const listed = ({ contentType }: Encoding): readonly string[] =>
  (contentType ?? '').split(',').flatMap((type) => (type.trim() === '' ? [] : [type.trim()]))

const checkType = (
  { contentType }: MultipartPart,
  encoding: Encoding | undefined,
  pointer: string,
): readonly Violation[] => {
  if (contentType === undefined) return []
  const types = encoding ? listed(encoding) : []
  const isListed = types.some((type) => covers(type, contentType))
  if (types.length > 0 && !isListed) {
    const expected = `a part of ${types.length > 1 ? 'one of ' : ''}${types.join(', ')}`
    return [violation('body', pointer, 'contentType', expected, contentType)]
  }
  // Parts in a part were given up: files of one name are parts of that name (RFC 7578 §4.3).
  return essence(contentType).startsWith('multipart/') && !isListed
    ? [violation('body', pointer, 'contentType', 'no parts inside of a part', contentType)]
    : []
}

/**
 * In what a part of a form breaks its Encoding Object (OpenAPI 3.0.3 §4.7.15): its media type and its
 * headers.
 */
export const checkPart = (
  part: MultipartPart,
  encoding: Encoding | undefined,
  pointer: string,
): readonly Violation[] => [
  ...checkType(part, encoding, pointer),
  ...(encoding?.headers ?? []).flatMap((header) => {
    const text = part.headers.get(header.name.toLowerCase())
    if (text === undefined)
      return header.required
        ? [violation('body', pointer, 'header', `a part with the header ${header.name}`)]
        : []
    return checkHeader(header, text).map(({ rule, expected }) =>
      violation('body', pointer, rule, `the header ${header.name} to be ${expected}`, text),
    )
  }),
]
