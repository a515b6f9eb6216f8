import { isLiteral, nativeLiteral } from './native-literal.js'
import { wellFormed } from '../lib/well-formed.js'
import { commonEscapes, printableJson, quoted } from './printable.js'
import { areUnique, isAscii, sampleHeaders } from './sample-headers.js'
import type { SampleLanguage } from './sample-language.js'
import type { SampleBody, SamplePart, SampleRequest } from './sample-request.js'

/** `\uXXXX` is one code point in Python, not half of one: those beyond take `\U`. */
const escape = (character: string): string => {
  const point = (character.codePointAt(0) ?? 0).toString(16)
  return point.length > 4 ? `\\U${point.padStart(8, '0')}` : `\\u${point.padStart(4, '0')}`
}

const pythonString = (text: string): string => quoted(text, commonEscapes, escape)

const pythonText = (text: string): string => pythonString(wellFormed(text))

/** Texts beyond ASCII are encoded here: requests would take them for Latin-1. */
const headerValue = (value: string): string =>
  isAscii(value) ? pythonText(value) : `${pythonText(value)}.encode()`

const pythonSyntax = {
  ...{ null: 'None', true: 'True', false: 'False', indent: '    ', trailingComma: true },
  // Python refuses to read longer ones (sys.set_int_max_str_digits).
  integerDigits: 4000,
  string: pythonString,
  key: (name: string): string => `${pythonString(name)}:`,
}

const block = (open: string, lines: readonly string[], close: string): string =>
  lines.length === 0
    ? open + close
    : [open, ...lines.map((line) => `    ${line},`), close].join('\n')

/** Pairs as a dictionary, or as a list of tuples where a name comes twice. */
const pairs = (entries: readonly (readonly [name: string, expression: string])[]): string => {
  const unique = areUnique(entries)
  const lines = entries.map(([name, expression]) =>
    unique ? `${pythonText(name)}: ${expression}` : `(${pythonText(name)}, ${expression})`,
  )
  return unique ? block('{', lines, '}') : block('[', lines, ']')
}

const part = (one: SamplePart): string => {
  const type = one.mediaType === undefined ? '' : `, ${pythonText(one.mediaType)}`
  if (one.kind === 'value') return `(None, ${pythonText(one.value)}${type})`
  const name = pythonText(one.fileName)
  return `(${name}, open(${name}, "rb")${type})`
}

/** A keyword argument of requests, and its value. */
const bodyArgument = (body: SampleBody): readonly [keyword: string, expression: string] => {
  switch (body.kind) {
    case 'json':
      // `json=None` means no body, and integers of any size are themselves.
      return body.value !== null && isLiteral(body.value, pythonSyntax)
        ? ['json', nativeLiteral(body.value, pythonSyntax)]
        : ['data', `${pythonText(printableJson(body.text))}.encode()`]
    case 'text':
      return ['data', `${pythonText(body.text)}.encode()`]
    case 'file':
      return ['data', `open(${pythonText(body.fileName)}, "rb")`]
    case 'form':
      return ['data', pairs(body.fields.map(([name, value]) => [name, pythonText(value)]))]
    case 'multipart':
      return ['files', pairs(body.parts.map((one) => [one.name, part(one)]))]
  }
}

/** The media type that requests sets by itself for such a body. */
const setByRequests = (body: SampleBody | undefined, keyword: string | undefined): string[] => {
  if (keyword === 'json') return ['application/json']
  return body?.kind === 'form' ? ['application/x-www-form-urlencoded'] : []
}

const methods: readonly string[] = ['GET', 'OPTIONS', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

const write = (request: SampleRequest): string => {
  const { method, url, basic, body } = request
  const argument = body && bodyArgument(body)
  const headers = sampleHeaders(request, setByRequests(body, argument?.[0])).map(
    ([name, value]) => [name, headerValue(value)] as const,
  )
  const known = methods.includes(method)
  const words = [
    ...(known ? [] : [pythonText(method)]),
    pythonText(url),
    ...(headers.length > 0 ? [`headers=${pairs(headers)}`] : []),
    ...(basic ? [`auth=(${headerValue(basic.user)}, ${headerValue(basic.password)})`] : []),
    ...(argument ? [`${argument[0]}=${argument[1]}`] : []),
  ]
  const lines = words.map((one) => `    ${one.replaceAll('\n', '\n    ')},\n`).join('')
  return [
    'import requests',
    '',
    `response = requests.${known ? method.toLowerCase() : 'request'}(${words.length > 1 ? `\n${lines}` : words[0]})`,
    '',
    'print(response.status_code)',
    'print(response.text)',
  ].join('\n')
}

/** Python 3 with requests. */
export const python: SampleLanguage = { id: 'python', label: 'Python', write }
