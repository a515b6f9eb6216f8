import { connect } from 'node:net'
import { createServer, type LogEntry, type Server } from '../../src/index.js'
import { message, sendRaw } from '../mock/raw-http.js'

let server: Server
let port: number
const log: LogEntry[] = []

beforeAll(async () => {
  server = await createServer({ log: (entry) => log.push(entry) })
  port = (await server.listen({ port: 0, host: '127.0.0.1' })).port
})
afterAll(() => server.close())

/** Nothing that a stranger sends is a fault of ours. */
afterEach(() => {
  expect(log.filter(({ level }) => level === 'error')).toEqual([])
})

const host = 'Host: localhost\r\n'
const health = 'GET /_sandbox/v1/health HTTP/1.1\r\n'
const post = `POST /auth/logout HTTP/1.1\r\n${host}`
const lines = (count: number) => Array.from({ length: count }, () => 'a:1\r\n').join('')

const corpus: readonly (readonly [string, string, number])[] = [
  ['nonsense', '\x00\x01\x02\r\n\r\n', 400],
  ['a TLS greeting', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['HTTP/0.9', 'GET /\r\n\r\n', 400],
  ['HTTP/3.0', `GET / HTTP/3.0\r\n${host}\r\n`, 400],
  ['an unknown method', `FROB / HTTP/1.1\r\n${host}\r\n`, 400],
  ['a space in the target', `GET /a b HTTP/1.1\r\n${host}\r\n`, 400],
  ['no Host', `${health}\r\n`, 400],
  ['an empty Host', `${health}Host:\r\n\r\n`, 400],
  ['two Hosts', `${health}${host}${host}\r\n`, 400],
  ['two Hosts in two spellings', `${health}${host}hOST: evil.test\r\n\r\n`, 400],
  ['a Host with a comma', `${health}Host: localhost, evil.test\r\n\r\n`, 400],
  ['a Host with a space', `${health}Host: local host\r\n\r\n`, 400],
  ['a Host with user information', `${health}Host: me@localhost\r\n\r\n`, 400],
  ['a Host with a path', `${health}Host: localhost/x\r\n\r\n`, 400],
  ['a Host with a port that is none', `${health}Host: localhost:x\r\n\r\n`, 400],
  ['somebody else’s Host', `${health}Host: evil.test\r\n\r\n`, 421],
  ['a space before the colon', `${health}${host}A : 1\r\n\r\n`, 400],
  ['a folded header', `${health}${host}A: 1\r\n 2\r\n\r\n`, 400],
  ['a header without a name', `${health}${host}: 1\r\n\r\n`, 400],
  ['a NUL in a header', `${health}${host}A: \x00\r\n\r\n`, 400],
  ['a bare LF', `${health}${host}A: 1\nB: 2\r\n\r\n`, 400],
  ['two lengths', `${post}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, 400],
  ['a length that is no number', `${post}Content-Length: x\r\n\r\n`, 400],
  ['a negative length', `${post}Content-Length: -1\r\n\r\n`, 400],
  [
    'a length and chunks',
    `${post}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
  ],
  ['an unknown transfer encoding', `${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, 400],
  ['chunks that are no chunks', `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400],
  ['a chunk longer than it says', `${post}Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n`, 400],
  ['a header of 17 kB', `${health}${host}A: ${'a'.repeat(17_000)}\r\n\r\n`, 431],
  ['2,500 headers', `${health}${host}${lines(2500)}\r\n`, 431],
  ['2,500 headers in front of Host', `${health}${lines(2500)}${host}\r\n`, 431],
  ['a target of 16 kB', `GET /${'a'.repeat(16_500)} HTTP/1.1\r\n${host}\r\n`, 431],
  ['CONNECT', `CONNECT evil.test:443 HTTP/1.1\r\n${host}\r\n`, 405],
  ['TRACE', `TRACE /user HTTP/1.1\r\n${host}\r\n`, 405],
]

test.each(corpus)(
  '%s: a 4xx with a request id, and the server goes on',
  async (_, text, status) => {
    const answer = await sendRaw(port, text)
    expect([answer.status, answer.text]).toEqual([status, answer.text])
    expect(answer.header('X-Request-Id')).toMatch(/\S/)
    if (status === 405) expect(answer.header('Allow')).toMatch(/GET/)
    const next = await sendRaw(port, message('GET /_sandbox/v1/health'))
    expect(next.status).toBe(200)
  },
)

const accepted: readonly (readonly [string, string, number])[] = [
  ['a known Host in capitals', `${health}Host: LOCALHOST:80\r\n\r\n`, 200],
  ['an expectation that nobody knows', `${health}${host}Expect: a-miracle\r\n\r\n`, 200],
  [
    'an upgrade that nobody offers',
    `${health}${host}Connection: upgrade\r\nUpgrade: h2c\r\n\r\n`,
    200,
  ],
  [
    'the origin in the target',
    `GET http://localhost/_sandbox/v1/health HTTP/1.1\r\n${host}\r\n`,
    200,
  ],
  ['HTTP/1.0', `GET /_sandbox/v1/health HTTP/1.0\r\n${host}\r\n`, 200],
  [
    'headers called __proto__ and constructor',
    `${health}${host}__proto__: 1\r\nconstructor: 1\r\n\r\n`,
    200,
  ],
  ['an empty line in front', `\r\n${health}${host}\r\n`, 200],
  [
    'chunks with extensions and trailers',
    `${post}Transfer-Encoding: chunked\r\n\r\n1;x=y\r\na\r\n0\r\nT: 1\r\n\r\n`,
    200,
  ],
  ['another method by a header', `${post}X-HTTP-Method-Override: DELETE\r\n\r\n`, 200],
]

test.each(accepted)('%s is answered as usual', async (_, text, status) => {
  const answer = await sendRaw(port, text)
  expect([answer.status, answer.text]).toEqual([status, answer.text])
})

test('a sandbox by the Host of a name that is none is a 422', async () => {
  for (const name of ['.localhost', 'a.b.localhost', '-a.localhost', `${'a'.repeat(64)}.localhost`])
    expect((await sendRaw(port, `${health}Host: ${name}\r\n\r\n`)).status).toBe(422)
})

test('several requests in one packet are answered in their order', async () => {
  const one = message('GET /_sandbox/v1/health')
  const other = message('GET /nowhere')
  const { text } = await sendRaw(port, one + other + one)
  expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual([
    '200',
    '404',
    '200',
  ])
})

test('whoever leaves in the middle of a body leaves nothing behind', async () => {
  const head = message('POST /user', ['Content-Type: application/json', 'Content-Length: 100'])
  const leave = () =>
    new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(`${head}{"email":`, () => socket.destroy())
      })
      socket.on('close', () => resolve())
    })
  await Promise.all(Array.from({ length: 20 }, leave))
  const next = await sendRaw(port, message('GET /_sandbox/v1/health', ['Connection: close']))
  expect(next.status).toBe(200)
  expect(log.filter(({ request }) => (request?.status ?? 0) >= 500)).toEqual([])
})
