import { inProcess, logIn, type Ask } from './support/call.js'
import { openServer } from './support/open-server.js'

const user = { email: 'j@x.y', firstName: 'J', lastName: 'D', role: 'R', password: 'pw' }

const steering: readonly (readonly [string, string, Ask['headers'], number])[] = [
  ['Prefer: code', '', { prefer: 'code=409' }, 409],
  ["Redocly's header", '', { 'x-redocly-response-status': '409' }, 409],
  ['__code in the query', '?__code=409', {}, 409],
  ['an undocumented 503', '', { prefer: 'code=503' }, 503],
  ['Prefer: dynamic', '', { prefer: 'dynamic=true' }, 201],
  ['Prefer: seed', '', { prefer: 'seed=7' }, 201],
]

test.each(steering)(
  '%s forces an answer and changes nothing',
  async (_, query, headers, status) => {
    const server = await openServer()
    const call = inProcess(server)
    const token = await logIn(call)
    const forced = await server.fetch(
      new Request(`http://localhost/user${query}`, {
        method: 'POST',
        headers: {
          ...headers,
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify(user),
      }),
    )
    expect(forced.status).toBe(status)
    expect(forced.headers.get('x-answered-by')).toBe('mock')
    expect(forced.headers.get('preference-applied')).toBe(headers?.['prefer'] ?? null)
    expect((await call('GET /user?userRole=R', { token })).body).toEqual([])
    expect(await server.sandbox().outbox()).toHaveLength(1)
    expect((await call('POST /user', { token, body: user })).body).toMatchObject({ id: 123 })
  },
)

test('a forced login opens no session', async () => {
  const call = inProcess(await openServer())
  const body = { email: 'user@example.com', password: 'password123' }
  const forced = await call('POST /auth/login', { body, headers: { prefer: 'code=200' } })
  expect(forced.body).toEqual({ message: 'Login successful', token: 'jwt_token_here' })
  expect((await call('GET /auth/user', { token: 'jwt_token_here' })).status).toBe(401)
})

test('a forced answer needs credentials and a request that satisfies the contract', async () => {
  const call = inProcess(await openServer())
  const headers = { prefer: 'code=503' }
  expect((await call('GET /auth/user', { headers })).status).toBe(401)
  expect((await call('GET /auth/user', { headers, token: 'x' })).status).toBe(401)
  const token = await logIn(call)
  expect((await call('POST /user', { headers, token, body: {} })).status).toBe(400)
})

test('what is not documented is a 404 problem that lists what is', async () => {
  const call = inProcess(await openServer())
  const token = await logIn(call)
  for (const prefer of ['code=302', 'example=nonesuch']) {
    const answer = await call('GET /auth/user', { token, headers: { prefer } })
    expect(answer.status).toBe(404)
    expect(answer.body).toMatchObject({ code: 'reply-undocumented' })
  }
})

test.each(['code=abc', 'code=99', 'dynamic=maybe', 'wait=61', 'wait=-1'])(
  'Prefer: %s is malformed: a 422 problem, not a failure',
  async (prefer) => {
    const call = inProcess(await openServer())
    const token = await logIn(call)
    const answer = await call('GET /auth/user', { token, headers: { prefer } })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ code: 'preference-malformed' })
  },
)

test('wait delays a real answer; unknown preferences are ignored', async () => {
  const call = inProcess(await openServer())
  const token = await logIn(call)
  const started = performance.now()
  const headers = { prefer: 'wait=0.3, respond-async, return=minimal' }
  const answer = await call('GET /auth/user', { token, headers })
  expect(performance.now() - started).toBeGreaterThanOrEqual(290)
  expect(answer.body).toMatchObject({ id: '1234' })
  expect(answer.headers.get('preference-applied')).toBe('wait=0.3')
  expect(answer.headers.get('x-answered-by')).toBe('handler')
})
