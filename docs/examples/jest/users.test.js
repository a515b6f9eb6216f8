import { openSandbox } from 'openapi-sandbox/testing'

let sandbox
beforeAll(async () => {
  sandbox = await openSandbox()
})
afterEach(() => sandbox.reset())
afterAll(() => sandbox.close())

const json = (body) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

test('a new user chooses a password by mail', async () => {
  const admin = await sandbox.loginAs('ADMIN')
  const ann = { email: 'ann@example.com', firstName: 'Ann', lastName: 'Lee', role: 'NURSE' }
  await admin.fetch('/user', json({ ...ann, password: 'for-now' }))

  const { token } = await sandbox.outbox.waitFor('ann@example.com')
  await sandbox.fetch('/auth/set-password', json({ token, password: 'of-my-own' }))

  const login = json({ email: 'ann@example.com', password: 'of-my-own' })
  expect((await sandbox.fetch('/auth/login', login)).status).toBe(200)
})

test('a session ends after a day', async () => {
  const user = await sandbox.loginAs('user@example.com')
  await sandbox.clock.advance({ hours: 23 })
  expect((await user.fetch('/auth/user')).status).toBe(200)
  await sandbox.clock.advance({ hours: 2 })
  expect((await user.fetch('/auth/user')).status).toBe(401)
  await sandbox.clock.useReal()
})

test('a client that tries again gets through', async () => {
  await sandbox.scripts.set('AuthController_logout', [503, { connection: 'reset' }])
  const tryAgain = async () => {
    for (;;) {
      const answer = await sandbox.fetch('/auth/logout', { method: 'POST' }).catch(() => undefined)
      if (answer?.ok) return
    }
  }
  await tryAgain()
  expect(await sandbox.journal.calls('AuthController_logout')).toHaveLength(3)
})
