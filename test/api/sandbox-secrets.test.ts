import { inProcess, logIn } from './support/call.js'
import { filesIn, openServer, temporaryFolder } from './support/open-server.js'

test('nothing that opens an account is stored: no password, token, cookie or link', async () => {
  const data = await temporaryFolder()
  const server = await openServer({ data })
  const call = inProcess(server)
  const passwords = ['canary-created-7f3', 'canary-reset-91b']
  const token = await logIn(call)
  const user = { email: 'j@example.com', firstName: 'J', lastName: 'D', role: 'R' }
  await call('POST /user', { token, body: { ...user, password: passwords[0] } })
  const login = await call('POST /auth/login', {
    body: { email: user.email, password: passwords[0] },
  })
  const cookie = /access_token=([^;]+)/.exec(login.headers.get('set-cookie') ?? '')?.[1] as string
  await call('POST /auth/forgot-password', { body: { email: 'new@example.com' } })
  await call('POST /auth/regenerate-invitation?email=invited@example.com')
  const mails = await server.sandbox().outbox()
  expect(mails.length).toBeGreaterThanOrEqual(4)
  const reset = mails.find(({ kind }) => kind === 'password-reset')
  await call('POST /auth/set-password', { body: { token: reset?.token, password: passwords[1] } })

  const secrets = [
    ...passwords,
    'password123',
    token,
    (login.body as { token: string }).token,
    cookie,
    await server.token('admin@example.com'),
    ...mails.map((mail) => mail.token),
  ]
  const files = await filesIn(data)
  expect(files.size).toBeGreaterThanOrEqual(2)
  for (const [file, text] of files)
    for (const secret of secrets) {
      const where = text.includes(secret) ? file : undefined
      expect([secret, where]).toEqual([secret, undefined])
      // Nor the parts of a token that its signature needs.
      const signature = secret.split('.')[2]
      if (signature !== undefined) expect(text).not.toContain(signature)
    }
  // What is stored is found by the same search.
  expect(files.get('sandboxes/default/db.json')).toContain('j@example.com')
})

test('what is stored of a session or a token does not open anything', async () => {
  const data = await temporaryFolder()
  const server = await openServer({ data })
  const call = inProcess(server)
  await logIn(call)
  await call('POST /auth/forgot-password', { body: { email: 'new@example.com' } })
  const text = (await filesIn(data)).get('sandboxes/default/db.json') as string
  const stored = [...new Set(text.match(/[\w-]{20,}/g))]
  expect(stored.length).toBeGreaterThan(3)
  for (const value of stored) {
    const headers = { cookie: `access_token=${value}` }
    expect((await call('GET /auth/user', { headers })).status).toBe(401)
    expect((await call('GET /auth/user', { token: value })).status).toBe(401)
    const body = { token: value, password: 'x' }
    expect((await call('POST /auth/set-password', { body })).status).toBe(401)
  }
})
