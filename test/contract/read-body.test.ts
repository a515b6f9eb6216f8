import { compileContract } from '../../src/contract/compile.js'
import type { Operation } from '../../src/contract/contract.js'
import { readRequest } from '../../src/contract/read-request.js'
import { readSourceDocument } from '../../src/contract/source-document.js'
import { Problem } from '../../src/errors.js'
import { bytesOf } from '../../src/lib/text-bytes.js'

const file = { type: 'string', format: 'binary' }
const integers = { type: 'array', items: { type: 'integer' } }
const pet = {
  type: 'object',
  required: ['n'],
  additionalProperties: false,
  properties: {
    n: { type: 'integer' },
    s: { type: 'string', maxLength: 5 },
    b: { type: 'boolean' },
    l: integers,
    piped: { type: 'array', items: { type: 'string' } },
    joined: integers,
    o: { $ref: '#/components/schemas/O' },
    deep: { $ref: '#/components/schemas/O' },
    flat: { type: 'object', properties: { x: { type: 'integer' }, y: { type: 'string' } } },
    json: { type: 'array', items: { type: 'integer' } },
    file: { ...file, maxLength: 4 },
    files: { type: 'array', items: file },
    list: { type: 'array', items: { $ref: '#/components/schemas/O' } },
  },
}
const encoding = {
  piped: { style: 'pipeDelimited' },
  joined: { explode: false },
  deep: { style: 'deepObject' },
  flat: { style: 'form' },
  json: { contentType: 'application/json' },
}
const form = 'application/x-www-form-urlencoded'
const multipart = 'multipart/form-data; boundary=x'

const contents = {
  pet: { [form]: { schema: pet, encoding }, 'multipart/form-data': { schema: pet, encoding } },
  free: { [form]: { schema: { type: 'object', additionalProperties: { type: 'integer' } } } },
  bare: { [form]: {}, 'multipart/form-data': {} },
  any: { 'application/json': { schema: {} } },
  text: { 'text/plain': { schema: { type: 'string', maxLength: 3 } } },
  number: { 'text/plain': { schema: { type: 'integer' } } },
  bytes: { 'application/octet-stream': { schema: { ...file, maxLength: 3 } } },
  xml: { 'application/xml': { schema: { type: 'object', required: ['a'] } } },
  xmlText: { 'text/xml': { schema: { type: 'string', maxLength: 3 } } },
  ranges: {
    '*/*': { schema: { type: 'string', maxLength: 1 } },
    'text/*': { schema: { type: 'string', maxLength: 2 } },
    'text/csv': { schema: { type: 'string', maxLength: 3 } },
    'application/json': { schema: { type: 'integer' } },
  },
}

const operations = new Map<string, Operation>()

beforeAll(async () => {
  const document = {
    openapi: '3.0.3',
    info: { title: 'T', version: '1' },
    paths: Object.fromEntries(
      Object.entries(contents).map(([name, content]) => [
        `/${name}`,
        { post: { operationId: name, requestBody: { required: true, content }, responses: {} } },
      ]),
    ),
    components: {
      schemas: { O: { type: 'object', properties: { x: { type: 'integer' }, l: integers } } },
    },
  }
  const source = await readSourceDocument(JSON.stringify(document), 'api.json')
  for (const operation of compileContract(source, 'api').operations)
    operations.set(operation.id, operation)
  await operations.get('xml')?.body?.xml.load()
})

