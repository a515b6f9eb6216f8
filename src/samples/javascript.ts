import { fetchCall, isRefusedByFetch, javascriptString } from './fetch-call.js'
import type { SampleLanguage } from './sample-language.js'
import type { SampleRequest } from './sample-request.js'

/** Pages get at no file by its name; a page would take one that its user has chosen. */
const fileOf = (fileName: string, mediaType: string | undefined): string => {
  const type = mediaType === undefined ? '' : `, { type: ${javascriptString(mediaType)} }`
  return `new Blob([${javascriptString(`contents of ${fileName}`)}]${type})`
}

const write = (request: SampleRequest): string | undefined => {
  if (isRefusedByFetch(request)) return undefined
  const sendsCookie = request.headers.some(([name]) => name.toLowerCase() === 'cookie')
  const lines = fetchCall(request, fileOf, [
    // A page cannot set the header: the browser sends the cookies that it has itself.
    ...(sendsCookie ? ['credentials: "include", // browsers send their own cookies instead'] : []),
  ])
  const indented = lines.map((line) => (line === '' ? '' : `  ${line}`))
  return ['async function run() {', ...indented, '}', '', 'run();'].join('\n')
}

/** A script for pages: fetch, ES2017. */
export const javascript: SampleLanguage = { id: 'javascript', label: 'JavaScript', write }
