import { inProcess, ways, type Call } from './support/call.js'
import { openServer } from './support/open-server.js'

interface Mail {
  readonly id: string
  readonly to: string
  readonly kind: string
  readonly token: string
  readonly link: string
}

const mailsOf = async (call: Call): Promise<readonly Mail[]> =>
  ((await call('GET /_sandbox/v1/outbox')).body as { mails: readonly Mail[] }).mails

describe.each(ways)('the outbox, %s', (_way, reach) => {
  test('holds what was sent, oldest first, with link and token', async () => {
    const server = await openServer()
    const call = await reach(server)
    await call('POST /auth/forgot-password', { body: { email: 'USER@example.com' } })
    await call('POST /auth/forgot-password', { body: { email: 'new@example.com' } })
    const mails = await mailsOf(call)
    expect(mails.map(({ to, kind }) => [to, kind])).toEqual([
      ['invited@example.com', 'invitation'],
      ['user@example.com', 'password-reset'],
      ['new@example.com', 'password-reset'],
    ])
    expect(Object.keys(mails[1] as Mail).sort()).toEqual(
      ['createdAt', 'expiresAt', 'id', 'kind', 'link', 'subject', 'text', 'to', 'token'].sort(),
    )
    expect(new Set(mails.map(({ id }) => id)).size).toBe(3)
    expect(mails[1]?.link).toContain(encodeURIComponent(mails[1]?.token ?? '-'))
    expect(await server.sandbox().outbox()).toEqual(mails)
  })

  test('a disabled user gets no mail', async () => {
    const call = await reach(await openServer())
    await call('POST /auth/forgot-password', { body: { email: 'disabled@example.com' } })
    expect(await mailsOf(call)).toHaveLength(1)
  })
})

test('the tenth mail is newer than the ninth', async () => {
  const call = inProcess(await openServer())
  for (let count = 0; count < 9; count++)
    await call('POST /auth/forgot-password', { body: { email: 'user@example.com' } })
  const waited = await call('GET /_sandbox/v1/outbox/wait?after=9&timeoutMs=0')
  expect([waited.status, waited.body]).toEqual([200, expect.objectContaining({ id: '10' })])
})
