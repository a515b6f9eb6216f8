import type { Server } from '../../src/index.js'
import { inProcess, logIn, type Call } from './support/call.js'
import { newestMail, openServer } from './support/open-server.js'

const email = 'user@example.com'
const password = 'another-one'

let server: Server
let call: Call

beforeEach(async () => {
  server = await openServer()
  call = inProcess(server)
})

const forgot = async (): Promise<string> => {
  await call('POST /auth/forgot-password', { body: { email } })
  return (await newestMail(server, email)).token
}
const setPassword = (body: unknown) => call('POST /auth/set-password', { body })
const login = (secret: string) =>
  call('POST /auth/login', { body: { email, password: secret } }).then(({ status }) => status)

test('a one-time token works once', async () => {
  const token = await forgot()
  expect((await setPassword({ token, password })).status).toBe(200)
  const again = await setPassword({ token, password: 'third' })
  expect(again.status).toBe(401)
  expect(await login('third')).toBe(401)
  expect(await login(password)).toBe(200)
})

test('the newest token wins', async () => {
  const older = await forgot()
  const newer = await forgot()
  expect(newer).not.toBe(older)
  expect((await setPassword({ token: older, password })).status).toBe(401)
  expect((await setPassword({ token: newer, password })).status).toBe(200)
})

test.each([
  ['nothing', {}],
  ['no token', { password }],
  ['an unknown token', { token: 'never-seen', password }],
  ['an empty token', { token: '', password }],
])('%s is 401: it satisfies the contract, and there is no live token', async (_what, body) => {
  const answer = await setPassword(body)
  expect(answer.status).toBe(401)
  expect(answer.body).toMatchObject({ statusCode: 401, error: 'Unauthorized' })
  expect(await login('password123')).toBe(200)
})

test('a live token without a password is 400, and stays live', async () => {
  const token = await forgot()
  const answer = await setPassword({ token })
  expect(answer.status).toBe(400)
  expect(answer.body).toMatchObject({
    violations: [expect.objectContaining({ location: 'body', pointer: '/password' })],
  })
  expect((await setPassword({ token, password })).status).toBe(200)
})

test('the session token of a login sets no password', async () => {
  const token = await logIn(call)
  expect((await setPassword({ token, password })).status).toBe(401)
})

const john = { id: 1234, email, firstName: 'John', lastName: 'Doe', role: 'SITE_USER' }

test.each([
  ['deleted', 'DELETE /user/1234', undefined],
  ['disabled', 'PUT /user/1234', { ...john, isEnabled: false }],
  ['given another address', 'PUT /user/1234', { ...john, email: 'other@example.com' }],
])('the token of a user who was %s meanwhile is worth nothing', async (_, request, body) => {
  const token = await forgot()
  const admin = await logIn(call, 'admin@example.com')
  expect((await call(request, { token: admin, body })).status).toBe(200)
  expect((await setPassword({ token, password })).status).toBe(401)
})

test('what is sent must be what the contract says, or it is 400 with every violation', async () => {
  const answer = await setPassword({ token: 1, password: ['x'] })
  expect(answer.status).toBe(400)
  const { violations } = answer.body as { violations: { pointer: string }[] }
  expect(violations.map(({ pointer }) => pointer).sort()).toEqual(['/password', '/token'])
})
