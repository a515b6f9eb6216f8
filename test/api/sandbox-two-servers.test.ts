import { inProcess, logIn } from './support/call.js'
import { createServer } from '../../src/index.js'
import { openServer, temporaryFolder } from './support/open-server.js'

test('two servers in one process never meet', async () => {
  const [one, other] = await Promise.all([openServer(), openServer()])
  const here = inProcess(one)
  const there = inProcess(other)
  const token = await logIn(here)
  expect((await there('GET /auth/user', { token })).status).toBe(401)
  await here('DELETE /user/2', { token })
  const theirs = await logIn(there)
  expect((await there('DELETE /user/2', { token: theirs })).status).toBe(200)

  one.sandbox().use('AuthController_logout', () => ({ status: 200, body: { message: 'mine' } }))
  expect((await here('POST /auth/logout')).body).toEqual({ message: 'mine' })
  expect((await there('POST /auth/logout')).body).toEqual({ message: 'Successfully logged out.' })
  await one.sandbox().reset()
  expect((await there('GET /auth/user', { token: theirs })).status).toBe(200)
})

test('with one secret, each still has its own sessions', async () => {
  const jwtSecret = 'the same secret in both of them, long enough'
  const here = inProcess(await openServer({ jwtSecret }))
  const there = inProcess(await openServer({ jwtSecret }))
  const token = await logIn(here)
  expect((await here('GET /auth/user', { token })).status).toBe(200)
  expect((await there('GET /auth/user', { token })).status).toBe(401)
})

test('a data folder has one server at a time; closing gives it up', async () => {
  const data = await temporaryFolder()
  const first = await createServer({ data })
  await expect(createServer({ data })).rejects.toMatchObject({ code: 'data-unwritable' })
  await first.close()
  await openServer({ data })
})
