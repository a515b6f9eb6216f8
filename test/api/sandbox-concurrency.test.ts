import { inProcess, logIn } from './support/call.js'
import { filesIn, newestMail, openServer, temporaryFolder } from './support/open-server.js'

const stores = ['memory', 'file'] as const
const many = Array.from({ length: 24 }, (_, index) => index)

const count = (statuses: readonly number[]): Record<number, number> => {
  const counts: Record<number, number> = {}
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

describe.each(stores)('%s store', (store) => {
  const open = async () => {
    const data = store === 'file' ? await temporaryFolder() : undefined
    const server = await openServer(data === undefined ? {} : { data })
    return { server, call: inProcess(server), data }
  }

  test('24 sign-ups of one address at once: one user, 23 conflicts', async () => {
    const { call, data } = await open()
    const token = await logIn(call)
    const user = { firstName: 'J', lastName: 'D', role: 'R', password: 'pw' }
    const answers = await Promise.all(
      many.map((index) => {
        const email = index % 2 === 0 ? 'j@example.com' : 'J@EXAMPLE.com'
        return call('POST /user', { token, body: { ...user, email } })
      }),
    )
    expect(count(answers.map(({ status }) => status))).toEqual({ 201: 1, 409: 23 })
    expect((await call('GET /user?userRole=R', { token })).body).toHaveLength(1)
    if (data === undefined) return
    const text = (await filesIn(data)).get('sandboxes/default/db.json') as string
    expect(text.match(/"email": *"j@example.com"/gi)).toHaveLength(1)
  })

  test('24 uses of one reset token at once: one success, and its password is the one', async () => {
    const { server, call } = await open()
    const email = 'user@example.com'
    await call('POST /auth/forgot-password', { body: { email } })
    const { token } = await newestMail(server, email)
    const statuses = await Promise.all(
      many.map(async (index) => {
        const body = { token, password: `pw-${index}` }
        return (await call('POST /auth/set-password', { body })).status
      }),
    )
    expect(count(statuses)).toEqual({ 200: 1, 401: 23 })
    const password = `pw-${statuses.indexOf(200)}`
    expect((await call('POST /auth/login', { body: { email, password } })).status).toBe(200)
  })

  test('24 new users at once: every id once', async () => {
    const { call } = await open()
    const token = await logIn(call)
    const user = { firstName: 'J', lastName: 'D', role: 'R', password: 'pw' }
    const answers = await Promise.all(
      many.map((index) => call('POST /user', { token, body: { ...user, email: `j${index}@x.y` } })),
    )
    const ids = answers.map(({ body }) => (body as { id: number }).id).sort((a, b) => a - b)
    expect(ids).toEqual(many.map((index) => 123 + index))
  })

  test('a user who is deleted while logging in is left without a session', async () => {
    const { call } = await open()
    const admin = await logIn(call, 'admin@example.com')
    const user = { email: 'j@example.com', firstName: 'J', lastName: 'D', role: 'R' }
    for (let round = 0; round < 6; round++) {
      const created = await call('POST /user', {
        token: admin,
        body: { ...user, password: 'pw' },
      })
      const { id } = created.body as { id: number }
      const [deleted, ...logins] = await Promise.all([
        new Promise((resolve) => setTimeout(resolve, round * 6)).then(() =>
          call(`DELETE /user/${id}`, { token: admin }),
        ),
        ...[1, 2, 3].map(() =>
          call('POST /auth/login', { body: { email: user.email, password: 'pw' } }),
        ),
      ])
      expect(deleted.status).toBe(200)
      // Nor may a token of the old user open the account of the next one with that address.
      await call('POST /user', { token: admin, body: { ...user, password: 'pw' } })
      for (const { status, body } of logins) {
        expect([200, 401]).toContain(status)
        if (status !== 200) continue
        const { token } = body as { token: string }
        expect((await call('GET /auth/user', { token })).status).toBe(401)
      }
      await call(`DELETE /user/${id + 1}`, { token: admin })
    }
  })
})
