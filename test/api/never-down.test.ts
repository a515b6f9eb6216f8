import { connect } from 'node:net'
import { createServer, type LogEntry, type Server } from '../../src/index.js'
import { message, sendRaw } from '../mock/raw-http.js'
import { budget } from '../support/budget.js'

const parameter = (name: string, place: string, schema: object, more: object = {}) => ({
  name,
  in: place,
  required: place === 'path',
  schema,
  ...more,
})
const text = { type: 'string' }
const list = { type: 'array', items: { type: 'integer' } }
const object = { type: 'object', additionalProperties: { type: 'integer' } }
const responses = {
  '200': {
    description: 'Fine',
    content: { 'application/json': { schema: { type: 'object', properties: { id: text } } } },
  },
}

/** An operation for each thing that has brought other servers down. */
const contract = {
  openapi: '3.1.0',
  info: { title: 'Odd', version: '1' },
  paths: {
    '/user/{id}': { get: { parameters: [parameter('id', 'path', text)], responses } },
    '/label/{id}': {
      get: { parameters: [parameter('id', 'path', text, { style: 'label' })], responses },
    },
    '/matrix/{id}': {
      get: { parameters: [parameter('id', 'path', text, { style: 'matrix' })], responses },
    },
    '/search': {
      get: {
        parameters: [
          parameter('a', 'query', list),
          parameter('n', 'query', { type: 'integer' }),
          parameter('deep', 'query', object, { style: 'deepObject' }),
          parameter('free', 'query', object),
          parameter('empty', 'query', text, { allowEmptyValue: true }),
          parameter('session', 'cookie', { type: 'integer' }),
        ],
        responses,
      },
    },
    '/things': {
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } },
            },
          },
        },
        responses,
      },
    },
    '/any': {
      post: { requestBody: { required: true, content: { 'application/json': {} } }, responses },
    },
    '/files': {
      post: {
        requestBody: {
          content: {
            'multipart/form-data': {
              schema: {
                type: 'object',
                properties: { file: { type: 'string', format: 'binary' } },
              },
            },
          },
        },
        responses,
      },
    },
    '/form': {
      post: {
        requestBody: {
          content: {
            'application/x-www-form-urlencoded': {
              schema: { type: 'object', additionalProperties: false, properties: { a: list } },
            },
          },
        },
        responses,
      },
    },
  },
}

let server: Server
let port: number
const log: LogEntry[] = []

beforeAll(async () => {
  server = await createServer({ contract, log: (entry) => log.push(entry) })
  port = (await server.listen({ port: 0, host: '127.0.0.1' })).port
})
afterAll(() => server.close())
afterEach(async () => {
  expect(log.filter(({ level }) => level === 'error')).toEqual([])
  expect((await sendRaw(port, message('GET /user/1', ['Connection: close']))).status).toBe(200)
})

const json = 'Content-Type: application/json'
const close = 'Connection: close'
const multipart = (head: string) => `--x\r\n${head}\r\n\r\na\r\n--x--\r\n`
const form = 'Content-Type: application/x-www-form-urlencoded'
const file = 'Content-Type: multipart/form-data; boundary=x'

type Row = readonly [
  name: string,
  line: string,
  headers: readonly string[],
  body: string | undefined,
  status: number,
]

