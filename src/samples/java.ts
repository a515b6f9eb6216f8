import { wellFormed } from '../lib/well-formed.js'
import { commonEscapes, printableJson, quoted, unicodeEscape } from './printable.js'
import { boundaryFor, multipartChunks } from './multipart-chunks.js'
import { isAscii, sampleHeaders } from './sample-headers.js'
import type { SampleLanguage } from './sample-language.js'
import type { SampleBody, SampleRequest } from './sample-request.js'

/** The longest text of one literal: a constant of a class file holds 65,535 bytes (JVMS §4.4.7). */
const longest = 10_000

/**
 * A string literal in ASCII, whatever encoding the compiler takes the file for. Characters that end a literal or a line
 * are never written `\uXXXX`, which is translated before tokens are read (JLS §3.3).
 */
const javaLiteral = (text: string): string =>
  quoted(wellFormed(text), commonEscapes, unicodeEscape).replace(/[^\0-\x7f]/g, unicodeEscape)

const javaString = (text: string): string => {
  const pieces = wellFormed(text).match(new RegExp(`[^]{1,${longest}}`, 'gu')) ?? ['']
  const literals = pieces.map(javaLiteral)
  return literals.length === 1 ? (literals[0] ?? '') : `String.join("", ${literals.join(', ')})`
}

/** A text as the lines it has. */
const javaLines = (text: string): string => {
  const lines = text.split('\n').map(javaString)
  if (lines.length === 1) return lines[0] ?? ''
  return `String.join("\\n",\n${lines.map((line) => `    ${line}`).join(',\n')})`
}

/** What a body needs: imports, statements before the request, and the publisher of its bytes. */
interface JavaBody {
  readonly imports: readonly string[]
  readonly before: readonly string[]
  readonly publisher: string
}

const publish = (publisher: string, imports: readonly string[] = []): JavaBody => ({
  imports,
  before: [],
  publisher: `BodyPublishers.${publisher}`,
})

const utf8 = 'java.nio.charset.StandardCharsets'

const multipartBody = (body: SampleBody & { readonly kind: 'multipart' }): JavaBody => {
  const boundary = boundaryFor(body.parts)
  const writes = multipartChunks(body.parts, boundary).map((chunk) => {
    if (chunk.kind === 'file')
      return `form.write(Files.readAllBytes(Paths.get(${javaString(chunk.fileName)})));`
    const lines = chunk.text.split('\r\n').map(javaString).join(',\n    ')
    return `form.write(String.join("\\r\\n",\n    ${lines}).getBytes(StandardCharsets.UTF_8));`
  })
  const files = body.parts.some(({ kind }) => kind === 'file')
  return {
    imports: [
      'java.io.ByteArrayOutputStream',
      utf8,
      ...(files ? ['java.nio.file.Files', 'java.nio.file.Paths'] : []),
    ],
    before: ['ByteArrayOutputStream form = new ByteArrayOutputStream();', ...writes, ''],
    publisher: 'BodyPublishers.ofByteArray(form.toByteArray())',
  }
}

const javaBody = (body: SampleBody | undefined): JavaBody => {
  switch (body?.kind) {
    case undefined:
      return publish('noBody()')
    case 'json':
      return publish(`ofString(${javaLines(printableJson(body.text))})`)
    case 'text':
      return publish(`ofString(${javaLines(body.text)})`)
    case 'file':
      return publish(`ofFile(Paths.get(${javaString(body.fileName)}))`, ['java.nio.file.Paths'])
    case 'form': {
      const fields = body.fields.map(([name, value]) => {
        const encoded = `URLEncoder.encode(${javaString(value)}, StandardCharsets.UTF_8)`
        return `    ${javaString(`${encodeURIComponent(wellFormed(name))}=`)} + ${encoded}`
      })
      if (fields.length === 0) return publish('noBody()')
      return publish(`ofString(String.join("&",\n${fields.join(',\n')}))`, [
        'java.net.URLEncoder',
        utf8,
      ])
    }
    case 'multipart':
      return multipartBody(body)
  }
}

const publisherCall = (method: string, body: SampleBody | undefined, publisher: string): string => {
  const nested = publisher.replaceAll('\n', '\n    ')
  if (!body && ['GET', 'DELETE'].includes(method)) return `.${method}()`
  if (['POST', 'PUT'].includes(method)) return `.${method}(${nested})`
  return `.method(${javaString(method)}, ${nested})`
}

const httpImports: readonly string[] = [
  ...['java.net.URI', 'java.net.http.HttpClient', 'java.net.http.HttpRequest'],
  ...['java.net.http.HttpResponse', 'java.net.http.HttpResponse.BodyHandlers'],
]

const basicHeader = (credentials: string): string =>
  [
    '.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(',
    `        ${javaString(credentials)}.getBytes(StandardCharsets.UTF_8)))`,
  ].join('\n')

const javaClass = (imports: readonly string[], statements: readonly string[]): string => {
  const lines = statements.join('\n').split('\n')
  return [
    ...imports.map((name) => `import ${name};`),
    '',
    'public class Sample {',
    '  public static void main(String[] args) throws Exception {',
    ...lines.map((line) => (line === '' ? '' : `    ${line}`)),
    '  }',
    '}',
  ].join('\n')
}

const write = (request: SampleRequest): string | undefined => {
  // HttpClient takes ISO 8859-1, and sends a question mark for all of it that is not ASCII.
  if (!request.headers.every(([, value]) => isAscii(value))) return undefined
  const { method, url, basic } = request
  const { imports, before, publisher } = javaBody(request.body)
  const multipart = request.body?.kind === 'multipart' ? request.body : undefined
  const type = multipart && `${multipart.mediaType}; boundary=${boundaryFor(multipart.parts)}`
  const headers = [...sampleHeaders(request), ...(type ? [['Content-Type', type] as const] : [])]
  const call = publisherCall(method, request.body, publisher)
  const chain = [
    ...headers.map(([name, value]) => `.header(${javaString(name)}, ${javaString(value)})`),
    ...(basic ? [basicHeader(`${basic.user}:${basic.password}`)] : []),
    call,
    '.build();',
  ]
  const statements = [
    ...before,
    `HttpRequest request = HttpRequest.newBuilder(URI.create(${javaString(url)}))`,
    ...chain.map((one) => `    ${one}`),
    '',
    'HttpResponse<String> response = HttpClient.newHttpClient()',
    '    .send(request, BodyHandlers.ofString());',
    '',
    'System.out.println(response.statusCode());',
    'System.out.println(response.body());',
  ]
  const all = new Set([
    ...httpImports,
    ...imports,
    ...(call.includes('BodyPublishers.') ? ['java.net.http.HttpRequest.BodyPublishers'] : []),
    ...(basic ? [utf8, 'java.util.Base64'] : []),
  ])
  return javaClass([...all].sort(), statements)
}

/** Java 11 or newer with java.net.http: a class to be run as it is. */
export const java: SampleLanguage = { id: 'java', label: 'Java', write }
