import { createServer } from '../../src/index.js'
import { inProcess, logIn, ways } from './support/call.js'
import { openServer, temporaryFolder } from './support/open-server.js'

const user = { email: 'j@x.y', firstName: 'J', lastName: 'D', role: 'R', password: 'pw' }

test.each(ways)('reset brings the first contents back, %s', async (_way, reach) => {
  const server = await openServer()
  const call = await reach(server)
  const token = await logIn(call)
  await call('POST /user', { token, body: user })
  await call('DELETE /user/2', { token })

  const reset = await call('POST /_sandbox/v1/reset')
  expect(reset.status).toBe(204)
  expect(reset.text).toBe('')

  expect((await call('GET /auth/user', { token })).status).toBe(401)
  const again = await logIn(call, 'new@example.com')
  expect((await call('GET /user?userRole=R', { token: again })).body).toEqual([])
  expect((await server.sandbox().outbox()).map(({ to }) => to)).toEqual(['invited@example.com'])
  // The first id is the first id again.
  expect((await call('POST /user', { token: again, body: user })).body).toMatchObject({ id: 123 })
})

test('handlers that were replaced are the original ones again', async () => {
  const server = await openServer()
  const call = inProcess(server)
  const mine = () => ({ status: 200 as const, body: { message: 'mine' } })
  for (const name of ['default', 'alice']) server.sandbox(name).use('AuthController_logout', mine)
  await call('POST /_sandbox/v1/reset')
  const logout = async (name: string) =>
    (await call('POST /auth/logout', { headers: { 'x-sandbox': name } })).body
  expect(await logout('default')).toEqual({ message: 'Successfully logged out.' })
  expect(await logout('alice')).toEqual({ message: 'mine' })
})

test('a reset outlives the process', async () => {
  const data = await temporaryFolder()
  const first = await createServer({ data })
  const token = await logIn(inProcess(first))
  await inProcess(first)('DELETE /user/2', { token })
  await inProcess(first)('POST /_sandbox/v1/reset')
  await first.close()
  const call = inProcess(await openServer({ data }))
  expect((await call('GET /auth/user', { token })).status).toBe(401)
  await logIn(call, 'new@example.com')
})

test('a reset during writes leaves nothing of before', async () => {
  const call = inProcess(await openServer())
  const token = await logIn(call)
  const writers = Array.from({ length: 16 }, (_, index) =>
    call('POST /user', { token, body: { ...user, email: `j${index}@x.y` } }),
  )
  await new Promise((resolve) => setTimeout(resolve, 20))
  const reset = await call('POST /_sandbox/v1/reset')
  expect(reset.status).toBe(204)
  for (const { status } of await Promise.all(writers)) expect([201, 401]).toContain(status)
  const again = await logIn(call)
  expect((await call('GET /user?userRole=R', { token: again })).body).toEqual([])
})
