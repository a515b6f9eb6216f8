import { dispositionName } from './multipart-chunks.js'
import { wellFormed } from '../lib/well-formed.js'
import { commonEscapes, printableJson, quoted } from './printable.js'
import { sampleHeaders } from './sample-headers.js'
import type { SampleLanguage } from './sample-language.js'
import type { SampleBody, SamplePart, SampleRequest } from './sample-request.js'

/** `\u` is one code point in Go, and takes no halves of one. */
const escape = (character: string): string => {
  const point = (character.codePointAt(0) ?? 0).toString(16)
  return point.length > 4 ? `\\U${point.padStart(8, '0')}` : `\\u${point.padStart(4, '0')}`
}

const goString = (text: string): string => quoted(wellFormed(text), commonEscapes, escape)

/** JSON between backquotes, where nothing is special but the backquote: JSON has an escape for it. */
const rawJson = (text: string): string => `\`${printableJson(text).replaceAll('`', '\\u0060')}\``

/** What a body needs: statements before the request, the expression of its reader, imports, and its Content-Type. */
interface GoBody {
  readonly before: readonly string[]
  readonly reader: string
  readonly imports: readonly string[]
  /** An expression, where it is not the media type of the body. */
  readonly type?: string
}

const orPanic: readonly string[] = ['if err != nil {', '\tpanic(err)', '}']

/** The lines that make the writer of a part: by Go's short ways where they say all there is to say. */
const createPart = (part: SamplePart, variable: string): readonly string[] => {
  if (part.kind === 'file' && part.mediaType === undefined)
    return [
      `${variable}, err := form.CreateFormFile(${goString(part.name)}, ${goString(part.fileName)})`,
      ...orPanic,
    ]
  const file = part.kind === 'file' ? `; filename="${dispositionName(part.fileName)}"` : ''
  const disposition = `form-data; name="${dispositionName(part.name)}"${file}`
  return [
    `${variable}, err := form.CreatePart(textproto.MIMEHeader{`,
    `\t"Content-Disposition": {${goString(disposition)}},`,
    `\t"Content-Type":        {${goString(part.mediaType ?? '')}},`,
    '})',
    ...orPanic,
  ]
}

const partStatements = (part: SamplePart, index: number): readonly string[] => {
  if (part.kind === 'value' && part.mediaType === undefined)
    return [`form.WriteField(${goString(part.name)}, ${goString(part.value)})`]
  const variable = `part${index + 1}`
  const lines = createPart(part, variable)
  if (part.kind === 'value')
    return [...lines, `io.WriteString(${variable}, ${goString(part.value)})`]
  const file = `file${index + 1}`
  const open = `${file}, err := os.Open(${goString(part.fileName)})`
  return [...lines, open, ...orPanic, `io.Copy(${variable}, ${file})`]
}

const multipartBody = (parts: readonly SamplePart[]): GoBody => {
  const hasHeader = parts.some(({ mediaType }) => mediaType !== undefined)
  return {
    before: [
      'var body bytes.Buffer',
      'form := multipart.NewWriter(&body)',
      ...parts.flatMap(partStatements),
      'form.Close()',
      '',
    ],
    reader: '&body',
    imports: ['bytes', 'mime/multipart', ...(hasHeader ? ['net/textproto'] : [])],
    type: 'form.FormDataContentType()',
  }
}

/** The values of a form by name: a map has each name once. */
const formBody = (fields: readonly (readonly [string, string])[]): GoBody => {
  const byName = new Map<string, string[]>()
  for (const [name, value] of fields) byName.set(name, [...(byName.get(name) ?? []), value])
  const lines = [...byName].map(
    ([name, values]) => `\t${goString(name)}: {${values.map(goString).join(', ')}},`,
  )
  return {
    before: ['form := url.Values{', ...lines, '}', ''],
    reader: 'strings.NewReader(form.Encode())',
    imports: ['net/url', 'strings'],
  }
}

const goBody = (body: SampleBody | undefined): GoBody => {
  switch (body?.kind) {
    case undefined:
      return { before: [], reader: 'nil', imports: [] }
    case 'json':
      return {
        before: [`body := strings.NewReader(${rawJson(body.text)})`, ''],
        reader: 'body',
        imports: ['strings'],
      }
    case 'text':
      return {
        before: [`body := strings.NewReader(${goString(body.text)})`, ''],
        reader: 'body',
        imports: ['strings'],
      }
    case 'file':
      return {
        before: [`body, err := ioutil.ReadFile(${goString(body.fileName)})`, ...orPanic, ''],
        reader: 'bytes.NewReader(body)',
        imports: ['bytes', 'io/ioutil'],
      }
    case 'form':
      return formBody(body.fields)
    case 'multipart':
      return multipartBody(body.parts)
  }
}

/** The body of a function, indented; lines between backquotes are as they are. */
const indented = (lines: readonly string[]): string =>
  lines.map((line) => (line === '' ? '' : `\t${line}`)).join('\n')

const write = (request: SampleRequest): string => {
  const { method, url, basic } = request
  const { before, reader, imports, type } = goBody(request.body)
  const headers = sampleHeaders(request).map(([name, value]) => [name, goString(value)])
  const lines = [
    ...before,
    `req, err := http.NewRequest(${goString(method)}, ${goString(url)}, ${reader})`,
    ...orPanic,
    ...[...headers, ...(type === undefined ? [] : [['Content-Type', type]])].map(
      ([name = '', value]) => `req.Header.Set(${goString(name)}, ${value})`,
    ),
    ...(basic ? [`req.SetBasicAuth(${goString(basic.user)}, ${goString(basic.password)})`] : []),
    '',
    'res, err := http.DefaultClient.Do(req)',
    ...orPanic,
    'defer res.Body.Close()',
    '',
    'fmt.Println(res.StatusCode)',
    'io.Copy(os.Stdout, res.Body)',
  ]
  const all = new Set(['fmt', 'io', 'net/http', 'os', ...imports])
  return [
    'package main',
    '',
    'import (',
    ...[...all].sort().map((name) => `\t"${name}"`),
    ')',
    '',
    'func main() {',
    indented(lines),
    '}',
  ].join('\n')
}

/** Go 1.10 or newer with net/http: a program to be run as it is. */
export const go: SampleLanguage = { id: 'go', label: 'Go', write }
