import { wellFormed } from '../lib/well-formed.js'
import { printable, printableJson } from './printable.js'
import { sampleHeaders } from './sample-headers.js'
import type { SampleLanguage } from './sample-language.js'
import type { SampleBody, SamplePart, SampleRequest } from './sample-request.js'

const codePoint = (character: string): string => {
  const point = (character.codePointAt(0) ?? 0).toString(16)
  return `\\${point.length > 4 ? 'U' : 'u'}{${point}}`
}

/** In ASCII, because R reads a file in the encoding of its locale; `\u` marks the text as UTF-8, and takes no `\x` beside it. */
const ascii = (text: string): string => text.replace(/[^\0-\x7f]/gu, codePoint)

const rString = (text: string): string => {
  const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
  const escaped = wellFormed(text).replace(/["\\]/g, '\\$&')
  return `"${ascii(printable(escaped, (character) => escapes[character] ?? codePoint(character)))}"`
}

/** JSON in single quotes, which it holds fewer of; its line breaks are as they are. */
const rJson = (text: string): string => `'${ascii(printableJson(text).replace(/[\\']/g, '\\$&'))}'`

/** A call, its arguments a line each where there are several. */
const call = (name: string, words: readonly string[]): string => {
  if (words.length === 0) return `${name}()`
  return `${name}(\n${words.map((word) => `  ${word.replaceAll('\n', '\n  ')}`).join(',\n')}\n)`
}

const named = (entries: readonly (readonly [name: string, expression: string])[]): string =>
  call(
    'list',
    entries.map(([name, expression]) => `${rString(name)} = ${expression}`),
  )

const part = (one: SamplePart): string => {
  const type = one.mediaType === undefined ? '' : `, ${rString(one.mediaType)}`
  if (one.kind === 'file') return `upload_file(${rString(one.fileName)}${type})`
  // form_data sends whatever memory holds for an empty text.
  return type === '' || one.value === ''
    ? rString(one.value)
    : `curl::form_data(${rString(one.value)}${type})`
}

/** The arguments that give a body. */
const bodyWords = (body: SampleBody | undefined): readonly string[] => {
  switch (body?.kind) {
    case undefined:
      return []
    case 'json':
      return [`body = ${rJson(body.text)}`]
    case 'text':
      return [`body = ${rString(body.text)}`]
    case 'file':
      return [`body = upload_file(${rString(body.fileName)}, ${rString(body.mediaType)})`]
    case 'form': {
      if (body.fields.length === 0) return ['body = ""']
      return [
        `body = ${named(body.fields.map(([name, value]) => [name, rString(value)]))}`,
        'encode = "form"',
      ]
    }
    case 'multipart':
      return [
        `body = ${named(body.parts.map((one) => [one.name, part(one)]))}`,
        'encode = "multipart"',
      ]
  }
}

const verbs: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']

/** Media types that httr says itself for such a body. */
const setByHttr = (body: SampleBody | undefined): readonly string[] => {
  if (body?.kind === 'file') return [body.mediaType]
  return body?.kind === 'form' && body.fields.length > 0
    ? ['application/x-www-form-urlencoded']
    : []
}

const headerWords = ({ headers, body }: SampleRequest): readonly string[] => {
  const pairs = headers.map(([name, value]) => `${rString(name)} = ${rString(value)}`)
  const typed = sampleHeaders(
    { method: '', url: '', headers: [], ...(body ? { body } : {}) },
    setByHttr(body),
  )
  return [
    ...(pairs.length === 1 ? [`add_headers(${pairs[0]})`] : []),
    ...(pairs.length > 1 ? [call('add_headers', pairs)] : []),
    ...typed.map(([, mediaType]) => `content_type(${rString(mediaType)})`),
  ]
}

const write = (request: SampleRequest): string => {
  const { method, url, basic, body } = request
  // httr sends no body with GET, but with a POST that is called so.
  const readsWithBody = method === 'GET' && body !== undefined
  const known = verbs.includes(method) ? method : 'VERB'
  const verb = readsWithBody ? 'POST' : known
  const words = [
    ...(verb === 'VERB' ? [rString(method)] : []),
    rString(url),
    ...(readsWithBody ? ['config(customrequest = "GET")'] : []),
    ...(basic ? [`authenticate(${rString(basic.user)}, ${rString(basic.password)})`] : []),
    ...headerWords(request),
    ...bodyWords(body),
  ]
  return [
    'library(httr)',
    '',
    `response <- ${words.length === 1 ? `${verb}(${words[0]})` : call(verb, words)}`,
    '',
    'cat(status_code(response), content(response, "text", encoding = "UTF-8"), sep = "\\n")',
  ].join('\n')
}

/** R with httr. */
export const r: SampleLanguage = { id: 'r', label: 'R', write }
