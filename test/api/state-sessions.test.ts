import { createServer, type AnyRequest, type Server } from '../../src/index.js'
import { loginContract } from './support/login-contract.js'
import { openServer } from './support/open-server.js'
import { stateCall, type StateCall } from './support/state-call.js'

const whoAmI = ({ principal }: AnyRequest) => ({
  status: 200,
  body: {
    id: Number(principal?.id) || 0,
    email: principal?.email ?? '',
    name: principal?.name ?? '',
  },
})

const open = async (auth: 'presence' | 'verify' = 'verify') => {
  const server = await openServer({
    ...{ contract: loginContract, auth, state: 'on', handlers: { whoAmI } },
  })
  return { server, call: await stateCall(server, loginContract) }
}

const bearer = (token: unknown) => ({ authorization: `Bearer ${String(token)}` })
const seeded = { email: 'user@example.com', password: 'password123' }

describe('one who logs in', () => {
  let server: Server
  let call: StateCall
  beforeAll(async () => {
    const options = {
      contract: loginContract,
      auth: 'verify',
      state: 'on',
      handlers: { whoAmI },
    } as const
    server = await createServer(options)
    call = await stateCall(server, loginContract)
  })
  afterAll(() => server.close())

  test('gets tokens that count, in the words of the contract', async () => {
    const answer = await call('POST /login', seeded)
    expect([answer.status, answer.by, answer.headers.get('cache-control')]).toEqual([
      ...[200, 'state', 'no-store'],
    ])
    expect(answer.body).toMatchObject({ token_type: 'bearer', expires_in: 600 })
    expect(Date.parse(answer.body.expiresAt) - Date.now()).toBeGreaterThan(590_000)
    expect(Date.parse(answer.body.expiresAt) - Date.now()).toBeLessThan(601_000)
    expect(answer.body.user.email).toBe('user@example.com')
    const me = await call('GET /me', undefined, bearer(answer.body.token))
    expect([me.status, me.body.email]).toEqual([200, 'user@example.com'])
    expect((await call('GET /me', undefined, bearer('t'))).status).toBe(401)
  })

  test('gets the cookie of the contract as well', async () => {
    const [cookie = ''] =
      (await call('POST /login', seeded)).headers.get('set-cookie')?.split(';') ?? []
    expect(cookie).toMatch(/^sid=osk_/)
    expect((await call('GET /me', undefined, { cookie })).body.email).toBe('user@example.com')
  })

  test('with a wrong password is refused in the shape of the contract', async () => {
    const answer = await call('POST /login', { ...seeded, password: 'x' })
    expect([answer.status, Object.keys(answer.body)]).toEqual([401, ['message']])
    expect((await call('POST /login', { email: 'nobody@example.com', password: 'x' })).status).toBe(
      401,
    )
  })

  test('is the one whom a client has made, with their password', async () => {
    const made = { email: 'Ann@example.com', name: 'Ann', password: 'of Ann' }
    const { id } = (await call('POST /users', made)).body
    const login = (password: string) => call('POST /login', { email: 'ann@example.com', password })
    const { body } = await login('of Ann')
    expect(body.user).toEqual({ id, email: 'Ann@example.com', name: 'Ann' })
    expect((await call('GET /me', undefined, bearer(body.token))).body).toEqual(body.user)
    expect((await login('of Bob')).status).toBe(401)
  })

  test('refreshes once with each refresh token', async () => {
    const { body } = await call('POST /login', seeded)
    const refresh = (refreshToken: string) => call('POST /auth/refresh', { refreshToken })
    const next = await refresh(body.refresh_token)
    expect(next.status).toBe(200)
    expect((await call('GET /me', undefined, bearer(next.body.accessToken))).status).toBe(200)
    expect((await refresh(body.refresh_token)).status).toBe(401)
    expect((await refresh(next.body.refreshToken)).status).toBe(200)
    expect((await refresh('bogus')).status).toBe(401)
  })

  test('logs out: all that the login gave is over', async () => {
    const { body, headers } = await call('POST /login', seeded)
    const other = (await call('POST /login', seeded)).body
    const cookie = headers.get('set-cookie')?.split(';')[0] ?? ''
    const out = await call('POST /logout', undefined, bearer(body.token))
    expect([out.status, out.headers.get('set-cookie')]).toEqual([
      204,
      expect.stringMatching(/^sid=;.*Max-Age=0/),
    ])
    expect((await call('GET /me', undefined, bearer(body.token))).status).toBe(401)
    expect((await call('GET /me', undefined, { cookie })).status).toBe(401)
    expect((await call('POST /auth/refresh', { refreshToken: body.refresh_token })).status).toBe(
      401,
    )
    expect((await call('GET /me', undefined, bearer(other.token))).status).toBe(200)
  })

  test('gets a key where the contract says key, which expires when the answer says', async () => {
    const { body } = await call('POST /keys/session', seeded)
    expect(body.apiKey).toMatch(/^osk_/)
    expect((await call('GET /me', undefined, { 'x-key': body.apiKey })).status).toBe(200)
  })

  test.each([
    ['/short/token', /^[\w-]{1,32}$/],
    ['/pattern/token', /^tk-[0-9a-f]{24}-x$/],
  ])('gets a token of the form that %s allows', async (path, form) => {
    const [one, two] = [await call(`POST ${path}`, seeded), await call(`POST ${path}`, seeded)]
    expect(one.body.token).toMatch(form)
    expect(one.body.token).not.toBe(two.body.token)
    expect((await call('GET /me', undefined, bearer(one.body.token))).status).toBe(200)
    expect((await call('GET /me', undefined, bearer('x'.repeat(32)))).status).toBe(401)
    await call('POST /logout', undefined, bearer(one.body.token))
    expect((await call('GET /me', undefined, bearer(one.body.token))).status).toBe(401)
  })

  test('gets what the contract says where it allows nothing else', async () => {
    expect((await call('POST /fixed/token', seeded)).body).toEqual({ token: 'the-one' })
  })

  test('who signs up is logged in', async () => {
    const { body } = await call('POST /signup', { email: 'new@example.com', password: 'p' })
    expect(body.data.email).toBe('new@example.com')
    expect((await call('GET /me', undefined, bearer(body.data.jwt))).body.email).toBe(
      'new@example.com',
    )
  })

  test('a token that a request hands in is none of a session', async () => {
    const sent = { token: 'of a device', kind: 'phone' }
    expect((await call('POST /devices', sent)).body.token).not.toMatch(/^eyJ/)
  })

  test('a token endpoint that the contract documents grants tokens as RFC 6749 says', async () => {
    const grant = (form: Record<string, string>) =>
      server.sandbox().fetch('/oauth/token', { method: 'POST', body: new URLSearchParams(form) })
    const client = { client_id: 'app', client_secret: 's' }
    const good = await grant({ grant_type: 'client_credentials', scope: 'x', ...client })
    const body = (await good.json()) as Record<string, string>
    expect(body).toMatchObject({ token_type: 'Bearer', scope: 'x' })
    expect((await call('GET /me', undefined, bearer(body['access_token']))).status).toBe(200)
    const bad = await grant({ grant_type: 'refresh_token', refresh_token: 'bogus', ...client })
    expect([bad.status, await bad.json()]).toEqual([
      ...[400, { error: 'invalid_grant', error_description: 'There is no such refresh token' }],
    ])
  })
})

