import { fetchCall, headerLines, isRefusedByFetch, javascriptString } from './fetch-call.js'
import { payloadText } from './payload.js'
import type { SampleLanguage } from './sample-language.js'
import type { SampleRequest } from './sample-request.js'

const readFile = 'import { readFile } from "node:fs/promises";'

const readsFile = ({ body }: SampleRequest): boolean =>
  body?.kind === 'file' ||
  (body?.kind === 'multipart' && body.parts.some(({ kind }) => kind === 'file'))

const bytesOfFile = (fileName: string): string => `await readFile(${javascriptString(fileName)})`

const blobOfFile = (fileName: string, mediaType: string | undefined): string => {
  const type = mediaType === undefined ? '' : `, { type: ${javascriptString(mediaType)} }`
  return `new Blob([${bytesOfFile(fileName)}]${type})`
}

/** Requests that fetch refuses to send: node:http sends any. */
const writeHttpCall = (request: SampleRequest): string | undefined => {
  const { method, url, body } = request
  if (body?.kind === 'multipart') return undefined
  const isFile = body?.kind === 'file'
  const text = body && payloadText(body)
  const bytes = isFile ? bytesOfFile(body.fileName) : javascriptString(text ?? '')
  const headers = [
    ...headerLines(request),
    ...(body ? ['"Content-Length": Buffer.byteLength(body),'] : []),
  ]
  const options = [
    `  method: ${javascriptString(method)},`,
    ...(headers.length > 0
      ? ['  headers: {', ...headers.map((line) => `    ${line}`), '  },']
      : []),
  ]
  return [
    'import { once } from "node:events";',
    ...(isFile ? [readFile] : []),
    `import { request } from "node:${url.startsWith('https:') ? 'https' : 'http'}";`,
    'import { text } from "node:stream/consumers";',
    '',
    ...(body ? [`const body = ${bytes};`] : []),
    `const call = request(${javascriptString(url)}, {`,
    ...options,
    '});',
    body ? 'call.end(body);' : 'call.end();',
    'const [response] = await once(call, "response");',
    '',
    'console.log(response.statusCode);',
    'console.log(await text(response));',
  ].join('\n')
}

const write = (request: SampleRequest): string | undefined => {
  if (isRefusedByFetch(request)) return writeHttpCall(request)
  const fileOf = request.body?.kind === 'file' ? bytesOfFile : blobOfFile
  const lines = fetchCall(request, fileOf)
  return [...(readsFile(request) ? [readFile, ''] : []), ...lines].join('\n')
}

/** An ES module for Node.js 18 or newer, and what else has fetch and top-level await. */
export const node: SampleLanguage = { id: 'node', label: 'Node.js', write }
