import { compileContract } from '../../src/contract/compile.js'
import type { Operation } from '../../src/contract/contract.js'
import { readRequest } from '../../src/contract/read-request.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'

const read = (parameter: object, query: string, headers: Record<string, string> = {}) => {
  const get = { parameters: [parameter], responses: {} }
  const document = { openapi: '3.2.0', info: { title: 'T', version: '1' }, paths: { '/': { get } } }
  const operation = compileContract(sourceDocumentOf(document), 'api').operations[0] as Operation
  const found = readRequest({ operation, path: {}, query, headers, bytes: new Uint8Array() })
  return found.violations.length === 0
    ? (found.query['p'] ?? found.header['p'])
    : found.violations.map(({ rule, pointer }) => `${rule} ${pointer}`)
}

const numbers = { type: 'array', items: { type: 'integer' } }
const texts = { type: 'array', items: { type: 'string' } }
const object = {
  type: 'object',
  required: ['a'],
  additionalProperties: false,
  properties: { a: { type: 'integer' }, l: texts },
}
const form = 'application/x-www-form-urlencoded'
const content = (type: string, schema: object) => ({ content: { [type]: { schema } } })
const inQuery = (more: object) => ({ name: 'p', in: 'query', ...more })
const whole = (type: string, more: object = {}) => ({
  name: 'p',
  in: 'querystring',
  ...content(type, object),
  ...more,
})

const rows: readonly (readonly [parameter: object, query: string, expected: unknown])[] = [
  [whole(form), 'a=1&l=x&l=y', { a: 1, l: ['x', 'y'] }],
  [whole(form), 'a=x', ['type /p/a']],
  [whole(form), 'a=1&b=2', ['additionalProperties /p']],
  [whole(form), '', undefined],
  [whole(form, { required: true }), '', ['required /p']],
  [whole('application/json'), '%7B%22a%22%3A1%7D', { a: 1 }],
  [whole('application/json'), '%7B%22a%22', ['type /p']],
  [whole('text/plain', content('text/plain', { type: 'integer' })), '12', 12],
  [inQuery(content('application/json', object)), 'p={"a":1}', { a: 1 }],
  [inQuery(content('text/plain', { type: 'string', maxLength: 3 })), 'p=%7B1', '{1'],
  [inQuery(content('text/plain', { type: 'string', maxLength: 3 })), 'p=1234', ['maxLength /p']],
  [inQuery(content(form, object)), 'p=a%3D1%26l%3Dx', { a: 1, l: ['x'] }],
  [inQuery(content(form, object)), 'p=a%3D1&p=a%3D2', ['repeated /p']],
  [inQuery(content(form, object)), '', undefined],
  [inQuery({ schema: texts, explode: false }), 'p=a,b%2Cc', ['a', 'b,c']],
  [inQuery({ schema: texts, explode: false }), 'p=b%2cc', ['b,c']],
  [inQuery({ schema: texts }), 'p=a,b', ['a', 'b']],
  [inQuery({ schema: texts }), 'p=a%2Cb&p=c', ['a,b', 'c']],
  [inQuery({ schema: numbers, explode: false }), 'p=1%2C2', [1, 2]],
  [inQuery({ schema: texts, style: 'pipeDelimited', explode: false }), 'p=a%7Cb%2Cc', ['a', 'b,c']],
  [inQuery({ schema: { type: 'string' } }), 'p=a%2Cb', 'a,b'],
]

test.each(rows)('%j: %s', (parameter, query, expected) => {
  expect(read(parameter, query)).toEqual(expected)
})

test('a header that is a form', () => {
  const header = { name: 'p', in: 'header', ...content(form, object) }
  expect(read(header, '', { p: 'a=1' })).toEqual({ a: 1 })
})
