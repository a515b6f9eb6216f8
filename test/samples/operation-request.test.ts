import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { stringifyExact } from '../../src/lib/parse-exact.js'
import { formFields } from '../../src/samples/form-fields.js'
import { operationRequest } from '../../src/samples/operation-request.js'
import type { SampleRequest } from '../../src/samples/sample-request.js'
import { base, loaded, violationsOf } from './judge-sample.js'

const below = (folder: string): string[] =>
  readdirSync(join('test/fixtures', folder))
    .filter((name) => /\.(json|yaml)$/.test(name))
    .map((name) => join('test/fixtures', folder, name))

describe('the request of each operation satisfies the contract:', () => {
  test.each([undefined, ...below('documents'), ...below('state'), ...below('samples')])(
    '%s',
    async (file) => {
      const contract = await loaded(file)
      const found: string[] = []
      for (const operation of contract.operations)
        if (!operation.fault) found.push(...(await violationsOf(contract, operation)))
      expect(found).toEqual([])
      expect(contract.operations.length > 0 || contract.webhooks.length > 0).toBe(true)
    },
  )
})

const blue = { type: 'string', example: 'blue' }
const colours = { type: 'array', items: { type: 'string' }, example: ['blue', 'black', 'brown'] }
const rgb = {
  type: 'object',
  properties: { R: { type: 'integer' }, G: { type: 'integer' }, B: { type: 'integer' } },
  example: { R: 100, G: 200, B: 150 },
}

type Written = Readonly<Record<string, unknown>>

/** A contract of one operation. */
const contractOf = (operation: Written, more: Written = {}, method = 'get') => ({
  openapi: '3.1.0',
  info: { title: 'One', version: '1' },
  paths: { '/things': { [method]: { operationId: 'one', responses: { 200: {} }, ...operation } } },
  ...more,
})

const requestOf = async (
  operation: Written,
  more: Written = {},
  method = 'get',
): Promise<SampleRequest> => {
  const contract = await loaded(contractOf(operation, more, method))
  return operationRequest(contract, contract.byId.get('one')!, base)
}

const breaks = async (operation: Written, more: Written = {}, method = 'get') => {
  const contract = await loaded(contractOf(operation, more, method))
  return violationsOf(contract, contract.byId.get('one')!)
}

/** A required parameter called `color`, and what is sent of it. */
const parameterOf = async (parameter: Written): Promise<string> => {
  const operation = { parameters: [{ name: 'color', required: true, ...parameter }] }
  expect(await breaks(operation)).toEqual([])
  const { url, headers } = await requestOf(operation)
  return url.slice(`${base}/things`.length) + headers.map((pair) => pair.join(': ')).join()
}

const json = (schema: Written) => ({ content: { 'application/json': { schema } } })

/** OpenAPI 3.0.3 §4.7.12.3 has the texts, but for `[]`, which are percent-encoded here. */
const written: readonly (readonly [Written, string])[] = [
  [{ in: 'query', schema: blue }, '?color=blue'],
  [{ in: 'query', schema: colours }, '?color=blue&color=black&color=brown'],
  [{ in: 'query', explode: false, schema: colours }, '?color=blue,black,brown'],
  [{ in: 'query', schema: rgb }, '?R=100&G=200&B=150'],
  [{ in: 'query', explode: false, schema: rgb }, '?color=R,100,G,200,B,150'],
  [{ in: 'query', style: 'spaceDelimited', schema: colours }, '?color=blue%20black%20brown'],
  [{ in: 'query', style: 'pipeDelimited', schema: colours }, '?color=blue%7Cblack%7Cbrown'],
  [
    { in: 'query', style: 'deepObject', schema: rgb },
    '?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150',
  ],
  [{ in: 'query', schema: { ...blue, example: 'a b/c&d=é!' } }, '?color=a%20b%2Fc%26d%3D%C3%A9%21'],
  [
    { in: 'query', allowReserved: true, schema: { ...blue, example: 'a/b:c&d#e' } },
    '?color=a/b:c%26d%23e',
  ],
  [
    { in: 'query', explode: false, schema: { ...colours, example: ['a,b', 'c'] } },
    '?color=a%2Cb,c',
  ],
  [{ in: 'query', ...json(rgb) }, '?color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D'],
  [{ in: 'header', schema: colours }, 'color: blue,black,brown'],
  [{ in: 'header', schema: rgb }, 'color: R,100,G,200,B,150'],
  [{ in: 'header', explode: true, schema: rgb }, 'color: R=100,G=200,B=150'],
  [{ in: 'header', ...json({ type: 'string', example: 'é' }) }, 'color: "\\u00e9"'],
  [{ in: 'cookie', schema: blue }, 'Cookie: color=blue'],
  [{ in: 'cookie', explode: false, schema: colours }, 'Cookie: color=blue,black,brown'],
  [{ in: 'cookie', schema: { ...blue, pattern: '.', example: 'a;b' } }, 'Cookie: color=a%3Bb'],
  // Nothing is said: the plain value that the mock shows.
  [{ in: 'query', name: 'userRole', schema: { type: 'string' } }, '?userRole=string'],
  // What breaks its schema gives way; what is written as it is sent is understood.
  [{ in: 'query', schema: { type: 'integer' }, example: 'many' }, '?color=0'],
  [{ in: 'query', explode: false, schema: colours, example: 'red,green' }, '?color=red,green'],
]

