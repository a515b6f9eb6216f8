import { stringifyExact } from '../../src/lib/parse-exact.js'
import type { SampleBody, SampleHeader, SampleRequest } from '../../src/samples/sample-request.js'
import { arrivedText, hostileTexts, hostileValues } from './hostile-texts.js'

/** A request to an echo server, by the key under which that remembers it. */
export interface HostileRequest {
  readonly key: string
  readonly request: SampleRequest
}

/** Percent-encoded as the samples' URLs are: nothing is left that a shell or a URL parser takes for its own. */
export const encoded = (text: string): string =>
  encodeURIComponent(arrivedText(text)).replace(
    /[!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** What a header can hold of a text: visible ASCII and what is beyond, without spaces around. */
export const headerValue = (text: string): string =>
  arrivedText(text)
    .replace(/\p{Cc}/gu, '')
    .trim()

/** A value as a body of JSON. */
export const jsonBody = (value: unknown): SampleBody => ({
  kind: 'json',
  mediaType: 'application/json',
  value,
  text: indented(value),
})

const indented = (value: unknown): string => {
  try {
    return JSON.stringify(value, undefined, 2)
  } catch {
    // Only texts with BigInt take the other way.
    return stringifyExact(value) ?? ''
  }
}

/** The picture that samples send, in bytes that are no text. */
export const pictureBytes = Uint8Array.from({ length: 512 }, (_, index) => index % 256)

const header: SampleHeader = ['X-Plain', 'plain; value="1"']

/** A text in every place of a request at once, with the body that is given. */
const everywhere = (
  origin: string,
  key: string,
  text: string,
  body: SampleBody,
): SampleRequest => ({
  method: 'POST',
  url: `${origin}/${key}/${encoded(text)}/end?q=${encoded(text)}&${encoded(text)}=1`,
  headers: [
    ['X-Text', `a${headerValue(text).replace(/[^\0-\x7f]/g, '')}z`],
    header,
    ['Cookie', `a=${encoded(text)}; b=2`],
  ],
  body,
})

const withoutBody = (origin: string): readonly HostileRequest[] =>
  ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'REPORT'].map((method) => ({
    key: `no-body-${method}`,
    request: { method, url: `${origin}/no-body-${method}`, headers: [header] },
  }))

const withBody = (origin: string): readonly HostileRequest[] =>
  ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'REPORT'].map((method) => ({
    key: `body-${method}`,
    request: { method, url: `${origin}/body-${method}`, headers: [], body: jsonBody({ a: 1 }) },
  }))

/** Names of a multipart form; not all languages can say line breaks, `=` and a backslash in one. */
const hostileNames: readonly string[] = [
  ...['$(x) `x` ${x} #{x} {$x}', '%s %d', '@a', '<a', ';a', '</script>', '?>', '"""', "'''"],
]

const bodies = (texts: readonly string[]): Readonly<Record<string, SampleBody>> => {
  const fields = texts.map((text, index) => [`f${index}`, text] as const)
  const names = texts.filter((text) => text.trim() !== '').map((text) => [text, 'x'] as const)
  const form = 'application/x-www-form-urlencoded'
  const multipart = 'multipart/form-data'
  const part = (name: string, value: string, mediaType?: string) =>
    ({ kind: 'value', name, value, ...(mediaType === undefined ? {} : { mediaType }) }) as const
  const file = { kind: 'file', name: 'picture', fileName: 'my picture.png' } as const
  return {
    'form-values': { kind: 'form', mediaType: form, fields },
    'form-names': { kind: 'form', mediaType: form, fields: names },
    'form-twice': { kind: 'form', mediaType: form, fields: [...fields, ...fields] },
    'form-empty': { kind: 'form', mediaType: form, fields: [] },
    'parts-values': {
      kind: 'multipart',
      mediaType: multipart,
      parts: fields.map(([name, value]) => part(name, value)),
    },
    'parts-twice': {
      kind: 'multipart',
      mediaType: multipart,
      parts: [part('a', '1'), part('a', `O'Brien`), part('a', '@x')],
    },
    'parts-typed': {
      kind: 'multipart',
      mediaType: multipart,
      parts: [
        ...texts.map((text, index) => part(`t${index}`, text, 'text/plain')),
        part('json', '{"a":1}', 'application/json'),
        part('charset', 'ü', 'text/plain; charset=utf-8'),
      ],
    },
    'parts-files': {
      kind: 'multipart',
      mediaType: multipart,
      parts: [
        part('before', 'ü 1'),
        file,
        { ...file, name: 'typed', mediaType: 'image/png' },
        part('after', '2'),
      ],
    },
    'parts-names': {
      kind: 'multipart',
      mediaType: multipart,
      parts: [
        part('naïve 漢', 'x'),
        part(`it's "x"`, 'y'),
        part('a[b]', '1'),
        ...hostileNames.map((name) => part(name, name)),
      ],
    },
    'parts-typed-file': {
      kind: 'multipart',
      mediaType: multipart,
      parts: [part('meta', '{"ü":1}', 'application/json'), { ...file, mediaType: 'image/png' }],
    },
    file: { kind: 'file', mediaType: 'image/png', fileName: 'my picture.png' },
    'text-empty': { kind: 'text', mediaType: 'text/plain', text: '' },
    'text-xml': {
      kind: 'text',
      mediaType: 'application/xml; charset=utf-8',
      text: '<a b="1">\n  <c>ü</c>\n</a>\n',
    },
    'json-typed': {
      ...(jsonBody({ a: 'ü' }) as SampleBody & { kind: 'json' }),
      mediaType: 'application/vnd.example+json; version=1',
    },
    ...Object.fromEntries(
      Object.entries(hostileValues).map(([name, value]) => [`value-${name}`, jsonBody(value)]),
    ),
  }
}

/** What a URL may hold unencoded, all of it (RFC 3986 §3.3). */
const urlMarks = "'$(x)'!*;,@:&+~-._"

/** All requests of the table; every path begins with the key of its request. */
export const hostileRequests = (origin: string, canary: string): readonly HostileRequest[] => {
  const texts = hostileTexts(canary)
  return [
    ...texts.flatMap((text, index): HostileRequest[] => [
      {
        key: `json-${index}`,
        request: everywhere(
          origin,
          `json-${index}`,
          text,
          jsonBody({ value: text, [text]: [text] }),
        ),
      },
      {
        key: `text-${index}`,
        request: {
          method: 'POST',
          url: `${origin}/text-${index}`,
          headers: [],
          basic: {
            user: arrivedText(text).replace(/[:\p{Cc}]/gu, ''),
            password: headerValue(text),
          },
          body: { kind: 'text', mediaType: 'text/plain', text },
        },
      },
    ]),
    ...Object.entries(bodies(texts)).map(([key, body]) => ({
      key,
      request: { method: 'POST', url: `${origin}/${key}`, headers: [], body },
    })),
    ...withoutBody(origin),
    ...withBody(origin),
    {
      key: 'marks',
      request: { method: 'GET', url: `${origin}/marks/a${urlMarks}?q=${urlMarks}/?`, headers: [] },
    },
    {
      key: 'empty-header',
      request: { method: 'GET', url: `${origin}/empty-header`, headers: [['X-Empty', ''], header] },
    },
    {
      key: 'utf-8-header',
      request: {
        method: 'GET',
        url: `${origin}/utf-8-header`,
        headers: [['X-Text', 'ü 漢 \u{1f600}']],
      },
    },
  ]
}
