import { ask } from '../mock/ask.js'
import { openServer } from './support/open-server.js'

const ok = { description: 'ok' }
const answering = (schema: object, more: object = {}) => ({
  responses: { 200: { ...ok, content: { 'application/json': { schema, ...more } } } },
})
const taking = (mediaType: string, schema: object) => ({
  requestBody: { required: true, content: { [mediaType]: { schema } } },
  responses: { 200: ok, 422: ok },
})
const parameter = (name: string, schema: object, more: object = {}) => ({
  name,
  in: 'query',
  schema,
  ...more,
})
const pair = { type: 'object', properties: { key: { type: 'string' }, n: { type: 'integer' } } }
const impossible = { type: 'object', required: ['a'], properties: {}, additionalProperties: false }
const named = (name: string, more: object = {}) => ({
  get: { parameters: [{ name, in: 'path', required: true, schema: { type: 'string' }, ...more }] },
})

const contract = {
  openapi: '3.0.3',
  info: { title: 'Found in real documents', version: '1' },
  components: {
    securitySchemes: {
      basic: { type: 'http', scheme: 'basic' },
      token: { type: 'oauth2', flows: {} },
      header: { type: 'apiKey', in: 'header', name: 'Authorization' },
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    },
  },
  paths: {
    '/impossible': { get: answering(impossible) },
    '/impossible/example': { get: answering(impossible, { example: { b: 1 } }) },
    '/impossible/error': {
      get: {
        parameters: [parameter('n', { type: 'integer' }, { required: true })],
        responses: { 200: ok, 422: answering(impossible).responses[200] },
      },
    },
    '/impossible/page': {
      get: { responses: { 200: { ...ok, content: { 'text/html': { schema: impossible } } } } },
    },
    '/pattern': {
      get: answering({ type: 'string', pattern: '^[\\w-.]+\\p{XDigit}{4}$', minLength: 6 }),
      post: taking('application/json', { type: 'string', pattern: '^\\_\\p{Alpha}$' }),
    },
    '/binary': { get: answering({ type: 'string', format: 'binary' }) },
    '/bound': { get: answering({ type: 'integer', minimum: 3, exclusiveMinimum: true }) },
    '/text': { post: taking('text/plain', pair) },
    '/bytes': { post: taking('application/octet-stream', pair) },
    '/form': { post: taking('multipart/form-data', { type: 'string' }) },
    '/read': {
      get: {
        requestBody: { required: true, content: { 'application/json': { schema: pair } } },
        responses: { 200: ok },
      },
    },
    '/lists': {
      get: {
        parameters: [
          parameter('list', { type: 'array', items: pair }),
          parameter('object', {
            type: 'object',
            properties: { inner: pair, many: { type: 'array', items: pair } },
          }),
        ],
        responses: { 200: ok, 422: ok },
      },
    },
    '/twins/{a}': named('a'),
    '/twins/{b}': { delete: { ...named('b').get, responses: { 204: ok } } },
    '/twins/fixed': { put: { responses: { 204: ok } } },
    '/files/{name}.{ext}': {
      get: { ...named('ext', { schema: { enum: ['json'] } }).get, responses: { 200: ok, 422: ok } },
    },
    '/pages/{name}{extension}': {
      get: {
        ...named('extension', { schema: { enum: ['.json'] } }).get,
        responses: { 200: ok, 422: ok },
      },
    },
    '/both': {
      get: { security: [{ basic: [], token: [], header: [], key: [] }], responses: { 200: ok } },
    },
  },
}

const open = () => openServer({ contract })

test('a schema that allows no value is a 501 with the diagnosis, asked once or twice', async () => {
  const server = await open()
  for (const prefer of ['', '', 'dynamic=true']) {
    const { status, json } = await ask(server, 'GET /impossible', { headers: { prefer } })
    expect([status, json]).toEqual([
      501,
      expect.objectContaining({ diagnosis: 'contract-unsatisfiable' }),
    ])
    expect((json as { detail: string }).detail).toContain('/a')
    expect((json as { place: { pointer: string } }).place.pointer).toContain(
      '/paths/~1impossible/get',
    )
  }
})