/** The body, or what is wrong with it: `rule pointer` for each violation, or the code of a Problem. */
const read = (name: string, type: string | undefined, body: string | Uint8Array): unknown => {
  const operation = operations.get(name) as Operation
  const headers = type === undefined ? {} : { 'content-type': type }
  const bytes = typeof body === 'string' ? bytesOf(body) : body
  try {
    const values = readRequest({ operation, path: {}, query: '', headers, bytes })
    const found = values.violations.map(({ rule, pointer }) => `${rule} ${pointer}`)
    return found.length > 0 ? found : values.body
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

type Row = readonly [body: string, expected: unknown]

const forms: readonly Row[] = [
  ['n=1', { n: 1 }],
  ['n=1&s=1&b=true', { n: 1, s: '1', b: true }],
  ['n=1&s=a%2Bb+c', { n: 1, s: 'a+b c' }],
  ['n=x', ['type /n']],
  ['n=1.5', ['type /n']],
  ['n=1&n=2', ['repeated /n']],
  ['s=a', ['required /n']],
  ['n=1&s=123456', ['maxLength /s']],
  ['n=1&unknown=2', ['additionalProperties ']],
  ['n=1&n[x]=2', ['additionalProperties ']],
  ['n=1&l=1&l=2', { n: 1, l: [1, 2] }],
  ['n=1&l=1', { n: 1, l: [1] }],
  ['n=1&l[]=1&l[]=2', { n: 1, l: [1, 2] }],
  ['n=1&l[1]=2&l[0]=1', { n: 1, l: [1, 2] }],
  ['n=1&l=1,2', ['type /l/0']],
  ['n=1&piped=a|b', { n: 1, piped: ['a', 'b'] }],
  ['n=1&joined=1,2', { n: 1, joined: [1, 2] }],
  ['n=1&o[x]=1&o[l][]=2', { n: 1, o: { x: 1, l: [2] } }],
  ['n=1&o={"x":1}', { n: 1, o: { x: 1 } }],
  ['n=1&o=x', ['type /o']],
  ['n=1&o={}&o={}', ['repeated /o']],
  ['n=1&deep[x]=1', { n: 1, deep: { x: 1 } }],
  ['n=1&x=1&y=2', { n: 1, flat: { x: 1, y: '2' } }],
  ['n=1&json=[1,2]', { n: 1, json: [1, 2] }],
  ['n=1&json=[1', ['type /json']],
  ['n=1&list[0][x]=1', { n: 1, list: [{ x: 1 }] }],
  ['n=1&__proto__=1', 'body-forbidden-key'],
  ['n=1&o[constructor]=1', 'body-forbidden-key'],
  ['n=1&toString=1', ['additionalProperties ']],
  ['n=%E0%A4%A', 'body-malformed'],
  ['&'.repeat(5000), ['required /n']],
  ['a=1&'.repeat(1001), 'parameters-too-many'],
]

test.each(forms)('form %s', (body, expected) => {
  expect(read('pet', form, body)).toEqual(expected)
})

test('a form of any properties, and one without a schema', () => {
  expect(read('free', form, 'a=1&b=2')).toEqual({ a: 1, b: 2 })
  expect(read('free', form, 'a=x')).toEqual(['type /a'])
  expect(read('bare', `${form}; charset=utf-8`, 'a=1&b=2&b=3')).toEqual({ a: '1', b: ['2', '3'] })
})

const part = (name: string, content: string, type?: string, filename?: string): string =>
  `--x\r\nContent-Disposition: form-data; name="${name}"` +
  (filename === undefined ? '' : `; filename="${filename}"`) +
  `${type === undefined ? '' : `\r\nContent-Type: ${type}`}\r\n\r\n${content}\r\n`
const n = part('n', '1')
const json = 'application/json'

const multiparts: readonly Row[] = [
  [n, { n: 1 }],
  [part('n', 'x'), ['type /n']],
  [n + n, ['type /n']],
  [n + part('s', 'text', 'text/plain'), { n: 1, s: 'text' }],
  [n + part('unknown', '1'), ['additionalProperties ']],
  [n + part('l', '1') + part('l', '2'), { n: 1, l: [1, 2] }],
  [n + part('l[]', '1') + part('l[]', '2'), { n: 1, l: [1, 2] }],
  [n + part('l', '[1,2]', json), { n: 1, l: [1, 2] }],
  [n + part('l', '1', json), { n: 1, l: [1] }],
  [n + part('json', '[1,2]'), { n: 1, json: [1, 2] }],
  [n + part('o', '{"x":1}'), { n: 1, o: { x: 1 } }],
  [n + part('o', '{"x":"1"}', json), ['type /o/x']],
  [n + part('o', '{"x":', json), 'body-malformed'],
  [n + part('o', '{"__proto__":1}', json), 'body-forbidden-key'],
  [n + part('o', 'x'), ['type /o']],
  [n + part('o[x]', '1'), { n: 1, o: { x: 1 } }],
  [n + part('list', '{"x":1}') + part('list', '{"x":2}'), { n: 1, list: [{ x: 1 }, { x: 2 }] }],
  [n + part('file', 'abcd', 'image/png', 'a.png'), { n: 1, file: bytesOf('abcd') }],
  [n + part('file', '{}', json, 'a.json'), { n: 1, file: bytesOf('{}') }],
  [n + part('file', 'abcd'), { n: 1, file: bytesOf('abcd') }],
  [n + part('file', 'abcde'), ['maxLength /file']],
  [n + part('files', 'a') + part('files', 'b'), { n: 1, files: [bytesOf('a'), bytesOf('b')] }],
  [n + part('constructor', '1'), 'body-forbidden-key'],
  [n.replace('form-data', ''), 'body-malformed'],
  [n.replace('--x', '--y'), ['required /n']],
]

test.each(multiparts)('multipart %j', (body, expected) => {
  expect(read('pet', multipart, `${body}--x--`)).toEqual(expected)
})

test('multipart without boundary, or without its end, is malformed', () => {
  expect(read('pet', 'multipart/form-data', `${n}--x--`)).toBe('body-malformed')
  expect(read('pet', 'multipart/form-data; boundary="x', `${n}--x--`)).toBe('body-malformed')
  expect(read('pet', multipart, n)).toBe('body-malformed')
})

test('multipart without a schema: text, and files as bytes', () => {
  const body = `${n}${part('f', 'a', undefined, 'f')}${part('g', 'a', 'text/csv', 'g')}--x--`
  expect(read('bare', multipart, body)).toEqual({ n: '1', f: bytesOf('a'), g: 'a' })
})

const bodies: readonly (readonly [string, string | undefined, string, unknown])[] = [
  ['any', json, '0', 0],
  ['any', json, 'false', false],
  ['any', json, 'null', null],
  ['any', `${json}; charset=utf-8`, '""', ''],
  ['any', json, '', ['required ']],
  ['any', 'application/vnd.a+json', '1', 1],
  ['any', 'text/plain', '1', 'content-type-unsupported'],
  ['any', undefined, '1', 'content-type-unsupported'],
  ['text', 'text/plain; charset=utf-8', 'abc', 'abc'],
  ['text', 'text/plain', 'abcd', ['maxLength ']],
  ['text', 'text/plain', '123', '123'],
  ['number', 'text/plain', '123', 123],
  ['number', 'text/plain', 'x', ['type ']],
  ['bytes', 'application/octet-stream', 'abc', bytesOf('abc')],
  ['bytes', 'application/octet-stream', 'äb', bytesOf('äb')],
  ['bytes', 'application/octet-stream', 'ääb', ['maxLength ']],
  ['xml', 'application/xml', '<x><a>1</a></x>', { a: '1' }],
  ['xml', 'application/problem+xml', '<x/>', 'content-type-unsupported'],
  ['xml', 'application/xml; charset=utf-8', '<a/>', ['required /a']],
  ['xml', 'application/xml', '<a>', 'body-malformed'],
  ['xml', 'application/xml', '', ['required ']],
  ['xmlText', 'text/xml', '<a/>', ['maxLength ']],
  ['ranges', 'text/csv', 'abc', 'abc'],
  ['ranges', 'text/csv', 'abcd', ['maxLength ']],
  ['ranges', 'text/html', 'ab', 'ab'],
  ['ranges', 'text/html', 'abc', ['maxLength ']],
  ['ranges', 'image/png', 'a', bytesOf('a')],
  ['ranges', 'image/png', 'ab', ['maxLength ']],
  ['ranges', 'application/problem+json', '1', 1],
  ['ranges', 'text/*', '1', 'content-type-unsupported'],
]

test.each(bodies)('%s as %s: %j', (name, type, body, expected) => {
  expect(read(name, type, body)).toEqual(expected)
})
