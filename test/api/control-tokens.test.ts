import { ways } from './support/call.js'
import { openServer } from './support/open-server.js'

describe.each(ways)('a token for scripts, %s', (_way, reach) => {
  test('opens a session without the password', async () => {
    const call = await reach(await openServer())
    const body = { email: 'Admin@example.com' }
    const answer = await call('POST /_sandbox/v1/tokens', { body })
    expect(answer.status).toBe(201)
    expect(Object.keys(answer.body as object)).toEqual(['token'])
    const { token } = answer.body as { token: string }
    expect((await call('GET /auth/user', { token })).body).toMatchObject({ role: 'ADMIN' })
    expect(answer.headers.get('set-cookie')).toBeNull()
  })

  test.each(['nobody@example.com', 'disabled@example.com'])('not for %s', async (email) => {
    const call = await reach(await openServer())
    const answer = await call('POST /_sandbox/v1/tokens', { body: { email } })
    expect(answer.status).toBe(404)
    expect(answer.body).toMatchObject({ code: 'not-found' })
  })

  test('what breaks its contract is a 422 problem', async () => {
    const call = await reach(await openServer({ validate: 'off' }))
    const answer = await call('POST /_sandbox/v1/tokens', { body: {} })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ code: 'request-invalid' })
  })
})

test('the library makes one as well, in the sandbox named', async () => {
  const server = await openServer()
  const token = await server.token('user@example.com', 'alice')
  const headers = { authorization: `Bearer ${token}` }
  expect((await server.sandbox('alice').fetch('/auth/user', { headers })).status).toBe(200)
  expect((await server.sandbox().fetch('/auth/user', { headers })).status).toBe(401)
  await expect(server.token('disabled@example.com')).rejects.toMatchObject({
    name: 'SetupError',
    message: expect.stringContaining('disabled@example.com'),
  })
})
