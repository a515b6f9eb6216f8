import type { Socket } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { SetupError } from '../../src/errors.js'
import { createHttpSender } from '../../src/verify/call/create-http-sender.js'
import type { WireRequest } from '../../src/verify/wire.js'
import { http, rawServer } from './support/raw-server.js'

const get: WireRequest = { method: 'GET', target: '/a?b=1', headers: [['X-A', '1']] }

/** What the answers to some requests, sent one after another, are; and what was sent. */
const asked = async (
  answer: (socket: Socket, request: string, count: number) => void,
  { times = 1, wire = get, timeout = 2000, path = '', host = '127.0.0.1' } = {},
) => {
  const server = await rawServer(answer, host)
  const sender = createHttpSender({
    base: server.url + path,
    monotonic: () => performance.now(),
    timeout,
  })
  const answers: unknown[] = []
  for (let count = 0; count < times; count++) {
    const found = await sender.send(wire)
    const shown =
      'bytes' in found ? { ...found, bytes: Buffer.from(found.bytes).toString() } : found
    answers.push({ ...shown, milliseconds: 0 })
  }
  sender.close()
  await server.close()
  return { answers, requests: server.requests }
}

const failed = (text: string) => ({
  failure: expect.stringContaining(text) as string,
  milliseconds: 0,
})

test('a request is sent as it is, below the path of the base', async () => {
  const wire = { ...get, method: 'POST', body: Buffer.from('äb') }
  const { requests, answers } = await asked((socket) => socket.write(http('ok', 'X-B: 2\r\n')), {
    ...{ wire, path: '/v1/' },
  })
  expect(requests[0]).toMatch(
    /^POST \/v1\/a\?b=1 HTTP\/1\.1\r\nHost: 127\.0\.0\.1:\d+\r\nX-A: 1\r\nContent-Length: 3\r\n/,
  )
  expect(requests[0]).toContain('\r\n\r\n\xc3\xa4b')
  expect(answers).toEqual([
    { status: 200, headers: ['Content-Length', '2', 'X-B', '2'], bytes: 'ok', milliseconds: 0 },
  ])
})

test('redirects are not followed, interim answers are passed over, an upgrade is its status', async () => {
  const moved = await asked((socket) => socket.write(http('', 'Location: /b\r\n', '302 Found')))
  expect(moved.answers).toMatchObject([{ status: 302 }])
  expect(moved.requests).toHaveLength(1)
  const early = await asked((socket) =>
    socket.write(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${http('ok')}`),
  )
  expect(early.answers).toMatchObject([{ status: 200, bytes: 'ok' }])
  const upgrade = await asked((socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
  )
  expect(upgrade.answers).toMatchObject([{ status: 101 }])
})

test.each([
  ['gzip', gzipSync('text')],
  ['deflate', deflateSync('text')],
  ['deflate', deflateRawSync('text')],
  ['br', brotliCompressSync('text')],
  ['gzip, br', brotliCompressSync(gzipSync('text'))],
] as const)('a body that is coded as %s is unpacked', async (coding, bytes) => {
  const { answers } = await asked((socket) => {
    socket.write(
      `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${bytes.length}\r\n\r\n`,
    )
    socket.write(bytes)
  })
  expect(answers).toMatchObject([{ status: 200, bytes: 'text' }])
})

/** What the server writes, and what is told of it. */
const broken: readonly (readonly [string, (socket: Socket) => void, string])[] = [
  ['nothing', (socket) => socket.destroy(), 'closed the connection without an answer (ECONNRESET)'],
  ['no HTTP', (socket) => socket.write('hello\r\n\r\n'), 'the answer is no HTTP: Expected HTTP/'],
  ['an illegal header', (socket) => socket.write(http('', 'A B: 1\r\n')), 'Invalid header token'],
  [
    'too little',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab'),
    'the answer broke off: ',
  ],
  [
    'no gzip',
    (socket) => socket.write(http('abc', 'Content-Encoding: gzip\r\n')),
    'says Content-Encoding: gzip and cannot be unpacked',
  ],
]
test.each(broken)('a server that answers %s', async (_, answer, text) => {
  expect((await asked(answer)).answers).toEqual([failed(text)])
})

test('an answer is waited for to its last byte, and no longer than the time that is given', async () => {
  const silent = await asked(() => undefined, { timeout: 50 })
  expect(silent.answers).toEqual([failed('nothing came within 50 ms')])
  const dripping = await asked(
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n')
      const drip = setInterval(() => socket.write('a'), 10)
      socket.on('close', () => clearInterval(drip))
    },
    { timeout: 60 },
  )
  expect(dripping.answers).toEqual([failed('the body did not end within 60 ms')])
})

test('a stream that does not end is read for a second, a long body to its limit', async () => {
  const head =
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/event-stream\r\n\r\n'
  const stream = await asked((socket) => socket.write(`${head}9\r\ndata: 1\n\n\r\n`))
  expect(stream.answers).toMatchObject([{ status: 200, bytes: 'data: 1\n\n', isCut: true }])
  const long = await asked((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    socket.write(Buffer.alloc(21 * 1024 * 1024))
  })
  expect(long.answers).toMatchObject([{ status: 200, isCut: true }])
})

test('connections are kept; one that was closed meanwhile is opened again, once', async () => {
  const ports = new Set<number | undefined>()
  const kept = await asked(
    (socket) => {
      ports.add(socket.remotePort)
      socket.write(http('ok'))
    },
    { times: 3 },
  )
  expect(kept.answers).toMatchObject([{ status: 200 }, { status: 200 }, { status: 200 }])
  expect(ports.size).toBe(1)
  // The second request finds the connection closed; the third one is the same on a new connection.
  const closing = await asked(
    (socket, _, count) => (count === 2 ? socket.destroy() : socket.write(http('ok'))),
    { times: 2 },
  )
  expect(closing.answers).toMatchObject([{ status: 200 }, { status: 200 }])
  expect(closing.requests).toHaveLength(3)
  const dying = await asked(
    (socket, _, count) => (count > 1 ? socket.destroy() : socket.write(http('ok'))),
    { times: 2 },
  )
  expect(dying.answers).toEqual([
    expect.objectContaining({ status: 200 }),
    failed('without an answer'),
  ])
  expect(dying.requests).toHaveLength(3)
})

test('what follows a reply does not spoil the next one', async () => {
  const { answers } = await asked((socket) => socket.write(`${http('ok')}garbage`), { times: 2 })
  expect(answers).toMatchObject([{ status: 200 }, { status: 200 }])
})

test('IPv6', async () => {
  const { answers, requests } = await asked((socket) => socket.write(http('ok')), { host: '::1' })
  expect(answers).toMatchObject([{ status: 200 }])
  expect(requests[0]).toContain('Host: [::1]:')
})

test.each(['http://a/?b=1', 'http://a/#b', 'http://me:secret@a/', 'ftp://a/', 'a'])(
  '%s is no base',
  (base) =>
    expect(() => createHttpSender({ base, monotonic: () => 0, timeout: 1 })).toThrow(SetupError),
)