describe('a required parameter is sent in its style:', () => {
  test.each(written)('%j', async (parameter, text) => {
    expect(await parameterOf(parameter)).toBe(text)
  })

  test('a whole query (OpenAPI 3.2)', async () => {
    const form = { 'application/x-www-form-urlencoded': { schema: rgb } }
    expect(await parameterOf({ in: 'querystring', content: form })).toBe('?R=100&G=200&B=150')
    expect(await parameterOf({ in: 'querystring', ...json({ const: 'a b' }) })).toBe('?%22a%20b%22')
  })
})

describe('an optional parameter is sent', () => {
  const sent = async (parameter: Written) =>
    (await requestOf({ parameters: [{ name: 'page', in: 'query', ...parameter }] })).url
  test('where the document has an example of it', async () => {
    expect(await sent({ schema: { type: 'integer' }, example: 2 })).toBe(`${base}/things?page=2`)
    expect(await sent({ schema: { type: 'integer', example: 3 } })).toBe(`${base}/things?page=3`)
  })
  test('for no other reason', async () => {
    expect(await sent({ schema: { type: 'integer' } })).toBe(`${base}/things`)
    expect(await sent({ schema: { type: 'integer', default: 1 } })).toBe(`${base}/things`)
  })
})

describe('headers', () => {
  const header = (name: string, example: string) => ({
    name,
    in: 'header',
    required: true,
    example,
  })
  const sent = async (...parameters: Written[]) => (await requestOf({ parameters })).headers
  test('that would end their line, or that clients send differently, are left out', async () => {
    const hostile = ['a\r\nX-Evil: 1', 'a\nb', 'a\u0000', 'caf\u00e9', '\u65e5\u672c']
    for (const example of hostile)
      expect(await sent({ ...header('X-One', example), schema: { const: example } })).toEqual([])
  })
  test('have a plain value where the documented one cannot be sent', async () => {
    const schema = { type: 'string' }
    expect(await sent({ ...header('X-One', 'a\nb'), schema })).toEqual([['X-One', 'string']])
  })
  test('of other parts of the document, and those that clients decide, are not sent', async () => {
    const names = ['Accept', 'content-type', 'Authorization', 'Host', 'Content-Length', 'bad name']
    expect(await sent(...names.map((name) => header(name, 'x')))).toEqual([])
  })
})

