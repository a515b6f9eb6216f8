import { wellFormed } from '../lib/well-formed.js'
import { printableJson } from './printable.js'
import { quotedWord } from './quoted-word.js'
import { sampleHeaders } from './sample-headers.js'
import type { SampleLanguage } from './sample-language.js'
import type { SampleBody, SamplePart, SampleRequest } from './sample-request.js'

const shellSafe = /^[\w@%+=:,./-]+$/

/** The word as it is where the shell takes it for itself. */
const word = (text: string): string => (shellSafe.test(text) ? text : quotedWord(text))

/** A value inside an argument of `-F`, where `;` and `,` end one that is not quoted. */
const formQuoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

const plainFileName = /^[\w. -]+$/

const fileName = (name: string): string => (plainFileName.test(name) ? name : formQuoted(name))

/** Values that `-F` takes as they are: it reads files, unquotes, trims, and looks for what follows a `;`. */
const plainValue = /^(?:[^\s"@<;](?:[^;]*[^\s;])?)?$/

/** `--form-string` takes a value as it is; `-F` is needed where a media type or a file is named. */
const formPart = (part: SamplePart): string => {
  const type = part.mediaType === undefined ? '' : `;type=${part.mediaType}`
  if (part.kind === 'file')
    return `-F ${quotedWord(`${part.name}=@${fileName(part.fileName)}${type}`)}`
  if (type !== '') return `-F ${quotedWord(`${part.name}=${formQuoted(part.value)}${type}`)}`
  return `${plainValue.test(part.value) ? '-F' : '--form-string'} ${quotedWord(`${part.name}=${part.value}`)}`
}

const data = (body: SampleBody): readonly string[] => {
  switch (body.kind) {
    case 'json':
      return [`-d ${quotedWord(printableJson(body.text).replaceAll('\n', '\n  '))}`]
    case 'text':
      return [`--data-raw ${quotedWord(body.text)}`]
    case 'file':
      return [`--data-binary ${quotedWord(`@${body.fileName}`)}`]
    case 'multipart':
      return body.parts.map(formPart)
    case 'form':
      if (body.fields.length === 0) return [`-d ''`]
      return body.fields.map(
        ([name, value]) =>
          `--data-urlencode ${quotedWord(`${encodeURIComponent(wellFormed(name))}=${value}`)}`,
      )
  }
}

const write = (request: SampleRequest): string => {
  const { method, url, basic, body } = request
  const headers = sampleHeaders(request).map(([name, value]) =>
    // An empty value is said by a semicolon: a colon would take the header away.
    quotedWord(value === '' ? `${name};` : `${name}: ${value}`),
  )
  return [
    method === 'HEAD' ? 'curl -I' : `curl -i -X ${word(method)}`,
    ...(basic ? [`-u ${word(`${basic.user}:${basic.password}`)}`] : []),
    word(url),
    ...headers.map((header) => `-H ${header}`),
    ...(body ? data(body) : []),
  ].join(' \\\n  ')
}

/** curl 7.43 or newer, in the form that the documentation shows. */
export const curl: SampleLanguage = { id: 'curl', label: 'curl', write }