test('where an example is documented its author is believed', async () => {
  const { status, json } = await ask(await open(), 'GET /impossible/example')
  expect([status, json]).toEqual([200, { b: 1 }])
})

test('an error whose documented shape allows no value is the status without a body', async () => {
  const { status, headers } = await ask(await open(), 'GET /impossible/error')
  expect([status, headers.get('content-type')]).toEqual([422, null])
})

test('other formats than JSON are answered all the same', async () => {
  expect((await ask(await open(), 'GET /impossible/page')).status).toBe(200)
})

test('patterns in the older syntax, and with classes of other languages', async () => {
  const server = await open()
  const { json } = await ask(server, 'GET /pattern')
  expect(json).toMatch(/^[\w.-]+[0-9A-Fa-f]{4}$/)
  expect((await ask(server, 'POST /pattern', { body: '"_x"' })).status).toBe(200)
  expect((await ask(server, 'POST /pattern', { body: '"_1"' })).status).toBe(422)
})

test('JSON is JSON, even where the schema says binary', async () => {
  const { json, text } = await ask(await open(), 'GET /binary')
  expect(typeof json).toBe('string')
  expect(text).toMatch(/^"/)
})

test('a boolean bound is honoured', async () => {
  expect((await ask(await open(), 'GET /bound')).json).toBeGreaterThan(3)
})

test.each([
  ['/text', 'text/plain', '{"n":1}', 200],
  ['/text', 'text/plain', '{"n":"x"}', 422],
  ['/text', 'text/plain', 'hello', 200],
  ['/bytes', 'application/octet-stream', '{"n":1}', 200],
  ['/bytes', 'application/octet-stream', '{"n":"x"}', 422],
  ['/bytes', 'application/octet-stream', '\u0000', 200],
  ['/form', 'multipart/form-data; boundary=x', '--x--\r\n', 200],
])('%s with %s %j is a %i', async (path, type, body, status) => {
  const answer = await ask(await open(), `POST ${path}`, {
    headers: { 'content-type': type },
    body,
  })
  expect(answer.status).toBe(status)
})

test('GET cannot be made to have a body', async () => {
  expect((await ask(await open(), 'GET /read')).status).toBe(200)
})

const lists: readonly (readonly [[string, string][], number])[] = [
  [[['list', '{"key":"a,b","n":1}']], 200],
  [
    [
      ['list', '{"n":1}'],
      ['list', '{"n":2}'],
    ],
    200,
  ],
  [[['list', '{"n":"x"}']], 422],
  [[['inner', '{"key":"a","n":1}']], 200],
  [[['inner', '{"n":"x"}']], 422],
  [[['many', '[{"n":1},{"n":2}]']], 200],
  [[['many', '[{"n":"x"}]']], 422],
]

test.each(lists)('the query %j is a %i', async (pairs, status) => {
  const query = new URLSearchParams(pairs).toString()
  expect((await ask(await open(), `GET /lists?${query}`)).status).toBe(status)
})

test('paths that fit as well are asked for the method that the first does not have', async () => {
  const server = await open()
  const statusOf = async (request: string) => (await ask(server, request)).status
  expect(await statusOf('GET /twins/1')).toBe(200)
  expect(await statusOf('DELETE /twins/1')).toBe(204)
  expect(await statusOf('PUT /twins/fixed')).toBe(204)
  expect(await statusOf('DELETE /twins/fixed')).toBe(204)
  const refused = await ask(server, 'PATCH /twins/fixed')
  expect([refused.status, refused.headers.get('allow')?.split(', ').sort()]).toEqual([
    405,
    ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT'],
  ])
})

test.each(['/files/37.8,-122.3.json', '/pages/a.b.json'])(
  '%s ends in its extension',
  async (path) => {
    expect((await ask(await open(), `GET ${path}`)).status).toBe(200)
  },
)

test('of several schemes in one Authorization header one will do; the others are wanted', async () => {
  const server = await open()
  const statusOf = async (headers: Record<string, string>) =>
    (await ask(server, 'GET /both', { headers })).status
  expect(await statusOf({ authorization: 'Bearer x', 'x-key': '1' })).toBe(200)
  expect(await statusOf({ authorization: 'Bearer x' })).toBe(401)
  expect(await statusOf({ 'x-key': '1' })).toBe(401)
})
