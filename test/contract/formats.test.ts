import { compileContract } from '../../src/contract/compile.js'
import type { Operation } from '../../src/contract/contract.js'
import { readRequest } from '../../src/contract/read-request.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'
import { bytesOf } from '../../src/lib/text-bytes.js'

const operationOf = (schema: object): Operation => {
  const post = {
    parameters: [{ name: 'p', in: 'query', schema }],
    requestBody: { content: { 'application/json': { schema: { properties: { v: schema } } } } },
    responses: {},
  }
  const document = {
    openapi: '3.0.3',
    info: { title: 'T', version: '1' },
    paths: { '/': { post } },
  }
  return compileContract(sourceDocumentOf(document), 'api').operations[0] as Operation
}

/** What a JSON text is judged as in a body, and the same text in a query. */
const judged = (schema: object, json: string, text: string) => {
  const read = readRequest({
    operation: operationOf(schema),
    path: {},
    query: `p=${encodeURIComponent(text)}`,
    headers: { 'content-type': 'application/json' },
    bytes: bytesOf(`{"v":${json}}`),
  })
  const rulesIn = (place: string) =>
    read.violations.filter(({ location }) => location === place).map(({ rule }) => rule)
  return { read, body: rulesIn('body'), query: rulesIn('query') }
}

const strings: Readonly<
  Record<string, readonly [valid: readonly string[], invalid: readonly string[]]>
> = {
  'date-time': [
    ['2026-02-28T23:59:59Z', '2026-02-28T00:00:00.123+01:00'],
    ['2026-02-30T00:00:00Z', '2026-02-28', '2026-02-28T25:00:00Z', 'x'],
  ],
  date: [['2024-02-29'], ['2023-02-29', '2023-13-01', '23-01-01', '']],
  time: [
    ['12:00:00Z', '12:00:00+02:00'],
    ['24:00:00Z', '12:00:00', '12:00'],
  ],
  duration: [
    ['P1D', 'PT1H30M', 'P2W'],
    ['P', '1D', 'PT', 'P1'],
  ],
  email: [['a@b.example'], ['a', 'a@', '@b.example', 'a b@c.example']],
  'idn-email': [['ä@b.example'], ['ä', 'a@b@c']],
  hostname: [
    ['a.example', 'localhost'],
    ['-a', 'a..b', 'a_b', ''],
  ],
  'idn-hostname': [['bücher.example'], ['a b', 'a/b']],
  ipv4: [['127.0.0.1'], ['256.0.0.1', '1.2.3', '01.2.3.4']],
  ipv6: [
    ['::1', 'fe80::1', '::ffff:1.2.3.4'],
    ['1::2::3', ':1', '12345::'],
  ],
  uri: [
    ['http://a.example/b?c#d', 'urn:a:b', 'mailto:a@b.example'],
    ['a', '/a', 'http://a b'],
  ],
  'uri-reference': [
    ['/a', '#b', 'a'],
    ['a b', '\\a'],
  ],
  iri: [['http://bücher.example/'], ['bücher', 'http://a b']],
  url: [
    ['http://localhost:3000/a', 'https://10.0.0.1'],
    ['localhost', 'http://', 'http://a b'],
  ],
  uuid: [
    ['2fa25ab0-8a4c-4d3f-9e5c-000000000000'],
    ['2fa25ab0', '2fa25ab08a4c4d3f9e5c000000000000'],
  ],
  byte: [
    ['YQ==', 'YWJj', ''],
    ['YQ=', 'a', '!!!!\nYWJj'],
  ],
  base64url: [['_-aA'], ['+/', 'a b']],
  'json-pointer': [
    ['', '/a~0/b'],
    ['a', '/~2'],
  ],
  'relative-json-pointer': [
    ['0', '1/a'],
    ['/a', '-1'],
  ],
  'uri-template': [['/a/{b}'], ['/a/{b', '{ }']],
  regex: [['^a+$'], ['(', '[']],
  char: [
    ['a', '😀'],
    ['', 'ab'],
  ],
  binary: [['\u0001 anything'], []],
  password: [['anything'], []],
  unknown: [['anything'], []],
}

