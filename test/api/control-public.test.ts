import { inProcess, visitorName } from './support/call.js'
import { openServer } from './support/open-server.js'

const controlToken = 'a-token-0123456789'
const requests = ['POST /_sandbox/v1/reset', 'GET /_sandbox/v1/outbox', 'POST /_sandbox/v1/tokens']
const bodyOf = (request: string) =>
  request.endsWith('tokens') ? { email: 'user@example.com' } : undefined

test.each(requests)(
  'in the public profile %s is open to the holder of the token only',
  async (request) => {
    const call = inProcess(await openServer({ profile: 'public', controlToken }))
    const ask = { headers: { 'x-sandbox': 'alice' }, body: bodyOf(request) }
    const closed = await call(request, ask)
    expect(closed.status).toBe(401)
    expect(closed.body).toMatchObject({ code: 'control-token-missing' })
    expect(closed.headers.get('www-authenticate')).toBe('Bearer realm="control"')
    const wrong = await call(request, { ...ask, token: 'a-token-0123456780' })
    expect(wrong.status).toBe(401)
    expect(wrong.headers.get('www-authenticate')).toMatch(/error="invalid_token"/)
    expect(wrong.text).not.toContain('a-token')
    expect((await call(request, { ...ask, token: controlToken })).status).toBeLessThan(300)
  },
)

test('in the public profile health and samples answer without it', async () => {
  const call = inProcess(await openServer({ profile: 'public' }))
  expect((await call('GET /_sandbox/v1/health')).status).toBe(200)
  const samples = await call('GET /_sandbox/v1/samples/AuthController_login?lang=curl')
  expect(samples.status).toBe(200)
})

test('in the public profile a sandbox without a wish is given to anybody, others are not', async () => {
  const server = await openServer({ profile: 'public', controlToken })
  const call = inProcess(server)
  const name = await visitorName(call)
  expect((await call('POST /_sandbox/v1/sandboxes', { body: {} })).status).toBe(401)
  const length = { 'content-length': '2' }
  expect((await call('POST /_sandbox/v1/sandboxes', { body: {}, headers: length })).status).toBe(
    201,
  )
  const wish = { name: 'alice' }
  expect((await call('POST /_sandbox/v1/sandboxes', { body: wish })).status).toBe(401)
  expect((await call('GET /_sandbox/v1/sandboxes')).status).toBe(401)
  expect((await call(`GET /@${name}/_sandbox/v1/sandboxes`)).status).toBe(401)
  // A name in the path counts, not the sandbox that the request selects.
  const others = [`GET /_sandbox/v1/sandboxes/alice`, `GET /@${name}/_sandbox/v1/sandboxes/alice`]
  for (const other of others) expect([other, (await call(other)).status]).toEqual([other, 401])
  expect((await call(`GET /_sandbox/v1/sandboxes/${name}`)).status).not.toBe(401)
  expect((await call(`GET /_sandbox/v1/sandboxes/${name}x`)).status).toBe(404)
})

test('the program that runs the server needs no token', async () => {
  const server = await openServer({ profile: 'public' })
  const answer = await server.sandbox('alice').fetch('/_sandbox/v1/outbox')
  expect(answer.status).toBe(200)
})
