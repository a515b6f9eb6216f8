import type { DocumentedResponse, Operation, ResponseHeader } from '../contract/contract.js'
import { isObject } from '../lib/json-object.js'
import { noPreference } from './preference.js'
import { sampleOf } from './sample-of.js'

/** Headers that the message itself decides. */
const ownHeaders = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** What a header may be called (RFC 9110 §5.1). */
const fieldName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/**
 * Standard headers that programs act on: a made-up text would do harm (a page loses its CORS, a client
 * follows a Location that leads nowhere). They are sent when they have an example or are required.
 */
const actedOn =
  /^(access-control-.+|cache-control|content-.+|date|etag|expires|last-modified|link|location|refresh|set-cookie|strict-transport-security|vary|www-authenticate)$/i

const textOf = (item: unknown): string =>
  typeof item === 'string' ? item : (JSON.stringify(item) ?? '')

/** The texts of a value in style simple (OpenAPI 3.0.3 §4.7.12.3). */
const partsOf = (value: unknown, explode: boolean): readonly string[] => {
  if (Array.isArray(value)) return value.map(textOf)
  if (!isObject(value)) return [textOf(value)]
  const pairs = Object.entries(value).map(([name, item]) => [name, textOf(item)])
  return explode ? pairs.map((pair) => pair.join('=')) : pairs.flat()
}

/** What a header can carry: no controls, and nothing beyond Latin-1. JSON escapes what lies beyond. */
const carried = (text: string): string => text.replace(/[^\x20-\x7e\x80-\xff]/g, '').trim()

const jsonText = (value: unknown): string =>
  (JSON.stringify(value) ?? '').replace(
    /[^\x20-\x7e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** The values of one header. Cookies are never joined (RFC 6265 §3): a list is several headers. */
const headerTexts = ({ name, json, explode }: ResponseHeader, value: unknown): string[] => {
  if (json && typeof value !== 'string') return [jsonText(value)]
  const parts = partsOf(value, explode)
  const texts = name.toLowerCase() === 'set-cookie' ? parts : [parts.join(',')]
  return texts.map(carried)
}

/** What an example written as text may stand for. */
const readings = (example: unknown): readonly unknown[] =>
  typeof example === 'string'
    ? [example, Number(example), example === 'true', example.split(',')]
    : [example]

const isExampleValid = ({ schema, example }: ResponseHeader): boolean => {
  try {
    return schema === undefined || readings(example).some(schema.isValid)
  } catch {
    // The schema is what is broken: the example is all there is.
    return true
  }
}

const valueOf = async (header: ResponseHeader, operation: Operation): Promise<unknown> => {
  const { schema, example, required, name } = header
  const hasExample = example !== undefined && example !== null
  if (hasExample && isExampleValid(header)) return example
  if (!schema || (!required && !hasExample && actedOn.test(name))) return undefined
  return sampleOf(schema, noPreference, name, `${operation.id} ${name}`)
}

/** The documented headers of a response, but those that a made-up value would spoil. */
export const replyHeaders = async (
  response: DocumentedResponse,
  operation: Operation,
): Promise<string[]> => {
  const headers: string[] = []
  for (const header of response.headers) {
    if (ownHeaders.has(header.name.toLowerCase()) || !fieldName.test(header.name)) continue
    const value = await valueOf(header, operation)
    if (value === undefined || value === null) continue
    for (const text of headerTexts(header, value)) headers.push(header.name, text)
  }
  return headers
}
