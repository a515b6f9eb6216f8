import type { Violation } from '../errors.js'
import { escapeToken } from '../lib/json-pointer.js'
import { isJson } from '../lib/media-type.js'
import { parseJson } from '../lib/parse-json.js'
import { contentFor } from './choose-content.js'
import type { CompiledSchema, DocumentedResponse, Operation, ResponseHeader } from './contract.js'
import { readText } from './read-text.js'
import { violation } from './violation.js'

/** The documented response for a status: exact, then its range, then default (OpenAPI 3.0.3 §4.7.16). */
export const responseFor = (
  operation: Operation,
  status: number,
): DocumentedResponse | undefined => {
  const exact = String(status)
  const range = `${exact[0]}XX`
  return (
    operation.responses.find((response) => response.key === exact) ??
    operation.responses.find((response) => response.key === range) ??
    operation.responses.find((response) => response.key === 'default')
  )
}

/** False where only refusals are documented: success without a body is not against any of them. */
const documentsSuccess = ({ responses }: Operation): boolean =>
  responses.some(({ key }) => /^2|^default$/.test(key))

/** What succeeds without a word: the response of an operation that documents no success at all. */
export const noContent: DocumentedResponse = {
  ...{ key: '204', description: '', contents: [], headers: [] },
}

/** The response for a status; 204 is one as well where an operation documents no success at all. */
export const replyFor = (operation: Operation, status: number): DocumentedResponse | undefined =>
  responseFor(operation, status) ??
  (status === 204 && !documentsSuccess(operation) ? noContent : undefined)

/** The values of a header, joined as a recipient may join them (RFC 9110 §5.3). */
const headerValue = (headers: readonly string[], name: string): string | undefined => {
  const values = headers.filter(
    (_, at) => at % 2 === 1 && headers[at - 1]?.toLowerCase() === name.toLowerCase(),
  )
  return values.length === 0 ? undefined : values.join(', ')
}

/** Objects and lists are often written as JSON, although `style: simple` is all that a header may have. */
const isJsonOf = (schema: CompiledSchema, text: string): boolean => {
  const parsed = /^\s*[[{]/.test(text) ? parseJson(text) : {}
  return 'value' in parsed && schema.isValid(parsed.value)
}

/** In what the text of a header breaks its schema. */
export const checkHeader = (header: ResponseHeader, text: string): readonly Violation[] => {
  const { name, schema } = header
  const place = { location: 'header', pointer: `/${escapeToken(name)}` } as const
  if (!schema) return []
  const shape = schema.shape
  const style = { style: 'simple', in: 'header', allowEmptyValue: false } as const
  if (isJsonOf(schema, text)) return []
  const read = readText({ ...header, ...style, shape }, text)
  if (read.malformed !== undefined)
    return [violation(place.location, place.pointer, 'style', read.malformed)]
  return schema.validate(read.value, place)
}

/**
 * In what the headers of a reply break what is documented of it. Several cookies are several headers,
 * which no schema describes.
 */
export const checkHeaders = (
  { headers: documented }: DocumentedResponse,
  headers: readonly string[],
): readonly Violation[] =>
  documented.flatMap((header) => {
    const text = headerValue(headers, header.name)
    if (text !== undefined)
      return header.name.toLowerCase() === 'set-cookie' ? [] : checkHeader(header, text)
    const pointer = `/${escapeToken(header.name)}`
    return header.required ? [violation('header', pointer, 'required', 'a value')] : []
  })

/** Statuses whose messages have no body (RFC 9110 §15.3.5, §15.3.6, §15.4.5). */
const bodiless = new Set([204, 205, 304])

const checkBody = (
  response: DocumentedResponse,
  status: number,
  mediaType: string | undefined,
  body: unknown,
): readonly Violation[] => {
  const { contents } = response
  if (mediaType === undefined)
    return contents.length > 0 && !bodiless.has(status)
      ? [violation('response', '', 'required', 'a body')]
      : []
  if (contents.length === 0) return [violation('response', '', 'media-type', 'no body', mediaType)]
  const content = contentFor(contents, mediaType)
  if (!content) {
    const documented = contents.map((one) => one.mediaType).join(', ')
    return [violation('response', '', 'media-type', `one of ${documented}`, mediaType)]
  }
  if (!content.schema || !isJson(mediaType)) return []
  return content.schema.validate(body, { location: 'response', pointer: '' })
}

/**
 * In what a reply of an operation breaks the contract: its status, headers, media type and body.
 * `headers` are names and values in turn; `body` is the value before serialisation.
 */
export const checkReply = (
  operation: Operation,
  status: number,
  headers: readonly string[],
  mediaType: string | undefined,
  body: unknown,
): readonly Violation[] => {
  const response = responseFor(operation, status)
  if (!response && status === 204 && !documentsSuccess(operation)) return []
  if (!response) return [violation('response', '', 'status', 'a documented status', String(status))]
  if (response.fault) throw response.fault
  return [...checkHeaders(response, headers), ...checkBody(response, status, mediaType, body)]
}
