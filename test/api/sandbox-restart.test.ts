import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createServer } from '../../src/index.js'
import { inProcess, logIn } from './support/call.js'
import { filesIn, newestMail, openServer, temporaryFolder } from './support/open-server.js'

const user = { email: 'j@example.com', firstName: 'J', lastName: 'D', role: 'R', password: 'pw' }

test('users, sessions, mails and the next id outlive the process', async () => {
  const data = await temporaryFolder()
  const first = await createServer({ data })
  const before = inProcess(first)
  const token = await logIn(before)
  const ended = await logIn(before)
  await before('POST /auth/logout', { token: ended })
  await before('POST /user', { token, body: user })
  await before('POST /auth/forgot-password', { body: { email: user.email } })
  const mails = await first.sandbox().outbox()
  await first.close()

  const second = await openServer({ data })
  const call = inProcess(second)
  expect((await call('GET /auth/user', { token })).body).toMatchObject({ id: '1234' })
  expect((await call('GET /auth/user', { token: ended })).status).toBe(401)
  expect((await call('GET /user?userRole=R', { token })).body).toMatchObject([{ id: 123 }])
  const login = { email: user.email, password: 'pw' }
  expect((await call('POST /auth/login', { body: login })).status).toBe(200)
  const other = { ...user, email: 'k@example.com' }
  expect((await call('POST /user', { token, body: other })).body).toMatchObject({ id: 124 })
  expect((await second.sandbox().outbox()).slice(0, mails.length)).toEqual(mails)
  const mail = mails.find(({ kind }) => kind === 'password-reset')
  const body = { token: mail?.token, password: 'new' }
  expect((await call('POST /auth/set-password', { body })).status).toBe(200)
})

test('a mail of the seed that was only read works after a restart as well', async () => {
  const data = await temporaryFolder()
  const first = await createServer({ data })
  const { token } = await newestMail(first, 'invited@example.com')
  await first.close()
  const call = inProcess(await openServer({ data }))
  const body = { token, password: 'mine' }
  expect((await call('POST /auth/set-password', { body })).status).toBe(200)
})

test('a world is a file that a person can read, under the name of its sandbox', async () => {
  const data = await temporaryFolder()
  const server = await openServer({ data })
  const call = inProcess(server)
  expect((await call('GET /auth/user')).status).toBe(401)
  expect([...(await filesIn(data)).keys()].filter((file) => file.endsWith('db.json'))).toEqual([])
  await logIn(call)
  await logIn(call, 'user@example.com', { 'x-sandbox': 'alice' })
  const files = await filesIn(data)
  const worlds = [...files.keys()].filter((file) => file.endsWith('db.json')).sort()
  expect(worlds).toEqual(['sandboxes/alice/db.json', 'sandboxes/default/db.json'])
  expect(files.get('sandboxes/default/db.json')).toContain('"user@example.com"')
})

test('a user who was deleted leaves nothing behind', async () => {
  const data = await temporaryFolder()
  const server = await openServer({ data })
  const call = inProcess(server)
  const token = await logIn(call)
  await call('POST /user', { token, body: user })
  await call('POST /auth/login', { body: { email: user.email, password: 'pw' } })
  await call('POST /auth/forgot-password', { body: { email: user.email } })
  const stored = async () => (await filesIn(data)).get('sandboxes/default/db.json') as string
  const traces = /j@example\.com|"userId": *123\b/g
  // The user, a session, and two mails with their tokens.
  expect((await stored()).match(traces)?.length).toBeGreaterThanOrEqual(6)
  await call('DELETE /user/123', { token })
  expect((await stored()).match(traces)).toBeNull()
})

test('only its owner can read the key, and nobody can use a damaged one', async () => {
  const data = await temporaryFolder()
  const server = await createServer({ data })
  await server.close()
  const key = join(data, 'secret.key')
  expect((await stat(key)).mode & 0o777).toBe(0o600)
  await writeFile(key, 'short\n')
  await expect(createServer({ data })).rejects.toMatchObject({
    name: 'SetupError',
    place: { file: key },
  })
})

test('without a folder nothing is kept', async () => {
  const server = await createServer()
  const token = await logIn(inProcess(server))
  await server.close()
  const call = inProcess(await openServer())
  expect((await call('GET /auth/user', { token })).status).toBe(401)
})
