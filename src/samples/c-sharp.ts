import { dispositionName } from './multipart-chunks.js'
import { wellFormed } from '../lib/well-formed.js'
import { commonEscapes, printableJson, quoted, unicodeEscape } from './printable.js'
import { byteString, isAscii } from './sample-headers.js'
import type { SampleLanguage } from './sample-language.js'
import type { SampleBody, SamplePart, SampleRequest } from './sample-request.js'

/** A string literal; U+0085, U+2028 and U+2029 would end the line (C# standard §6.3.2). */
const cSharpString = (text: string): string =>
  quoted(wellFormed(text), commonEscapes, unicodeEscape)

/** A text as the lines it has; the compiler makes one constant of them. */
const cSharpLines = (text: string): string => {
  const lines = text.split(/(?<=\n)/).map(cSharpString)
  return lines.length === 1 ? (lines[0] ?? '') : `\n    ${lines.join(' +\n    ')}`
}

const mediaType = (name: string): string => `MediaTypeHeaderValue.Parse(${cSharpString(name)})`

const partContent = (part: SamplePart): string =>
  part.kind === 'file'
    ? `new ByteArrayContent(File.ReadAllBytes(${cSharpString(part.fileName)}))`
    : `new StringContent(${cSharpString(part.value)})`

/** Names as they are sent: in quotes, because HttpClient leaves them out and servers expect them. */
const quotedName = (name: string): string => cSharpString(`"${dispositionName(name)}"`)

/** The statement that adds a part. HttpClient would write names beyond ASCII as of mail (RFC 2047): they go as UTF-8. */
const addPart = (part: SamplePart, content: string): string => {
  const names = part.kind === 'file' ? [part.name, part.fileName] : [part.name]
  if (names.every(isAscii)) return `form.Add(${content}, ${names.map(quotedName).join(', ')});`
  const keys = ['name', 'filename']
  const words = names.map(
    (name, index) => `; ${keys[index]}="${byteString(dispositionName(name))}"`,
  )
  const disposition = cSharpString(`form-data${words.join('')}`)
  return [
    `${content}.Headers.TryAddWithoutValidation("Content-Disposition", ${disposition});`,
    `form.Add(${content});`,
  ].join('\n')
}

/** A part is a variable of its own where there is more to say of it than its name. */
const partStatements = (part: SamplePart, index: number): string => {
  const plain = part.mediaType === undefined
  const names = part.kind === 'file' ? [part.name, part.fileName] : [part.name]
  if (plain && names.every(isAscii)) return addPart(part, partContent(part))
  const name = `part${index + 1}`
  return [
    `var ${name} = ${partContent(part)};`,
    ...(part.mediaType === undefined
      ? []
      : [`${name}.Headers.ContentType = ${mediaType(part.mediaType)};`]),
    addPart(part, name),
  ].join('\n')
}

const formContent = (fields: readonly (readonly [string, string])[]): string => {
  const pairs = fields.map(
    ([name, value]) =>
      `    new KeyValuePair<string, string>(${cSharpString(name)}, ${cSharpString(value)}),`,
  )
  if (pairs.length === 0) return 'new StringContent("")'
  return ['new FormUrlEncodedContent(new[]', '{', ...pairs, '})'].join('\n')
}

const contentStatements = (body: SampleBody | undefined): readonly string[] => {
  if (!body) return []
  const set = (content: string): string => `request.Content = ${content};`
  const typed = `request.Content.Headers.ContentType = ${mediaType(body.mediaType)};`
  switch (body.kind) {
    case 'json':
      return [set(`new StringContent(${cSharpLines(printableJson(body.text))})`), typed]
    case 'text':
      return [set(`new StringContent(${cSharpLines(body.text)})`), typed]
    case 'file':
      return [set(`new ByteArrayContent(File.ReadAllBytes(${cSharpString(body.fileName)}))`), typed]
    case 'form':
      return body.mediaType === 'application/x-www-form-urlencoded' && body.fields.length > 0
        ? [set(formContent(body.fields))]
        : [set(formContent(body.fields)), typed]
    case 'multipart':
      return [
        'var form = new MultipartFormDataContent();',
        ...body.parts.map(partStatements),
        set('form'),
      ]
  }
}

/** Headers that HttpClient keeps with the content, and drops without a word where they are set on the request. */
const contentHeader =
  /^(?:allow|content-(?:disposition|encoding|language|length|location|md5|range|type)|expires|last-modified)$/i

const headerStatements = ({ headers, basic, body }: SampleRequest): readonly string[] => {
  const add = (target: string, name: string, value: string): string =>
    `${target}.Headers.TryAddWithoutValidation(${cSharpString(name)}, ${cSharpString(value)});`
  const general = headers.filter(([name]) => !contentHeader.test(name))
  const ofContent = headers.filter(([name]) => contentHeader.test(name))
  const needsContent = !body && ofContent.length > 0
  return [
    ...general.map(([name, value]) => add('request', name, value)),
    ...(basic
      ? [
          'request.Headers.Authorization = new AuthenticationHeaderValue(',
          '    "Basic",',
          `    Convert.ToBase64String(Encoding.UTF8.GetBytes(${cSharpString(`${basic.user}:${basic.password}`)})));`,
        ]
      : []),
    ...(needsContent ? ['request.Content = new StringContent("");'] : contentStatements(body)),
    ...ofContent.map(([name, value]) => add('request.Content', name, value)),
  ]
}

const usings: readonly (readonly [word: string, namespace: string])[] = [
  ['KeyValuePair', 'System.Collections.Generic'],
  ['File.', 'System.IO'],
  ['HeaderValue', 'System.Net.Http.Headers'],
  ['Encoding.UTF8', 'System.Text'],
]

const methods: readonly string[] = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE']

const methodExpression = (method: string): string =>
  methods.includes(method)
    ? `HttpMethod.${method.charAt(0)}${method.slice(1).toLowerCase()}`
    : `new HttpMethod(${cSharpString(method)})`

const write = (request: SampleRequest): string | undefined => {
  // HttpClient refuses others.
  if (!request.headers.every(([, value]) => isAscii(value))) return undefined
  const { method, url, headers } = request
  const cookies = headers.some(([name]) => name.toLowerCase() === 'cookie')
  // On .NET Framework the client's own cookies would take the place of the header.
  const handler = cookies ? 'new HttpClientHandler { UseCookies = false }' : ''
  const statements = [
    `var client = new HttpClient(${handler});`,
    `var request = new HttpRequestMessage(${methodExpression(method)}, ${cSharpString(url)});`,
    ...headerStatements(request),
    '',
    'var response = await client.SendAsync(request);',
    '',
    'Console.WriteLine((int)response.StatusCode);',
    'Console.WriteLine(await response.Content.ReadAsStringAsync());',
  ].flatMap((statement) => statement.split('\n'))
  const text = statements.join('\n')
  const others = usings.flatMap(([word, name]) => (text.includes(word) ? [name] : []))
  return [
    ...['System', ...others, 'System.Net.Http', 'System.Threading.Tasks']
      .sort()
      .map((name) => `using ${name};`),
    '',
    'public class Sample',
    '{',
    // Not `async Task Main`, which is C# 7.1, and which Mono's compiler does not know.
    '    public static void Main() => Run().GetAwaiter().GetResult();',
    '',
    '    private static async Task Run()',
    '    {',
    ...statements.map((line) => (line === '' ? '' : `        ${line}`)),
    '    }',
    '}',
  ].join('\n')
}

/** C# 7.0 or newer with HttpClient: a class to be run as it is. */
export const cSharp: SampleLanguage = { id: 'csharp', label: 'C#', write }
