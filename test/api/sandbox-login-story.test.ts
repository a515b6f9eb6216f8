import { logIn, ways } from './support/call.js'
import { openServer } from './support/open-server.js'

describe.each(ways)('login → user → tos-accept → logout → 401, %s', (_way, reach) => {
  test('the documented credentials log in and the real token answers the documented user', async () => {
    const call = await reach(await openServer())

    const login = await call('POST /auth/login', {
      body: { email: 'user@example.com', password: 'password123' },
    })
    expect(login.status).toBe(200)
    expect(login.body).toEqual({
      message: 'Login successful',
      token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/),
    })
    const { token } = login.body as { token: string }

    const user = await call('GET /auth/user', { token })
    expect(user.status).toBe(200)
    expect(user.headers.get('content-type')).toBe('application/json')
    expect(user.body).toEqual({
      email: 'user@example.com',
      fhirStoreId: 'heydonto-sandbox',
      id: '1234',
      organizationIds: ['1', '2'],
      brandIds: ['1', '3'],
      siteIds: ['4', '5'],
      role: 'SITE_USER',
      firstName: 'John',
      lastName: 'Doe',
      tosAcceptedAt: '2024-01-02T00:00:00.000Z',
    })

    const before = Date.now()
    const accepted = await call('POST /auth/tos-accept', { token })
    expect(accepted.status).toBe(200)
    const { tosAcceptedAt } = (await call('GET /auth/user', { token })).body as {
      tosAcceptedAt: string
    }
    expect(Date.parse(tosAcceptedAt)).toBeGreaterThanOrEqual(before)
    expect(Date.parse(tosAcceptedAt)).toBeLessThanOrEqual(Date.now())

    const logout = await call('POST /auth/logout', { token })
    expect(logout.status).toBe(200)
    expect(logout.body).toEqual({ message: 'Successfully logged out.' })

    const after = await call('GET /auth/user', { token })
    expect(after.status).toBe(401)
    expect(after.body).toEqual({
      statusCode: 401,
      message: expect.any(String),
      error: 'Unauthorized',
    })
    expect(after.headers.get('www-authenticate')).toMatch(/^Bearer /)
  })

  test('whoever has not accepted the terms has no time of acceptance until they do', async () => {
    const call = await reach(await openServer())
    const token = await logIn(call, 'new@example.com')
    const user = async () => (await call('GET /auth/user', { token })).body
    expect(await user()).toMatchObject({ tosAcceptedAt: null })
    await call('POST /auth/tos-accept', { token })
    expect(await user()).toMatchObject({ tosAcceptedAt: expect.stringMatching(/Z$/) })
  })

  test('logging out ends one session and no other; without a session it succeeds as well', async () => {
    const call = await reach(await openServer())
    const one = await logIn(call)
    const other = await logIn(call)
    await call('POST /auth/logout', { token: one })
    expect((await call('GET /auth/user', { token: one })).status).toBe(401)
    expect((await call('GET /auth/user', { token: other })).status).toBe(200)
    expect((await call('POST /auth/logout')).status).toBe(200)
    expect((await call('POST /auth/logout', { token: one })).status).toBe(200)
  })

  test('the placeholder of the documentation is answered by what to put in its place', async () => {
    const call = await reach(await openServer())
    const answer = await call('GET /auth/user', { token: '<YOUR_JWT_HERE>' })
    expect(answer.status).toBe(401)
    expect(answer.text).toMatch(/Replace the placeholder <YOUR_JWT_HERE>/)
    const token = await logIn(call)
    for (const segment of ['{userId}', 'userId']) {
      const removed = await call(`DELETE /user/${encodeURIComponent(segment)}`, { token })
      expect(removed.status).toBe(400)
      expect(removed.text).toMatch(/Replace the placeholder {userId}/)
    }
  })
})
