import { inProcess, ways } from './support/call.js'
import { openServer } from './support/open-server.js'

const credentials = { email: 'user@example.com', password: 'password123' }

describe.each(ways)('the cookie of a login, %s', (_way, reach) => {
  test('carries the session until logout clears it', async () => {
    const call = await reach(await openServer())
    const login = await call('POST /auth/login', { body: credentials })
    const [set = '', ...more] = login.headers.getSetCookie()
    expect(more).toEqual([])
    expect(set).toMatch(/^access_token=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    const cookie = set.split(';')[0] as string
    // The cookie is no bearer token, nor the other way round.
    const { token } = login.body as { token: string }
    expect(cookie).not.toContain(token)

    const headers = { cookie: `theme=dark; ${cookie}` }
    expect((await call('GET /auth/user', { headers })).body).toMatchObject({ id: '1234' })
    expect((await call('POST /auth/tos-accept', { headers })).status).toBe(200)

    const logout = await call('POST /auth/logout', { headers })
    expect(logout.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^access_token=; Path=\/; HttpOnly; SameSite=Lax; Max-Age=0/),
    ])
    expect((await call('GET /auth/user', { headers })).status).toBe(401)
    // One login is one session, however it is presented.
    expect((await call('GET /auth/user', { token })).status).toBe(401)
  })

  test('a bearer decides when both are sent', async () => {
    const call = await reach(await openServer())
    const login = await call('POST /auth/login', { body: credentials })
    const headers = { cookie: login.headers.getSetCookie()[0]?.split(';')[0] as string }
    expect((await call('GET /auth/user', { headers, token: 'stale' })).status).toBe(401)
  })
})

test('a cookie whose value somebody made up is worth nothing', async () => {
  const call = inProcess(await openServer())
  const headers = { cookie: `access_token=${'A'.repeat(43)}` }
  expect((await call('GET /auth/user', { headers })).status).toBe(401)
})

test('on https the name says that nobody on http can have set it', async () => {
  const server = await openServer()
  const at = (path: string) =>
    server.fetch(
      new Request(`https://localhost${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(credentials),
      }),
    )
  const [root] = (await at('/auth/login')).headers.getSetCookie()
  expect(root).toMatch(/^__Host-access_token=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
  const [below] = (await at('/@alice/auth/login')).headers.getSetCookie()
  expect(below).toMatch(/^__Secure-access_token=[\w-]+; Path=\/@alice\/; .*; Secure$/)
})