const cases = Object.entries(strings).flatMap(([format, [valid, invalid]]) => [
  ...valid.map((text) => [format, text, []] as const),
  ...invalid.map((text) => [format, text, ['format']] as const),
])

test.each(cases)('format %s: %j', (format, text, rules) => {
  const { body, query } = judged({ type: 'string', format }, JSON.stringify(text), text)
  expect([body, query]).toEqual([rules, rules])
})

const two53 = 9007199254740992
const integer = { type: 'integer' }
const int64 = { type: 'integer', format: 'int64' }

const numbers: readonly (readonly [schema: object, text: string, rules: readonly string[]])[] = [
  [{ ...integer, format: 'int32' }, '2147483647', []],
  [{ ...integer, format: 'int32' }, '2147483648', ['format']],
  [{ ...integer, format: 'int32' }, '-2147483649', ['format']],
  [{ ...integer, format: 'int8' }, '128', ['format']],
  [{ ...integer, format: 'uint32' }, '-1', ['format']],
  [int64, '9223372036854775807', []],
  [int64, '9223372036854775808', ['format']],
  [int64, '-9223372036854775808', []],
  [int64, '-9223372036854775809', ['format']],
  [int64, '1.5', ['type']],
  [int64, '1', []],
  [int64, '-0', []],
  [{ type: 'number', format: 'int64' }, '1.5', ['format']],
  [{ ...integer, format: 'uint64' }, '18446744073709551615', []],
  [{ ...integer, format: 'uint64' }, '18446744073709551616', ['format']],
  [{ ...int64, maximum: two53 }, '9007199254740993', ['maximum']],
  [{ ...int64, maximum: two53 }, '9007199254740992', []],
  [{ ...integer, maximum: two53 }, '9007199254740993', ['maximum']],
  [{ ...integer, minimum: -two53 }, '-9007199254740993', ['minimum']],
  [{ ...int64, minimum: two53, exclusiveMinimum: true }, '9007199254740993', []],
  [{ ...int64, minimum: two53, exclusiveMinimum: true }, '9007199254740992', ['exclusiveMinimum']],
  [{ ...int64, multipleOf: 3 }, '9007199254740993', []],
  [{ ...int64, multipleOf: 3 }, '9007199254740994', ['multipleOf']],
  [{ ...integer, maximum: 9223372036854775807n }, '9223372036854775808', ['maximum']],
  [{ type: 'number', format: 'double' }, '1.5e300', []],
  [{ type: 'number', format: 'float' }, '1.5', []],
  [{ type: 'number' }, '1e400', ['type']],
  [{ type: 'number' }, '-0', []],
  [integer, '1.0', []],
]

test.each(numbers)('%o: %s', (written, text, rules) => {
  const schema = JSON.parse(
    JSON.stringify(written, (_, one: unknown) => (typeof one === 'bigint' ? Number(one) : one)),
  ) as object
  const { body, query } = judged(schema, text, text)
  expect([body, query]).toEqual([rules, rules])
})

test('a text for an integer is no integer in a body; NaN and Infinity are none anywhere', () => {
  expect(judged(integer, '"1"', '1')).toMatchObject({ body: ['type'], query: [] })
  for (const text of ['NaN', 'Infinity', '-Infinity', '+1', '01', '0x1', ' 1', '1e'])
    expect(judged({ type: 'number' }, '1', text).query).toEqual(['type'])
})

test('large integers arrive as they were sent, wherever they stand', () => {
  const big = '9007199254740993'
  const { read } = judged(int64, big, big)
  expect([read.body, read.query]).toEqual([{ v: 9007199254740993n }, { p: 9007199254740993n }])
  const list = { type: 'array', items: int64 }
  const found = judged(list, `[1,${big},9223372036854775808]`, '9223372036854775808')
  expect(found.read.violations).toMatchObject([
    { location: 'query', pointer: '/p/0', rule: 'format', got: '9223372036854775808' },
    { location: 'body', pointer: '/v/2', rule: 'format', got: '9223372036854775808' },
  ])
  expect(found.read.body).toEqual({ v: [1, 9007199254740993n, 9223372036854775808n] })
  // Where nothing asks for them, numbers are what JSON.parse makes of them.
  expect(judged({ type: 'number' }, big, big).read.body).toEqual({ v: 9007199254740992 })
})