describe('credentials are placeholders:', () => {
  const schemes = {
    jwt: { type: 'http', scheme: 'Bearer', bearerFormat: 'jwt' },
    bearer: { type: 'http', scheme: 'bearer' },
    basic: { type: 'http', scheme: 'basic' },
    digest: { type: 'http', scheme: 'digest' },
    header: { type: 'apiKey', in: 'header', name: 'X-Key' },
    query: { type: 'apiKey', in: 'query', name: 'key' },
    cookie: { type: 'apiKey', in: 'cookie', name: 'sid' },
    other: { type: 'apiKey', in: 'query', name: 'KEY' },
    oauth: { type: 'oauth2', flows: {} },
    oidc: { type: 'openIdConnect', openIdConnectUrl: 'https://example.com/' },
    mutual: { type: 'mutualTLS' },
  }
  const sent = async (...security: string[][]) => {
    const { url, headers, basic } = await requestOf(
      { security: security.map((names) => Object.fromEntries(names.map((name) => [name, []]))) },
      { components: { securitySchemes: schemes } },
    )
    return [
      ...(url === `${base}/things` ? [] : [url.slice(`${base}/things`.length)]),
      ...headers.map((pair) => pair.join(': ')),
      ...(basic ? [`${basic.user}:${basic.password}`] : []),
    ]
  }

  const table: readonly (readonly [string, string[][], string[]])[] = [
    ['JWT', [['jwt']], ['Authorization: Bearer <YOUR_JWT_HERE>']],
    ['bearer', [['bearer']], ['Authorization: Bearer <YOUR_TOKEN_HERE>']],
    ['basic', [['basic']], ['YOUR_USERNAME:YOUR_PASSWORD']],
    ['another scheme', [['digest']], ['Authorization: Digest <YOUR_CREDENTIALS_HERE>']],
    ['key in a header', [['header']], ['X-Key: YOUR_API_KEY_HERE']],
    ['key in the query', [['query']], ['?key=YOUR_API_KEY_HERE']],
    ['key in a cookie', [['cookie']], ['Cookie: sid=YOUR_API_KEY_HERE']],
    ['OAuth 2.0', [['oauth']], ['Authorization: Bearer <YOUR_TOKEN_HERE>']],
    ['OpenID Connect', [['oidc']], ['Authorization: Bearer <YOUR_TOKEN_HERE>']],
    ['mutual TLS', [['mutual']], []],
    ['the first of alternatives', [['header'], ['jwt']], ['X-Key: YOUR_API_KEY_HERE']],
    ['all of one', [['header', 'query']], ['?key=YOUR_API_KEY_HERE', 'X-Key: YOUR_API_KEY_HERE']],
    ['one key of a name', [['query', 'other']], ['?key=YOUR_API_KEY_HERE']],
    ['one Authorization', [['basic', 'jwt']], ['YOUR_USERNAME:YOUR_PASSWORD']],
    ['none comes first', [[], ['jwt']], []],
    ['none at all', [], []],
  ]
  test.each(table)('%s', async (_, security, wanted) => {
    expect(await sent(...security)).toEqual(wanted)
  })

  test('a parameter of the same name is not sent twice', async () => {
    const { headers } = await requestOf(
      {
        security: [{ header: [] }],
        parameters: [{ name: 'x-key', in: 'header', required: true, schema: blue }],
      },
      { components: { securitySchemes: schemes } },
    )
    expect(headers).toEqual([['X-Key', 'YOUR_API_KEY_HERE']])
  })
})

