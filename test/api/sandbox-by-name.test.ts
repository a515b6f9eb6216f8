import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { inProcess, logIn, type Call } from './support/call.js'
import { openServer } from './support/open-server.js'

const run = promisify(execFile)

/** Ways to name the sandbox alice: what stands before the path, and which headers are sent. */
const selectors = [
  ['host', '', { host: 'alice.localhost:4010' }],
  ['header', '', { 'x-sandbox': 'alice' }],
  ['path', '/@alice', {}],
  ['path, encoded', '/%40alice', {}],
  ['all three', '/@alice', { host: 'alice.localhost', 'x-sandbox': 'alice' }],
] as const

const login = { email: 'user@example.com', password: 'password123' }

test.each(selectors)('named by %s, it is a world of its own', async (_by, base, headers) => {
  const server = await openServer()
  const call = inProcess(server)
  const answer = await server.fetch(
    new Request(`http://localhost${base}/auth/login`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(login),
    }),
  )
  expect(answer.status).toBe(200)
  const { token } = (await answer.json()) as { token: string }
  const alice = { 'x-sandbox': 'alice' }
  expect((await call('GET /auth/user', { token, headers: alice })).status).toBe(200)
  expect((await call('GET /auth/user', { token })).status).toBe(401)
  const path = base === '' ? '/' : '/@alice/'
  expect(answer.headers.get('set-cookie')).toContain(`; Path=${path};`)
})

test('curl reaches NAME.localhost and /@NAME/ at the real port', async () => {
  const server = await openServer()
  const { port } = await server.listen()
  const curl = async (...given: readonly string[]) => {
    const { stdout } = await run('curl', ['-sS', '--noproxy', '*', ...given])
    return stdout
  }
  const post = ['-H', 'Content-Type: application/json', '-d', JSON.stringify(login)]
  const host = `alice.localhost:${port}`
  const resolve = ['--resolve', `${host}:127.0.0.1`]
  const answer = await curl(...resolve, ...post, `http://${host}/auth/login`)
  const { token } = JSON.parse(answer) as { token: string }
  const asked = ['-o', '/dev/null', '-w', '%{http_code}', '-H', `Authorization: Bearer ${token}`]
  expect(await curl(...asked, ...resolve, `http://${host}/auth/user`)).toBe('200')
  expect(await curl(...asked, `http://localhost:${port}/@alice/auth/user`)).toBe('200')
  expect(await curl(...asked, `http://localhost:${port}/auth/user`)).toBe('401')
  expect(await curl(...asked, `http://[::1]:${port}/@alice/auth/user`)).toBe('200')
})

describe('each is created from the seed, and changes alone', () => {
  const as =
    (call: Call, name: string): Call =>
    (request, ask) =>
      call(request, { ...ask, headers: { 'x-sandbox': name, ...ask?.headers } })

  test('users, ids, mails and replaced handlers of one are not those of another', async () => {
    const server = await openServer()
    const [alice, bob] = ['alice', 'bob'].map((name) => as(inProcess(server), name)) as [Call, Call]
    const mine = await logIn(alice)
    const theirs = await logIn(bob)
    const user = { email: 'j@x.y', firstName: 'J', lastName: 'D', role: 'R', password: 'pw' }
    for (const [call, token] of [
      [alice, mine],
      [bob, theirs],
    ] as const)
      expect((await call('POST /user', { token, body: user })).body).toMatchObject({ id: 123 })
    await alice('DELETE /user/123', { token: mine })
    expect((await bob('GET /user?userRole=R', { token: theirs })).body).toHaveLength(1)
    expect(await server.sandbox('carol').outbox()).toHaveLength(1)

    await server.sandbox('alice').reset()
    expect((await alice('GET /auth/user', { token: mine })).status).toBe(401)
    expect((await bob('GET /user?userRole=R', { token: theirs })).body).toHaveLength(1)
    const again = await logIn(alice)
    expect((await alice('POST /user', { token: again, body: user })).body).toMatchObject({
      id: 123,
    })
  })

  test('a token, a cookie and a mail of one open nothing in another', async () => {
    const server = await openServer()
    const call = inProcess(server)
    const alice = as(call, 'alice')
    const answer = await alice('POST /auth/login', { body: login })
    const { token } = answer.body as { token: string }
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] as string
    const [mail] = await server.sandbox('alice').outbox()
    for (const other of [call, as(call, 'bob')]) {
      expect((await other('GET /auth/user', { token })).status).toBe(401)
      expect((await other('GET /auth/user', { headers: { cookie } })).status).toBe(401)
      const body = { token: mail?.token, password: 'x' }
      expect((await other('POST /auth/set-password', { body })).status).toBe(401)
    }
  })

  test('the mock and the control API stand below a named sandbox too', async () => {
    const server = await openServer()
    const call = inProcess(server)
    const at = '/@alice/_mock/apis/authentication/openapi'
    const mock = await server.fetch(
      new Request(`http://localhost${at}/auth/user`, { headers: { authorization: 'Bearer x' } }),
    )
    expect(mock.status).toBe(200)
    expect((await call('POST /@alice/_sandbox/v1/reset')).status).toBe(204)
  })
})
