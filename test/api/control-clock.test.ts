import { inProcess, logIn } from './support/call.js'
import { controlOf } from './support/control-call.js'
import { newestMail, openServer, temporaryFolder } from './support/open-server.js'

const day = 24 * 60 * 60
const frozenAt = '2031-02-03T04:05:06.000Z'

const open = async () => {
  const server = await openServer()
  return { server, call: inProcess(server), control: controlOf(server) }
}

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
    iat: number
    exp: number
  }

test('a day later a session is over; a day earlier it is not; a reset brings the time back', async () => {
  const { call, control } = await open()
  const token = await logIn(call)
  expect((await call('GET /auth/user', { token })).status).toBe(200)
  const moved = await control('POST clock/advance', { seconds: day })
  expect(moved).toMatchObject({ status: 200, body: { mode: 'offset', offsetMs: day * 1000 } })
  expect((await call('GET /auth/user', { token })).status).toBe(401)
  await control('POST clock/advance', { seconds: -day })
  expect((await call('GET /auth/user', { token })).status).toBe(200)
  await control('POST clock/advance', { seconds: day })
  await control('POST reset')
  const { body } = await control('GET clock')
  expect(body).toMatchObject({ mode: 'real' })
  expect(Math.abs(Date.parse(body['now'] as string) - Date.now())).toBeLessThan(5000)
})

test('a session that was ended stays ended when the clock is moved back', async () => {
  const { call, control } = await open()
  const token = await logIn(call)
  await control('POST clock/advance', { seconds: 60 })
  expect((await call('POST /auth/logout', { token })).status).toBeLessThan(300)
  await control('POST clock/advance', { seconds: -60 })
  expect((await call('GET /auth/user', { token })).status).toBe(401)
})

test('tokens, mails and the Date header have the time of a frozen clock, in its sandbox alone', async () => {
  const { server, call, control } = await open()
  const set = await control('PUT clock', { mode: 'frozen', now: '2031-02-03T05:05:06+01:00' })
  expect(set.body).toEqual({ mode: 'frozen', now: frozenAt })
  const token = await logIn(call)
  const seconds = Date.parse(frozenAt) / 1000
  expect(claimsOf(token)).toMatchObject({ iat: seconds, exp: seconds + day })
  const answer = await call('GET /auth/user', { token })
  expect(answer.headers.get('date')).toBe('Mon, 03 Feb 2031 04:05:06 GMT')
  await call('POST /auth/forgot-password', { body: { email: 'user@example.com' } })
  const mail = await newestMail(server, 'user@example.com')
  expect(mail.createdAt).toBe(frozenAt)
  const other = await server.sandbox('other').fetch('/auth/user')
  expect(other.headers.get('date')).toBeNull()
})

test('credentials that are made, and those that the control API makes, have the time of the sandbox', async () => {
  const server = await openServer()
  const control = controlOf(server, 'ann')
  await control('PUT clock', { mode: 'frozen', now: frozenAt })
  const expiresAt = '2031-02-04T04:05:06.000Z'
  expect((await control('POST credentials', {})).body).toMatchObject({ expiresAt })
  expect(await server.credential({ sandbox: 'ann' })).toMatchObject({ expiresAt })
  expect(claimsOf(await server.token('user@example.com', 'ann')).iat * 1000).toBe(
    Date.parse(frozenAt),
  )
  const usual = await server.credential()
  expect(Date.parse(usual.expiresAt) - Date.now()).toBeLessThan(day * 1000 + 1)
})

test('a frozen clock that is moved stays frozen; mode offset lets it run on from where it stands', async () => {
  const { control } = await open()
  await control('PUT clock', { mode: 'frozen', now: frozenAt })
  const moved = await control('POST clock/advance', { seconds: 1.5 })
  expect(moved.body).toEqual({ mode: 'frozen', now: '2031-02-03T04:05:07.500Z' })
  const running = await control('PUT clock', { mode: 'offset' })
  expect(running.body['mode']).toBe('offset')
  const ahead = Date.parse(running.body['now'] as string) - Date.parse('2031-02-03T04:05:07.500Z')
  expect(ahead).toBeGreaterThanOrEqual(0)
  expect(ahead).toBeLessThan(2000)
  const frozen = await control('PUT clock', { mode: 'frozen' })
  expect(Date.parse(frozen.body['now'] as string)).toBeLessThan(Date.parse(frozenAt) + 5000)
  expect((await control('PUT clock', { mode: 'real' })).body['mode']).toBe('real')
})

test.each([
  [
    'a time beyond those of RFC 3339',
    'PUT clock',
    { mode: 'frozen', now: '9999-12-31T00:00:00Z' },
    '/now',
  ],
  ['a time before 1970', 'PUT clock', { mode: 'offset', now: '1969-01-01T00:00:00Z' }, '/now'],
  [
    'an offset that leads out',
    'PUT clock',
    { mode: 'offset', offsetMs: -8640000000000 },
    '/offsetMs',
  ],
  ['a step that leads out', 'POST clock/advance', { seconds: -8640000000 }, '/seconds'],
  ['two times', 'PUT clock', { mode: 'offset', now: frozenAt, offsetMs: 1 }, '/offsetMs'],
  ['a time for the real clock', 'PUT clock', { mode: 'real', now: frozenAt }, '/now'],
  ['an offset for a frozen one', 'PUT clock', { mode: 'frozen', offsetMs: 1 }, '/offsetMs'],
  ['no time at all', 'PUT clock', { mode: 'frozen', now: 'soon' }, '/now'],
  ['a mode that there is not', 'PUT clock', { mode: 'fast' }, '/mode'],
])('%s is refused, and nothing changes', async (_, request, body, pointer) => {
  const { control } = await open()
  const refused = await control(request, body)
  expect(refused.status).toBe(422)
  expect(JSON.stringify(refused.body)).toContain(pointer)
  expect((await control('GET clock')).body['mode']).toBe('real')
})

test('steps that come at once add up', async () => {
  const { control } = await open()
  await control('PUT clock', { mode: 'frozen', now: frozenAt })
  await Promise.all(Array.from({ length: 20 }, () => control('POST clock/advance', { seconds: 1 })))
  expect((await control('GET clock')).body['now']).toBe('2031-02-03T04:05:26.000Z')
})

test('the clock survives a restart, for the first request already', async () => {
  const data = await temporaryFolder()
  const first = await openServer({ data })
  await controlOf(first, 'ann')('PUT clock', { mode: 'frozen', now: frozenAt })
  await first.close()
  const second = await openServer({ data })
  const answer = await second.sandbox('ann').fetch('/auth/user')
  expect(answer.headers.get('date')).toBe('Mon, 03 Feb 2031 04:05:06 GMT')
})
