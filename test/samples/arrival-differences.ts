import { jsonEqual } from '../../src/lib/json-equal.js'
import { type MultipartPart, readMultipart } from '../../src/lib/multipart.js'
import { parseExact } from '../../src/lib/parse-exact.js'
import type { SampleBody, SamplePart, SampleRequest } from '../../src/samples/sample-request.js'
import type { Arrived } from './echo-server.js'
import { pictureBytes } from './hostile-requests.js'
import { arrivedText } from './hostile-texts.js'

/** What a language does otherwise, and documents so. */
export interface Habits {
  /** Line breaks in the values of a multipart form become CRLF (HTML standard). */
  readonly formLineBreaks?: boolean
  /** Values with a media type, which it has no other way to say, are sent as files. */
  readonly typedValuesAreFiles?: boolean
  /** Marks of writing direction are lost from URLs (Mono's Uri). */
  readonly urlsWithoutMarks?: boolean
  /** A header without a value is not sent (libcurl, with no way around it in httr). */
  readonly noEmptyHeaders?: boolean
  /** An empty value of a multipart form has no media type (R's curl would send garbage). */
  readonly untypedEmptyValues?: boolean
  /** Files are stood in for by a text. */
  readonly standInFiles?: boolean
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return `not decodable: ${text}`
  }
}

/** Fields of a query or form in a comparable order: some clients sort them. */
const fieldsOf = (text: string): string[] =>
  (text === '' ? [] : text.split('&'))
    .map((pair) => pair.split('=').map((half) => decoded(half.replaceAll('+', ' '))))
    .map((pair) => JSON.stringify(pair))
    .sort()

const partText = (part: SamplePart, habits: Habits): string => {
  if (part.kind === 'file')
    return habits.standInFiles
      ? `contents of ${part.fileName}`
      : Buffer.from(pictureBytes).toString('latin1')
  const value = arrivedText(part.value)
  const isText = part.mediaType === undefined
  const text = isText && habits.formLineBreaks ? value.replace(/\r\n?|\n/g, '\r\n') : value
  return Buffer.from(text).toString('latin1')
}

const saysType = (part: SamplePart, { untypedEmptyValues = false }: Habits): boolean =>
  part.mediaType !== undefined &&
  !(untypedEmptyValues && part.kind === 'value' && part.value === '')

const expectedPart = (part: SamplePart, habits: Habits): unknown[] => [
  part.name,
  part.kind === 'file' ? part.fileName : '',
  saysType(part, habits) ? (part.mediaType ?? '') : '',
  partText(part, habits),
]

const arrivedPart = (
  { name, filename, contentType, bytes }: MultipartPart,
  wanted: SamplePart,
  habits: Habits,
): unknown[] => {
  const dropsFileName =
    wanted.kind === 'value' && wanted.mediaType !== undefined && habits.typedValuesAreFiles
  // Where no media type is said, clients may say what they like.
  const type = saysType(wanted, habits) ? contentType : ''
  return [name, dropsFileName ? '' : (filename ?? ''), type, Buffer.from(bytes).toString('latin1')]
}

const compareParts = (
  parts: readonly SamplePart[],
  { headers, body }: Arrived,
  habits: Habits,
): string[] => {
  const boundary = /boundary="?([^";]+)/.exec(headers['content-type'] ?? '')?.[1]
  const read = readMultipart(body, boundary)
  if ('fault' in read) return [`body: ${read.fault}`]
  return parts.flatMap((part, index) => {
    const got = read.parts[index]
    const found = got && arrivedPart(got, part, habits)
    return compare(`part ${index}`, expectedPart(part, habits), found)
  })
}

const compare = (what: string, expected: unknown, got: unknown): string[] =>
  JSON.stringify(expected) === JSON.stringify(got)
    ? []
    : [`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`]

const compareJson = (expected: unknown, text: string): string[] => {
  try {
    return jsonEqual(parseExact(text), expected) ? [] : [`body: got ${text}`]
  } catch (error) {
    return [`body: ${String(error)} in ${text}`]
  }
}

const compareBody = (body: SampleBody | undefined, arrived: Arrived, habits: Habits): string[] => {
  const text = arrived.body.toString('utf8')
  switch (body?.kind) {
    case undefined:
      return compare('body', '', text)
    case 'json':
      return compareJson(body.value, text)
    case 'text':
      return compare('body', arrivedText(body.text), text)
    case 'form':
      return compare(
        'body',
        body.fields.map((pair) => JSON.stringify(pair.map(arrivedText))).sort(),
        fieldsOf(text),
      )
    case 'file':
      return habits.standInFiles
        ? compare('body', `contents of ${body.fileName}`, text)
        : compare('body', Buffer.from(pictureBytes).toString('hex'), arrived.body.toString('hex'))
    case 'multipart':
      return compareParts(body.parts, arrived, habits)
  }
}

const mediaTypeOf = (header: string | undefined): string =>
  (header ?? '')
    .replace(/\s/g, '')
    .replace(/;charset=utf-8$/i, '')
    .toLowerCase()

const compareHeaders = (request: SampleRequest, { headers }: Arrived, habits: Habits): string[] => {
  const { basic, body } = request
  const credentials = basic && Buffer.from(`${basic.user}:${basic.password}`).toString('base64')
  const type = mediaTypeOf(headers['content-type'])
  const isTyped =
    body && body.kind !== 'multipart' && !(body.kind === 'form' && body.fields.length === 0)
  return [
    ...request.headers.flatMap(([name, value]) =>
      compare(
        name,
        value === '' && habits.noEmptyHeaders ? undefined : value,
        headers[name.toLowerCase()],
      ),
    ),
    ...(basic ? compare('Authorization', `Basic ${credentials}`, headers['authorization']) : []),
    ...(isTyped ? compare('Content-Type', mediaTypeOf(body.mediaType), type) : []),
    ...(body?.kind === 'multipart'
      ? compare('Content-Type', body.mediaType, type.split(';')[0])
      : []),
  ]
}

/** How what arrived differs from the request that a sample was written of; nothing where it is the same. */
export const arrivalDifferences = (
  request: SampleRequest,
  all: readonly Arrived[],
  habits: Habits = {},
): string[] => {
  const [arrived] = all
  if (!arrived || all.length > 1) return [`${all.length} requests arrived`]
  const marks = habits.urlsWithoutMarks ? /%E2%80%AE/g : /$^/
  const { pathname, search } = new URL(request.url.replace(marks, ''))
  const [path = '', query = ''] = arrived.url.split(/\?(.*)/s)
  return [
    ...compare('method', request.method, arrived.method),
    ...compare('path', pathname.split('/').map(decoded), path.split('/').map(decoded)),
    ...compare('query', fieldsOf(search.slice(1)), fieldsOf(query)),
    ...compareHeaders(request, arrived, habits),
    ...compareBody(request.body, arrived, habits),
  ]
}
