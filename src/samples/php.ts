import { boundaryFor, multipartChunks } from './multipart-chunks.js'
import { wellFormed } from '../lib/well-formed.js'
import { commonEscapes, isPrintable, printableJson, quoted } from './printable.js'
import { areUnique, sampleHeaders } from './sample-headers.js'
import type { SampleLanguage } from './sample-language.js'
import type { SampleBody, SamplePart, SampleRequest } from './sample-request.js'

const codePoint = (character: string): string =>
  `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`

/** In single quotes only `\` and `'` are special; texts that need escapes take double quotes, where `$` is as well. */
const phpString = (text: string): string => {
  const known = wellFormed(text)
  if (isPrintable(known)) return `'${known.replace(/[\\']/g, '\\$&')}'`
  return quoted(known, commonEscapes, codePoint).replaceAll('$', '\\$')
}

const array = (lines: readonly string[]): string =>
  lines.length === 0
    ? '[]'
    : `[\n${lines.map((line) => `    ${line.replaceAll('\n', '\n    ')},\n`).join('')}]`

/** What a body needs: statements before the call, and the expression of its bytes. */
interface PhpBody {
  readonly before: readonly string[]
  readonly fields: string
  /** The Content-Type, where curl would not say it. */
  readonly type?: string
}

const formBody = (fields: readonly (readonly [string, string])[]): string => {
  if (areUnique(fields) && fields.length > 0)
    return `http_build_query(${array(fields.map((pair) => pair.map(phpString).join(' => ')))})`
  if (fields.length === 0) return "''"
  const pairs = fields.map(
    ([name, value]) =>
      `${phpString(`${encodeURIComponent(wellFormed(name))}=`)} . urlencode(${phpString(value)})`,
  )
  return `implode('&', ${array(pairs)})`
}

/** A form as curl takes it. */
const curlForm = (parts: readonly SamplePart[]): string =>
  array(
    parts.map((part) => {
      if (part.kind === 'value') return `${phpString(part.name)} => ${phpString(part.value)}`
      const words = [part.fileName, ...(part.mediaType === undefined ? [] : [part.mediaType])]
      return `${phpString(part.name)} => new CURLFile(${words.map(phpString).join(', ')})`
    }),
  )

/** A form in one text, for what curl's arrays cannot say: a name twice, a media type of a value. */
const formText = (parts: readonly SamplePart[]): string =>
  `implode('', ${array(
    multipartChunks(parts, boundaryFor(parts)).map((chunk) =>
      chunk.kind === 'file'
        ? `file_get_contents(${phpString(chunk.fileName)})`
        : chunk.text
            .split(/(?<=\r\n)/)
            .map(phpString)
            .join(',\n'),
    ),
  )})`

const phpBody = (body: SampleBody): PhpBody => {
  switch (body.kind) {
    case 'json':
      // No line of JSON begins with a letter but those of true, false and null: the text cannot end itself.
      return {
        before: ["$body = <<<'JSON'", printableJson(body.text), 'JSON;', ''],
        fields: '$body',
      }
    case 'text':
      return { before: [], fields: phpString(body.text) }
    case 'file':
      return { before: [], fields: `file_get_contents(${phpString(body.fileName)})` }
    case 'form':
      return { before: [], fields: formBody(body.fields) }
    case 'multipart': {
      const { parts } = body
      const simple =
        areUnique(parts.map(({ name }) => [name])) &&
        parts.every((part) => part.kind === 'file' || part.mediaType === undefined)
      if (simple) return { before: [], fields: curlForm(parts) }
      const type = `${body.mediaType}; boundary=${boundaryFor(parts)}`
      return { before: [], fields: formText(parts), type }
    }
  }
}

const methodOption = (method: string, hasBody: boolean): readonly string[] => {
  if (method === 'HEAD') return ['CURLOPT_NOBODY => true']
  return method === 'GET' && !hasBody ? [] : [`CURLOPT_CUSTOMREQUEST => ${phpString(method)}`]
}

const write = (request: SampleRequest): string => {
  const { method, url, basic } = request
  const body = request.body && phpBody(request.body)
  const headers = [
    ...sampleHeaders(request),
    ...(body?.type === undefined ? [] : [['Content-Type', body.type] as const]),
  ].map(([name, value]) => phpString(value === '' ? `${name};` : `${name}: ${value}`))
  const options = [
    ...methodOption(method, body !== undefined),
    ...(basic ? [`CURLOPT_USERPWD => ${phpString(`${basic.user}:${basic.password}`)}`] : []),
    ...(headers.length > 0 ? [`CURLOPT_HTTPHEADER => ${array(headers)}`] : []),
    ...(body ? [`CURLOPT_POSTFIELDS => ${body.fields}`] : []),
    'CURLOPT_RETURNTRANSFER => true',
  ]
  return [
    '<?php',
    '',
    ...(body?.before ?? []),
    `$curl = curl_init(${phpString(url)});`,
    `curl_setopt_array($curl, ${array(options)});`,
    '$answer = curl_exec($curl);',
    '',
    'echo curl_getinfo($curl, CURLINFO_RESPONSE_CODE), PHP_EOL, $answer, PHP_EOL;',
  ].join('\n')
}

/** PHP 7.3 or newer with its curl extension. */
export const php: SampleLanguage = { id: 'php', label: 'PHP', write }