const rows: readonly Row[] = [
  // What the best known mock server dies of, or answers with a 5xx.
  ['an Accept header that is none', 'GET /user/1', ['Accept: a;b;c'], undefined, 406],
  ['a broken percent-encoding in the path', 'GET /user/%E0%A4%A', [], undefined, 400],
  ['a label without its dot', 'GET /label/abc', [], undefined, 422],
  ['a matrix without its semicolon', 'GET /matrix/abc', [], undefined, 422],
  [
    'a malformed Content-Disposition',
    'POST /files',
    [file],
    multipart('Content-Disposition: form-data; name="file'),
    400,
  ],
  [
    'a part without a name',
    'POST /files',
    [file],
    multipart('Content-Disposition: form-data'),
    400,
  ],
  ['malformed JSON', 'POST /things', [json], '{"n":', 400],
  ['an unknown example', 'GET /user/1', ['Prefer: code=200, example=nope'], undefined, 404],
  ['a Content-Type that is none', 'POST /things', ['Content-Type: garbage'], '{"n":1}', 415],
  ['a cookie of another type', 'GET /search', ['Cookie: session=x'], undefined, 422],
  ['a body that is 0', 'POST /any', [json], '0', 200],
  ['a body that is false', 'POST /any', [json], 'false', 200],
  ['a body that is null', 'POST /any', [json], 'null', 200],
  ['a body that is an empty text', 'POST /any', [json], '""', 200],
  ['a list in a form', 'POST /form', [form], 'a=1&a=2', 200],
  ['an unknown key in a form', 'POST /form', [form], 'a=1&b=2', 422],
  ['an empty value that is allowed', 'GET /search?empty=', [], undefined, 200],
  // Content types: validated, or refused.
  ['a tab in the Content-Type', 'POST /things', ['Content-Type: application/json\t;x'], '{}', 422],
  ['a semicolon behind the type', 'POST /things', ['Content-Type: application/json;'], '{}', 422],
  ['a space before the type', 'POST /things', ['Content-Type:  application/json'], '{}', 422],
  ['a type in capitals', 'POST /things', ['Content-Type: APPLICATION/JSON'], '{}', 422],
  ['another type', 'POST /things', ['Content-Type: text/plain'], '{}', 415],
  [
    'two types in one header',
    'POST /things',
    ['Content-Type: application/json, text/plain'],
    '{}',
    415,
  ],
  ['two types in two headers', 'POST /things', ['Content-Type: text/plain', json], '{}', 415],
  ['no type', 'POST /things', [], '{}', 415],
  ['a range for a type', 'POST /things', ['Content-Type: application/*'], '{}', 415],
  ['a charset that is not UTF-8', 'POST /things', [`${json}; charset=utf-16`], '{}', 415],
  ['UTF-8 by name', 'POST /things', [`${json}; charset="UTF-8"`], '{"n":1}', 200],
  ['bytes that are not UTF-8', 'POST /things', [json], '{"n":1,"a":"\xff"}', 400],
  // Targets.
  ['%zz in the path', 'GET /user/%zz', [], undefined, 400],
  ['%00 in the path', 'GET /user/%00', [], undefined, 200],
  ['a slash that is encoded', 'GET /user/a%2Fb', [], undefined, 200],
  ['two slashes in front', 'GET //user/1', [], undefined, 404],
  ['two slashes alone', 'GET //', [], undefined, 404],
  ['a dot as a segment', 'GET /./user/1', [], undefined, 404],
  ['two dots as a segment', 'GET /user/../user/1', [], undefined, 404],
  ['an encoded line end in the path', 'GET /user/a%0D%0AX-Evil:1', [], undefined, 200],
  ['an asterisk', 'OPTIONS *', [], undefined, 204],
  ['a name and a port', 'GET localhost:80', [], undefined, 400],
  ['__proto__ in the path', 'GET /__proto__', [], undefined, 404],
  ['constructor in the path', 'GET /user/constructor', [], undefined, 200],
  [
    '__proto__ in the query',
    'GET /search?__proto__[a]=1&constructor[prototype][a]=1',
    [],
    undefined,
    200,
  ],
  ['__proto__ in a deep object', 'GET /search?deep[__proto__]=1', [], undefined, 200],
  ['__proto__ in the body', 'POST /any', [json], '{"__proto__":{"isAdmin":true}}', 400],
  ['an escaped __proto__', 'POST /any', [json], '{"\\u005f_proto__":1}', 400],
  ['1e400', 'POST /things', [json], '{"n":1e400}', 422],
  ['a text for an integer', 'POST /things', [json], '{"n":"1"}', 422],
  ['65 levels', 'POST /any', [json], '['.repeat(65) + ']'.repeat(65), 400],
  ['200,000 brackets', 'POST /any', [json], '['.repeat(200_000), 400],
  ['10,000 parameters', `GET /search?${'a=1&'.repeat(1_500)}`, [], undefined, 400],
  ['999 items', `GET /search?${'a[]=1&'.repeat(999)}`, [], undefined, 200],
  ['a far index', 'GET /search?a[99999999]=1', [], undefined, 200],
  ['brackets nested deeply', `GET /search?deep${'[x]'.repeat(50)}=1`, [], undefined, 422],
  ['a list of 5,000 commas', `GET /search?a=${','.repeat(5_000)}`, [], undefined, 422],
]

test.each(rows)('%s', async (_, line, headers, body, status) => {
  const before = performance.now()
  const answer = await sendRaw(port, message(line, [...headers, close], body))
  expect([answer.status, answer.text]).toEqual([status, answer.text])
  expect(performance.now() - before).toBeLessThan(budget(2000))
  expect(answer.header('X-Evil')).toBeUndefined()
  expect(answer.header('X-Request-Id')).toMatch(/\S/)
  if (status >= 400) expect(answer.header('Content-Type')).toBe('application/problem+json')
  expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined()
})

test('a client that has said all and waits gets its answer', async () => {
  const answer = await sendRaw(port, message('GET /user/1', [close]), { end: true })
  expect(answer.status).toBe(200)
})

test('nothing that follows a broken message in the same packet is answered', async () => {
  const broken = 'POST /things HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n'
  const answer = await sendRaw(port, broken + message('GET /user/1'))
  expect([...answer.text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual([
    '400',
  ])
  expect(answer.closed).toBe(true)
})

test('a body that comes byte by byte is waited for, while others are answered', async () => {
  const body = '{"n":1}'
  const socket = connect(port, '127.0.0.1')
  const found = new Promise<string>((resolve) => {
    let all = ''
    socket.on('data', (chunk) => (all += chunk.toString()))
    socket.on('close', () => resolve(all))
  })
  socket.write(message('POST /things', [json, close, `Content-Length: ${body.length}`]))
  for (const letter of body) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    socket.write(letter)
    expect((await sendRaw(port, message('GET /user/1', [close]))).status).toBe(200)
  }
  expect(await found).toMatch(/^HTTP\/1\.1 200/)
})
