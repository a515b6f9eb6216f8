import { isLiteral, nativeLiteral } from './native-literal.js'
import { commonEscapes, printableJson, quoted, unicodeEscape } from './printable.js'
import { areUnique, byteString, isAscii, sampleHeaders } from './sample-headers.js'
import type { SampleBody, SampleHeader, SamplePart, SampleRequest } from './sample-request.js'

/** A string literal of JavaScript that may stand in a script of an HTML page as well. */
export const javascriptString = (text: string): string =>
  quoted(text, commonEscapes, unicodeEscape).replace(/<(?=[/!])/g, '<\\')

const identifier = /^[A-Za-z_$][\w$]*$/

/** `__proto__: x` would set the prototype of the object; a computed name is a name like any other. */
const javascriptKey = (name: string): string => {
  if (name === '__proto__') return '["__proto__"]:'
  return identifier.test(name) ? `${name}:` : `${javascriptString(name)}:`
}

const javascriptSyntax = {
  ...{ null: 'null', true: 'true', false: 'false', indent: '  ', trailingComma: true },
  integerDigits: 0,
  ...{ string: javascriptString, key: javascriptKey },
}

/** A value of JSON as a literal of JavaScript. */
export const javascriptLiteral = (value: unknown, indent = ''): string =>
  nativeLiteral(value, javascriptSyntax, indent)

/** What a body needs: lines before the call, and the expression that is sent. */
interface FetchBody {
  readonly before: readonly string[]
  readonly expression: string
}

/** How the bytes of a file are come by: an expression. */
export type FileExpression = (fileName: string, mediaType: string | undefined) => string

/** Headers are sent as one byte a character: a text beyond ASCII is written as its UTF-8 bytes. */
const headerText = (value: string): string => (isAscii(value) ? value : byteString(value))

/** Basic credentials, which btoa takes as one byte a character. */
const basicHeader = ({ basic }: SampleRequest): readonly (readonly [string, string])[] => {
  if (!basic) return []
  const credentials = javascriptString(headerText(`${basic.user}:${basic.password}`))
  return [['Authorization', `"Basic " + btoa(${credentials})`]]
}

const partLine = (part: SamplePart, fileOf: FileExpression): string => {
  const name = javascriptString(part.name)
  if (part.kind === 'file')
    return `form.append(${name}, ${fileOf(part.fileName, part.mediaType)}, ${javascriptString(part.fileName)});`
  const value = javascriptString(part.value)
  if (part.mediaType === undefined) return `form.append(${name}, ${value});`
  return `form.append(${name}, new Blob([${value}], { type: ${javascriptString(part.mediaType)} }));`
}

const formExpression = (fields: readonly SampleHeader[], indent: string): string =>
  areUnique(fields)
    ? javascriptLiteral(Object.fromEntries(fields), indent)
    : javascriptLiteral(fields, indent)

/** A body as it is given to fetch; `indent` is that of the options. */
const fetchBody = (body: SampleBody, fileOf: FileExpression, indent: string): FetchBody => {
  const plain = (expression: string): FetchBody => ({ before: [], expression })
  switch (body.kind) {
    case 'json':
      return isLiteral(body.value, javascriptSyntax)
        ? plain(`JSON.stringify(${javascriptLiteral(body.value, indent)})`)
        : plain(javascriptString(printableJson(body.text)))
    case 'text':
      return plain(javascriptString(body.text))
    case 'file':
      return plain(fileOf(body.fileName, body.mediaType))
    case 'form':
      return plain(`new URLSearchParams(${formExpression(body.fields, indent)})`)
    case 'multipart': {
      const lines = body.parts.map((part) => partLine(part, fileOf))
      return { before: ['const form = new FormData();', ...lines, ''], expression: 'form' }
    }
  }
}

/** True where fetch refuses to send the request (Fetch standard, `new Request`). */
export const isRefusedByFetch = ({ method, body }: SampleRequest): boolean =>
  ['TRACE', 'CONNECT', 'TRACK'].includes(method) ||
  (body !== undefined && ['GET', 'HEAD'].includes(method))

/** The header lines of a request in an object literal. */
export const headerLines = (request: SampleRequest): readonly string[] =>
  [
    ...sampleHeaders(request).map(([name, value]) => [name, javascriptString(headerText(value))]),
    ...basicHeader(request),
  ].map(([name = '', value = '']) => `${javascriptKey(name)} ${value},`)

/** The lines of `const response = await fetch(…)` and of what goes before; `options` are members that come last. */
export const fetchCall = (
  request: SampleRequest,
  fileOf: FileExpression,
  options: readonly string[] = [],
): readonly string[] => {
  const { before, expression } = request.body
    ? fetchBody(request.body, fileOf, '  ')
    : { before: [], expression: undefined }
  const headers = headerLines(request)
  const members = [
    ...(request.method === 'GET' ? [] : [`method: ${javascriptString(request.method)},`]),
    ...(headers.length > 0 ? ['headers: {', ...headers.map((line) => `  ${line}`), '},'] : []),
    ...(expression === undefined ? [] : [`body: ${expression},`]),
    ...options,
  ]
  const opening = `const response = await fetch(${javascriptString(request.url)}`
  const call =
    members.length === 0
      ? [`${opening});`]
      : [`${opening}, {`, ...members.flatMap((member) => `  ${member}`.split('\n')), '});']
  return [
    ...before,
    ...call,
    '',
    'console.log(response.status);',
    'console.log(await response.text());',
  ]
}
