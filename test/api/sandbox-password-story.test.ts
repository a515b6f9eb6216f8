import { logIn, ways } from './support/call.js'
import { newestMail, openServer } from './support/open-server.js'

const email = 'user@example.com'
const password = 'a new one, with spaces'

describe.each(ways)('forgot → set-password → login, %s', (_way, reach) => {
  test('the mail in the outbox holds what sets a new password', async () => {
    const server = await openServer({ appUrl: 'https://app.example/' })
    const call = await reach(server)
    const session = await logIn(call)

    const forgot = await call('POST /auth/forgot-password', { body: { email } })
    expect(forgot.status).toBe(200)

    const mail = await newestMail(server, email)
    expect(mail.kind).toBe('password-reset')
    expect(mail.link).toBe(
      `https://app.example/set-password?token=${encodeURIComponent(mail.token)}`,
    )
    expect(mail.text).toContain(mail.link)
    expect(Date.parse(mail.expiresAt) - Date.parse(mail.createdAt)).toBe(60 * 60 * 1000)

    const set = await call('POST /auth/set-password', { body: { token: mail.token, password } })
    expect(set.status).toBe(200)
    expect(set.body).toEqual({ message: expect.any(String) })

    const old = await call('POST /auth/login', { body: { email, password: 'password123' } })
    expect(old.status).toBe(401)
    const login = await call('POST /auth/login', { body: { email, password } })
    expect(login.status).toBe(200)
    // Every session that was open ended with the old password.
    expect((await call('GET /auth/user', { token: session })).status).toBe(401)
  })

  test('known, unknown and no address are answered alike; only the known one gets a mail', async () => {
    const server = await openServer()
    const call = await reach(server)
    const before = (await server.sandbox().outbox()).length
    const bodies = [{ email }, { email: 'nobody@example.com' }, {}]
    const answers = []
    for (const body of bodies) answers.push(await call('POST /auth/forgot-password', { body }))
    const seen = answers.map(({ status, text }) => ({ status, text }))
    expect(seen[0]?.status).toBe(200)
    expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(1)
    const mails = await server.sandbox().outbox()
    expect(mails.slice(before).map(({ to }) => to)).toEqual([email])
  })
})
