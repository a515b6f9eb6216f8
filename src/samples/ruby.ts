import { boundaryFor, multipartChunks } from './multipart-chunks.js'
import { wellFormed } from '../lib/well-formed.js'
import { commonEscapes, isPrintable, printableJson, quoted } from './printable.js'
import { areUnique, sampleHeaders } from './sample-headers.js'
import type { SampleLanguage } from './sample-language.js'
import type { SampleBody, SamplePart, SampleRequest } from './sample-request.js'

const codePoint = (character: string): string =>
  `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`

/** In single quotes only `\` and `'` are special; in double quotes `#` begins code as well. */
const rubyString = (text: string): string => {
  const known = wellFormed(text)
  if (isPrintable(known)) return `'${known.replace(/[\\']/g, '\\$&')}'`
  return quoted(known, commonEscapes, codePoint).replaceAll('#', '\\#')
}

const list = (items: readonly string[]): string =>
  items.length === 0 ? '[]' : `[\n${items.map((item) => `  ${item}`).join(',\n')}\n]`

/** True where Net::HTTP writes the part as it should be: it gives values no media type, and takes `\` for an escape. */
const isSimple = (part: SamplePart): boolean =>
  (part.kind === 'file' || part.mediaType === undefined) && !/["\\\r\n]/.test(part.name)

const formPart = (part: SamplePart): string => {
  if (part.kind === 'value') return `[${rubyString(part.name)}, ${rubyString(part.value)}]`
  const name = rubyString(part.fileName)
  const type =
    part.mediaType === undefined ? '' : `, { content_type: ${rubyString(part.mediaType)} }`
  return `[${rubyString(part.name)}, File.open(${name}, 'rb')${type}]`
}

const multipartLines = (parts: readonly SamplePart[], mediaType: string): readonly string[] => {
  if (parts.every(isSimple))
    return [`request.set_form(${list(parts.map(formPart))}, ${rubyString(mediaType)})`]
  const boundary = boundaryFor(parts)
  const chunks = multipartChunks(parts, boundary).flatMap((chunk) =>
    chunk.kind === 'file'
      ? [`File.binread(${rubyString(chunk.fileName)})`]
      : chunk.text.split(/(?<=\r\n)/).map((line) => `${rubyString(line)}.b`),
  )
  return [
    `request['Content-Type'] = ${rubyString(`${mediaType}; boundary=${boundary}`)}`,
    `request.body = ${list(chunks)}.join`,
  ]
}

const bodyLines = (body: SampleBody | undefined): readonly string[] => {
  switch (body?.kind) {
    case undefined:
      return []
    case 'json':
      // No line of JSON begins with a letter but those of true, false and null: the text cannot end itself.
      return ["request.body = <<'JSON'", printableJson(body.text), 'JSON']
    case 'text':
      return [`request.body = ${rubyString(body.text)}`]
    case 'file':
      return [`request.body = File.binread(${rubyString(body.fileName)})`]
    case 'form': {
      const unique = areUnique(body.fields)
      const pairs = body.fields.map((pair) => pair.map(rubyString))
      if (pairs.length === 0) return ["request.body = ''"]
      return unique
        ? [`request.set_form_data(${pairs.map((pair) => pair.join(' => ')).join(', ')})`]
        : [
            `request.body = URI.encode_www_form(${list(pairs.map((pair) => `[${pair.join(', ')}]`))})`,
          ]
    }
    case 'multipart':
      return multipartLines(body.parts, body.mediaType)
  }
}

const classes: readonly string[] = [
  ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE'],
]

const newRequest = (method: string): string =>
  classes.includes(method)
    ? `Net::HTTP::${method.charAt(0)}${method.slice(1).toLowerCase()}.new(uri)`
    : `Net::HTTPGenericRequest.new(${rubyString(method)}, true, true, uri)`

const write = (request: SampleRequest): string => {
  const { method, url, basic, body } = request
  const isPlainForm = body?.kind === 'form' && areUnique(body.fields) && body.fields.length > 0
  const headers = sampleHeaders(request, isPlainForm ? ['application/x-www-form-urlencoded'] : [])
  const tls = url.startsWith('https:') ? ', use_ssl: true' : ''
  // Setting the fields of a form sets its media type: another one comes after it.
  return [
    "require 'net/http'",
    '',
    `uri = URI(${rubyString(url)})`,
    `request = ${newRequest(method)}`,
    ...(isPlainForm ? bodyLines(body) : []),
    ...headers.map(([name, value]) => `request[${rubyString(name)}] = ${rubyString(value)}`),
    ...(basic
      ? [`request.basic_auth(${rubyString(basic.user)}, ${rubyString(basic.password)})`]
      : []),
    ...(isPlainForm ? [] : bodyLines(body)),
    '',
    `response = Net::HTTP.start(uri.hostname, uri.port${tls}) do |http|`,
    '  http.request(request)',
    'end',
    '',
    'puts response.code',
    'puts response.body',
  ].join('\n')
}

/** Ruby 2.6 or newer with net/http. */
export const ruby: SampleLanguage = { id: 'ruby', label: 'Ruby', write }
