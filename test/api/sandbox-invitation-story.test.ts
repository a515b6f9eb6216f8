import { logIn, ways } from './support/call.js'
import { newestMail, openServer } from './support/open-server.js'

const email = 'invited@example.com'
const week = 7 * 24 * 60 * 60 * 1000

describe.each(ways)('invitation, %s', (_way, reach) => {
  test('the mail that waits in a fresh sandbox opens the account', async () => {
    const server = await openServer()
    const call = await reach(server)
    const mail = await newestMail(server, email)
    expect(mail).toMatchObject({ kind: 'invitation', to: email })
    expect(Date.parse(mail.expiresAt) - Date.parse(mail.createdAt)).toBe(week)
    const body = { token: mail.token, password: 'mine' }
    expect((await call('POST /auth/set-password', { body })).status).toBe(200)
    const login = { email, password: 'mine' }
    expect((await call('POST /auth/login', { body: login })).status).toBe(200)
  })

  test.each(['address', 'token'])('a fresh one by %s replaces it', async (by) => {
    const server = await openServer()
    const call = await reach(server)
    const old = await newestMail(server, email)
    const query = by === 'token' ? `token=${encodeURIComponent(old.token)}` : `email=${email}`
    expect((await call(`POST /auth/regenerate-invitation?${query}`)).status).toBe(200)
    const fresh = await newestMail(server, email)
    expect(fresh.token).not.toBe(old.token)
    const use = async (token: string) =>
      (await call('POST /auth/set-password', { body: { token, password: 'mine' } })).status
    expect(await use(old.token)).toBe(401)
    expect(await use(fresh.token)).toBe(200)
  })

  test('unknown, accepted and unnamed invitations get the same answer and no mail', async () => {
    const server = await openServer()
    const call = await reach(server)
    const open = await call(`POST /auth/regenerate-invitation?email=${email}`)
    const before = (await server.sandbox().outbox()).length
    for (const query of ['', '?email=nobody@example.com', '?email=user@example.com', '?token=x']) {
      const answer = await call(`POST /auth/regenerate-invitation${query}`)
      expect([answer.status, answer.text]).toEqual([open.status, open.text])
    }
    expect(await server.sandbox().outbox()).toHaveLength(before)
  })

  test('somebody who was created is invited, and may choose another password', async () => {
    const server = await openServer()
    const call = await reach(server)
    const token = await logIn(call)
    const user = { email: 'j@example.com', firstName: 'J', lastName: 'D', role: 'R' }
    await call('POST /user', { token, body: { ...user, password: 'first' } })
    const mail = await newestMail(server, user.email)
    const body = { token: mail.token, password: 'second' }
    expect((await call('POST /auth/set-password', { body })).status).toBe(200)
    const login = { email: user.email, password: 'second' }
    expect((await call('POST /auth/login', { body: login })).status).toBe(200)
  })
})
