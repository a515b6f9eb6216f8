import { inProcess, logIn, visitorName } from './support/call.js'
import { openServer } from './support/open-server.js'

test('--require-sandbox refuses what names none, and says why', async () => {
  const server = await openServer({ requireSandbox: true })
  const call = inProcess(server)
  for (const request of ['GET /auth/user', 'POST /_sandbox/v1/reset', 'GET /_sandbox/v1/outbox']) {
    const answer = await call(request)
    expect(answer.status).toBe(400)
    expect(answer.text).toMatch(/names no sandbox/)
    expect(answer.text).toMatch(/X-Sandbox/)
  }
  const mock = await server.fetch(
    new Request('http://localhost/_mock/apis/authentication/openapi/auth/user'),
  )
  expect(mock.status).toBe(400)
})

test('what names one is served, and so is the question whether the server lives', async () => {
  const call = inProcess(await openServer({ requireSandbox: true }))
  for (const request of ['GET /_sandbox/v1/health', 'HEAD /_sandbox/v1/health/'])
    expect((await call(request)).status).toBe(200)
  await logIn(call, 'user@example.com', { 'x-sandbox': 'alice' })
  await logIn(call, 'user@example.com', { 'x-sandbox': 'default' })
  await logIn(call, 'user@example.com', { host: 'alice.localhost' })
})

test('the public profile requires it by itself', async () => {
  const call = inProcess(await openServer({ profile: 'public' }))
  expect((await call('GET /auth/user')).status).toBe(400)
  const name = await visitorName(call)
  expect((await call('GET /auth/user', { headers: { 'x-sandbox': name } })).status).toBe(401)
})
