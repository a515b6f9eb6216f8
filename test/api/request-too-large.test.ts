import { createServer, type Server } from '../../src/server/create-server.js'
import { ask } from '../mock/ask.js'
import { message, sendRaw } from '../mock/raw-http.js'
import { mockBase } from './support/documented-samples.js'

const maxBody = 1_048_576
const json = 'Content-Type: application/json'

let server: Server
let port: number

beforeAll(async () => {
  server = await createServer()
  port = (await server.listen({ port: 0, host: '127.0.0.1' })).port
})
afterAll(() => server.close())

const paths = [
  ['mock', `${mockBase}/auth/forgot-password`],
  ['sandbox', '/auth/forgot-password'],
] as const

const textOf = (length: number) => `{"x":"${'a'.repeat(length - 8)}"}`

const chunked = (path: string, chunks: readonly string[]) => [
  message(`POST ${path}`, [json, 'Transfer-Encoding: chunked']),
  ...chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`),
  '0\r\n\r\n',
]

describe.each(paths)('%s', (_, path) => {
  test('1 MiB is taken', async () => {
    const text = textOf(maxBody)
    expect((await sendRaw(port, message(`POST ${path}`, [json], text))).status).toBe(200)
    expect((await ask(server, `POST ${path}`, { body: text })).status).toBe(200)
    expect((await sendRaw(port, chunked(path, [text]))).status).toBe(200)
  })

  test('a length over 1 MiB: 413 before the body is sent, and the connection ends', async () => {
    const head = message(`POST ${path}`, [json, `Content-Length: ${maxBody + 1}`])
    const answer = await sendRaw(port, head)
    expect(answer.status).toBe(413)
    expect(answer.header('Connection')).toBe('close')
    expect(answer.closed).toBe(true)
    expect(answer.header('X-Request-Id')).toMatch(/\S/)
    expect(answer.text).toContain('"statusCode":413')
  })

  test('one byte too many in chunks: 413, and the connection ends', async () => {
    const answer = await sendRaw(port, chunked(path, [textOf(maxBody), ' ']))
    expect(answer.status).toBe(413)
    expect(answer.closed).toBe(true)
  })

  test('without a port: 413', async () => {
    expect((await ask(server, `POST ${path}`, { body: textOf(maxBody + 1) })).status).toBe(413)
  })

  test('who waits to be told to go on is told not to', async () => {
    const head = message(`POST ${path}`, [
      json,
      'Expect: 100-continue',
      `Content-Length: ${maxBody * 10}`,
    ])
    const answer = await sendRaw(port, head)
    expect(answer.text).toMatch(/HTTP\/1\.1 413 /)
    expect(answer.closed).toBe(true)
  })
})

test('fifty at once, more than 2 MB each: each is told, the server goes on', async () => {
  const many = Array.from({ length: 50 }, () =>
    sendRaw(port, chunked('/auth/forgot-password', Array(32).fill('x'.repeat(65_536)) as string[])),
  )
  for (const answer of await Promise.all(many)) {
    // Whoever still sends when the connection ends may lose the answer, never get another one.
    expect([413, 0]).toContain(answer.status)
    expect(answer.closed).toBe(true)
  }
  expect((await ask(server, 'GET /_sandbox/v1/health')).status).toBe(200)
})

test('an operation that takes no body refuses a large one too', async () => {
  const body = 'x'.repeat(maxBody + 1)
  expect((await ask(server, 'POST /auth/logout', { body })).status).toBe(413)
  expect((await ask(server, 'POST /auth/logout', { body: 'x' })).status).toBe(200)
})

test('--max-body is another limit', async () => {
  const small = await createServer({ maxBody: 10 })
  const path = `POST ${mockBase}/auth/forgot-password`
  expect((await ask(small, path, { body: '{"x":"ab"}' })).status).toBe(200)
  expect((await ask(small, path, { body: '{"x":"abc"}' })).status).toBe(413)
  await small.close()
})