describe('bodies', () => {
  const bodyOf = async (content: Written) => {
    const operation = { requestBody: { required: true, content } }
    expect(await breaks(operation, {}, 'post')).toEqual([])
    return (await requestOf(operation, {}, 'post')).body
  }
  const schema = {
    type: 'object',
    required: ['id', 'name'],
    properties: {
      id: { type: 'integer', readOnly: true },
      name: { type: 'string' },
      secret: { type: 'string', writeOnly: true },
    },
  }

  test('JSON comes first; readOnly is not sent, writeOnly is', async () => {
    const example = { id: 1, name: 'Ann', secret: 'x' }
    const body = { 'text/plain': {}, 'application/json': { schema, example } }
    expect(await bodyOf(body)).toEqual({
      kind: 'json',
      mediaType: 'application/json',
      value: { name: 'Ann', secret: 'x' },
      text: '{\n  "name": "Ann",\n  "secret": "x"\n}',
    })
  })

  test('a media type is one that can be said', async () => {
    const body = { 'application/*+json': {}, '*/*': {}, 'application/vnd.api+json': {} }
    expect(await bodyOf(body)).toMatchObject({ mediaType: 'application/vnd.api+json' })
  })

  test('an example that breaks its schema gives way', async () => {
    const body = { 'application/json': { schema, example: { name: 7 } } }
    expect(await bodyOf(body)).toMatchObject({ value: { name: 'string' } })
  })

  test('forms, each field in its style', async () => {
    const form = {
      schema: { type: 'object', properties: { tags: colours, list: colours, rgb, deep: rgb } },
      encoding: { list: { style: 'form', explode: false }, deep: { style: 'deepObject' } },
    }
    expect(await bodyOf({ 'application/x-www-form-urlencoded': form })).toMatchObject({
      kind: 'form',
      fields: [
        ['tags', 'blue'],
        ['tags', 'black'],
        ['tags', 'brown'],
        ['list', 'blue,black,brown'],
        ['rgb', '{"R":100,"G":200,"B":150}'],
        ['deep[R]', '100'],
        ['deep[G]', '200'],
        ['deep[B]', '150'],
      ],
    })
  })

  test('a form that is written as text, where it says what is allowed', async () => {
    const schema = { type: 'object', properties: { country: { enum: ['BR', 'CO'] } } }
    const sent = async (example: string) =>
      bodyOf({ 'application/x-www-form-urlencoded': { schema, example } })
    expect(await sent('country=CO')).toMatchObject({ fields: [['country', 'CO']] })
    expect(await sent('country=co')).toMatchObject({ fields: [['country', 'BR']] })
  })

  test('multipart forms: files, values and JSON', async () => {
    const properties = {
      'my photo': { type: 'string', format: 'binary' },
      icon: { type: 'string', contentMediaType: 'image/png' },
      name: blue,
      rgb,
      tags: { type: 'array', items: { type: 'string' }, example: ['a', 'b'] },
    }
    const content = {
      schema: { type: 'object', required: ['my photo', 'icon'], properties },
      encoding: { icon: { contentType: 'image/png, image/jpeg' } },
    }
    expect(await bodyOf({ 'multipart/form-data': content })).toEqual({
      kind: 'multipart',
      mediaType: 'multipart/form-data',
      parts: [
        { kind: 'file', name: 'my photo', fileName: 'my-photo' },
        { kind: 'file', name: 'icon', fileName: 'icon.png', mediaType: 'image/png' },
        { kind: 'value', name: 'name', value: 'blue' },
        {
          kind: 'value',
          name: 'rgb',
          value: '{"R":100,"G":200,"B":150}',
          mediaType: 'application/json',
        },
        { kind: 'value', name: 'tags', value: 'a' },
        { kind: 'value', name: 'tags', value: 'b' },
      ],
    })
  })

  const texts: readonly (readonly [string, Written, unknown])[] = [
    ['text/plain', { schema: { type: 'string' } }, { kind: 'text', text: 'string' }],
    ['text/plain', { example: 'as it is' }, { kind: 'text', text: 'as it is' }],
    ['text/csv', { schema: { type: 'array', items: rgb } }, { text: 'R,G,B\r\n100,200,150\r\n' }],
    [
      'application/xml',
      { schema: { ...rgb, xml: { name: 'rgb' } } },
      { text: '<?xml version="1.0" encoding="UTF-8"?>\n<rgb><R>100</R><G>200</G><B>150</B></rgb>' },
    ],
    ['application/x-ndjson', { example: [{ a: 1 }, { a: 2 }] }, { text: '{"a":1}\n{"a":2}\n' }],
    [
      'application/jsonl',
      { itemSchema: rgb },
      { text: `${JSON.stringify(rgb.example)}\n`.repeat(3) },
    ],
    ['application/octet-stream', {}, { kind: 'file', fileName: 'body.bin' }],
    ['application/pdf', { schema: { type: 'string', format: 'binary' } }, { fileName: 'body.pdf' }],
    [
      'image/jpeg',
      { schema: { type: 'string', format: 'byte', example: 'aGVsbG8=' } },
      { kind: 'text', mediaType: 'image/jpeg', text: 'aGVsbG8=' },
    ],
    ['*/*', { schema: rgb }, { kind: 'json', mediaType: 'application/json' }],
    ['image/*', {}, { kind: 'file', mediaType: 'image/png', fileName: 'body.png' }],
    ['application/json', {}, { kind: 'json', text: '{}' }],
  ]
  test.each(texts)('%s %j', async (mediaType, content, wanted) => {
    expect(await bodyOf({ [mediaType]: content })).toMatchObject(wanted as object)
  })

  test('GET has none', async () => {
    const requestBody = { content: { 'application/json': { schema: rgb } } }
    expect((await requestOf({ requestBody })).body).toBeUndefined()
  })
})

test('parameters of the path stay placeholders, whatever the document says of them', async () => {
  const contract = await loaded({
    openapi: '3.0.3',
    info: { title: 'One', version: '1' },
    paths: {
      '/a b/{id}/{color}': {
        get: {
          operationId: 'one',
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { type: 'integer' }, example: 123 },
            { name: 'color', in: 'path', style: 'matrix', required: true, schema: blue },
          ],
          responses: {},
        },
      },
    },
  })
  const operation = contract.byId.get('one')!
  for (const server of ['http://localhost/base', 'http://localhost/base/'])
    expect((await operationRequest(contract, operation, server)).url).toBe(
      'http://localhost/base/a%20b/{id}/{color}',
    )
  expect(await violationsOf(contract, operation)).toEqual([])
})

test('integers that a double cannot hold are written exactly', () => {
  const value = { id: 9007199254740993n, name: 'Ann' }
  expect(stringifyExact(value, 2)).toBe('{\n  "id": 9007199254740993,\n  "name": "Ann"\n}')
  expect(formFields({ id: value.id, nested: value }, { encodings: new Map() })).toEqual([
    ['id', '9007199254740993'],
    ['nested', '{"id":9007199254740993,"name":"Ann"}'],
  ])
})