test('anybody may log in where credentials only have to be there', async () => {
  const { call } = await open('presence')
  const { body } = await call('POST /login', { email: 'bob@example.com', password: 'anything' })
  expect((await call('GET /me', undefined, bearer(body.token))).body.email).toBe('bob@example.com')
  const other = await call('POST /auth/refresh', { refreshToken: 'of somebody else' })
  expect(other.status).toBe(200)
  const first = (await call('GET /users')).body[0]
  const known = (await call('POST /login', { email: first.email, password: 'anything' })).body
  expect(known.user).toEqual(first)
})

test('a documented answer that is asked for is answered as it is', async () => {
  const { call } = await open()
  const asked = await call('POST /login', seeded, { prefer: 'code=200' })
  expect([asked.by, asked.body.token]).toEqual(['mock', 't'])
})

test('no token is kept', async () => {
  const { server, call } = await open()
  const { token } = (await call('POST /short/token', seeded)).body
  const kept: unknown[] = []
  server.sandbox().use('whoAmI', async (request: AnyRequest) => {
    kept.push(...(await request.sandbox.state.list({ name: 'opaqueTokens', key: () => '' })))
    return whoAmI(request)
  })
  await call('GET /me', undefined, bearer(token))
  expect(kept).toHaveLength(1)
  expect(JSON.stringify(kept)).not.toContain(token)
})
