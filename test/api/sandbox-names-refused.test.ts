import { request } from 'node:http'
import { isSandboxName } from '../../src/server/select-sandbox.js'
import { filesIn, openServer, temporaryFolder } from './support/open-server.js'

/** Sends a request line and headers as they are: clients would tidy the path. */
const send = (port: number, path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    sent.on('error', reject)
    sent.end()
  })

/** INP-17 of the reliability facts. */
const names = [
  '..',
  '.',
  '..%2fx',
  '%2e%2e',
  'a%00b',
  'CON',
  'Alice',
  'a'.repeat(64),
  'a'.repeat(300),
  '-a',
  '_a',
  'a.b',
  'a b',
  '',
  '__proto__',
  '\u202Ealice',
  'ale\u0301',
]
const shown = names.map((name) => [JSON.stringify(name).slice(0, 40), name] as const)

test.each(shown)('%s in the path is 422 and touches no file', async (_, name) => {
  const data = await temporaryFolder()
  const server = await openServer({ data })
  const { port } = await server.listen()
  const before = [...(await filesIn(data)).keys()]
  const encoded = name.replace(/[^\x21-\x7e]/g, (char) => encodeURIComponent(char))
  const answer = await send(port, `/@${encoded}/auth/user`)
  expect(answer.status).toBe(422)
  expect(JSON.parse(answer.text)).toMatchObject({ code: 'sandbox-name-invalid' })
  // Nor does it name what keeps no state.
  const logout = '/_mock/apis/authentication/openapi/auth/logout'
  expect((await send(port, `/@${encoded}${logout}`)).status).toBe(422)
  expect((await send(port, `/@${encoded}/`)).status).toBe(422)
  expect([...(await filesIn(data)).keys()]).toEqual(before)
})

test.each(['..', '../x', '/abs', 'CON', 'a'.repeat(64), 'a\u00e9', 'a, b', ''])(
  '%j in X-Sandbox is 422',
  async (name) => {
    const server = await openServer()
    const { port } = await server.listen()
    const answer = await send(port, '/auth/user', { 'X-Sandbox': name })
    expect(answer.status).toBe(422)
  },
)

test.each(['a.b.localhost', '-a.localhost', '_a.localhost', '..localhost'])(
  'the host %s is 422 or no host at all',
  async (host) => {
    const server = await openServer()
    const { port } = await server.listen()
    const answer = await send(port, '/auth/user', { Host: host })
    expect(answer.status).toBe(422)
  },
)

test('the letter case of a host makes no difference, that of header and path does', async () => {
  const server = await openServer()
  const { port } = await server.listen()
  expect((await send(port, '/auth/user', { Host: 'ALICE.localhost' })).status).toBe(401)
  expect((await send(port, '/auth/user', { 'X-Sandbox': 'ALICE' })).status).toBe(422)
})

test('the longest and the shortest name are names', () => {
  for (const name of ['a', '0', 'a'.repeat(63), 'a-b_c']) expect(isSandboxName(name)).toBe(true)
  expect(isSandboxName('a\n')).toBe(false)
})

test('two ways that disagree are 400, whichever they are', async () => {
  const server = await openServer()
  const { port } = await server.listen()
  const alice = { Host: 'alice.localhost' }
  const disagreeing: readonly (readonly [string, Record<string, string>])[] = [
    ['/auth/user', { ...alice, 'X-Sandbox': 'bob' }],
    ['/@bob/auth/user', alice],
    ['/@bob/auth/user', { 'X-Sandbox': 'alice' }],
    ['/@default/auth/user', alice],
  ]
  for (const [path, headers] of disagreeing) {
    const answer = await send(port, path, headers)
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'sandbox-conflict' })
  }
})

test.each(['alice', 'bob, alice', 'alice, alice'])(
  'two X-Sandbox headers are not one name: %s',
  async (second) => {
    const server = await openServer()
    const { port } = await server.listen()
    const { Socket } = await import('node:net')
    const text = await new Promise<string>((resolve, reject) => {
      let received = ''
      const socket = new Socket()
      socket.on('data', (chunk) => (received += chunk.toString()))
      socket.on('close', () => resolve(received))
      socket.on('error', reject)
      socket.connect(port, '127.0.0.1', () =>
        socket.write(
          `GET /auth/user HTTP/1.1\r\nHost: localhost\r\nX-Sandbox: alice\r\nX-Sandbox: ${second}\r\nConnection: close\r\n\r\n`,
        ),
      )
    })
    expect(text).toMatch(/^HTTP\/1.1 422 /)
  },
)
