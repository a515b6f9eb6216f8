import fc from 'fast-check'
import { createServer, type LogEntry, type Server } from '../../src/index.js'
import { ask } from '../mock/ask.js'
import { sendRaw } from '../mock/raw-http.js'
import { mockBase, samples } from './support/documented-samples.js'

const log: LogEntry[] = []
let server: Server
let port: number
let token: string

beforeAll(async () => {
  server = await createServer({ log: (entry) => log.push(entry) })
  port = (await server.listen({ port: 0, host: '127.0.0.1' })).port
  token = await server.token('user@example.com')
})
afterAll(() => server.close())

const piece = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom(
    '%',
    '%zz',
    '%00',
    '%2f',
    '%C0%AF',
    '..',
    '.',
    '',
    '{userId}',
    'userId',
    '1e400',
    '-0',
    '__proto__',
    'constructor',
    'toString',
    '[a]',
    '@x',
    '*',
    ',',
    ';x',
    '💥',
  ),
)
const text = fc.array(piece, { maxLength: 4 }).map((parts) => parts.join(''))
const known = [...new Set(samples.map(({ operation }) => operation.split(' ')[1] as string))]

/** A path that is, nearly is or is not one of the contract. */
const path = fc
  .tuple(
    fc.constantFrom('', mockBase, '/@name', `/@name${mockBase}`, '/_sandbox/v1', '/_mock'),
    fc.oneof(
      fc.constantFrom(...known),
      text.map((one) => `/user/${one}`),
      text.map((one) => `/${one}`),
    ),
    fc.constantFrom('', '/', '//'),
  )
  .map((parts) => parts.join(''))

const pair = fc
  .tuple(
    fc.oneof(piece, fc.constantFrom('userRole', 'email', 'token', '__code', '__seed', '__dynamic')),
    piece,
  )
  .map(([name, value]) => `${name}=${value}`)
const query = fc.array(pair, { maxLength: 5 }).map((pairs) => pairs.join('&'))

const member = fc.constantFrom(
  'email',
  'password',
  'id',
  'role',
  'token',
  '__proto__',
  'constructor',
)
const body = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc
    .dictionary(member, fc.oneof(fc.string(), fc.double(), fc.constant(null), fc.object()))
    .map((value) => JSON.stringify(value)),
  text,
  fc.constantFrom('{', '[', '', '{"id":1e999}', '"\\ud800"', '{"email":"\\u0000"}'),
)

const prefer = fc
  .array(fc.tuple(fc.constantFrom('code', 'example', 'dynamic', 'seed', 'handling', 'x'), piece), {
    maxLength: 3,
  })
  .map((list) => list.map(([name, value]) => `${name}=${value}`).join(', '))

const headers = fc.record(
  {
    Authorization: fc.oneof(text, fc.constantFrom('Bearer x', 'Bearer', 'Basic eDp5', 'TOKEN')),
    Cookie: fc.oneof(text, fc.constantFrom('access_token=x', 'access_token', '=;=')),
    'Content-Type': fc.oneof(text, fc.constantFrom('application/json', 'text/plain', '*/*')),
    Accept: fc.oneof(text, fc.constantFrom('text/html', '*/*;q=0', 'application/json')),
    Prefer: prefer,
    Origin: fc.oneof(text, fc.constantFrom('null', 'http://localhost:3000', 'https://evil.test')),
    'X-Sandbox': fc.oneof(text, fc.constantFrom('default', '../x')),
    'Access-Control-Request-Method': fc.constantFrom('GET', '💥'),
  },
  { requiredKeys: ['Content-Type'] },
)

const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE')

/** Only what may stand in a request line or a header; the rest is the corpus of broken HTTP. */
const targetText = (value: string) =>
  value.replace(/[^\x21-\x7e]/gu, (char) => encodeURIComponent(Buffer.from(char).toString()))
const headerText = (value: string) => value.replace(/[^\x20-\x7e]/g, '')

const isAskedFor = (target: string, sent: Readonly<Record<string, string | undefined>>) =>
  /__code=5\d\d/.test(target) || /code="?5\d\d/i.test(sent['Prefer'] ?? '')

test('no request gets a 5xx, no answer or an answer without an id', async () => {
  const request = fc.tuple(method, path, query, headers, body)
  const run = async ([verb, where, search, sent, content]: [
    string,
    string,
    string,
    Readonly<Record<string, string | undefined>>,
    string,
  ]) => {
    const target = targetText(`${where}?${search}`)
    const lines = Object.entries(sent).map(
      ([name, value]) => `${name}: ${headerText(value ?? '').replace('TOKEN', `Bearer ${token}`)}`,
    )
    const length = Buffer.byteLength(content)
    const message = [
      `${verb} ${target} HTTP/1.1`,
      'Host: localhost',
      'Connection: close',
      ...lines,
      `Content-Length: ${length}`,
      '',
      Buffer.from(content).toString('latin1'),
    ].join('\r\n')
    const answer = await sendRaw(port, message)
    expect(answer.status).toBeGreaterThanOrEqual(200)
    if (!isAskedFor(target, sent))
      expect([answer.status < 500, answer.text]).toEqual([true, answer.text])
    expect(answer.header('X-Request-Id')).toMatch(/\S/)
  }
  await fc.assert(fc.asyncProperty(request, run), { numRuns: 300 })
  expect(log.filter(({ error }) => error !== undefined)).toEqual([])
  expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined()
}, 60_000)

test('bytes that are no HTTP get a 4xx or the end of the connection', async () => {
  const bytes = fc
    .uint8Array({ maxLength: 200 })
    .map((list) => Buffer.from(list).toString('latin1'))
  const start = fc.constantFrom(
    '',
    'GET ',
    'GET / HTTP/1.1\r\n',
    'POST /user HTTP/1.1\r\nHost: localhost\r\n',
  )
  const run = async (head: string, rest: string) => {
    const answer = await sendRaw(port, `${head}${rest}\r\n\r\n`, { end: true })
    expect(answer.status).toBeLessThan(500)
    if (answer.status !== 0) expect(answer.header('X-Request-Id')).toMatch(/\S/)
    else expect(answer.closed).toBe(true)
  }
  await fc.assert(fc.asyncProperty(start, bytes, run), { numRuns: 40 })
  expect((await ask(server, 'GET /_sandbox/v1/health')).status).toBe(200)
}, 60_000)
