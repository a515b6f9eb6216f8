import { inProcess, logIn } from './support/call.js'
import { openServer } from './support/open-server.js'

const body = { email: 'x@example.com', firstName: 'X', lastName: 'Y', role: 'ADMIN' }
const calls = [
  ['GET /user?userRole=ADMIN', undefined],
  ['POST /user', { ...body, password: 'secret' }],
  ['PUT /user/2', { ...body, id: 2 }],
  ['PUT /user/9999', { ...body, id: 9999 }],
  ['DELETE /user/9999', undefined],
  ['DELETE /user/2', undefined],
] as const

test.each(calls)(
  '--authorization admin: %s is 403 for others, never 404',
  async (request, sent) => {
    const call = inProcess(await openServer({ authorization: 'admin' }))
    const token = await logIn(call)
    const answer = await call(request, { token, body: sent })
    expect(answer.status).toBe(403)
    expect(answer.body).toMatchObject({ statusCode: 403, error: 'Forbidden' })
  },
)

test('--authorization admin: an administrator may, and everybody keeps their own operations', async () => {
  const call = inProcess(await openServer({ authorization: 'admin' }))
  const admin = await logIn(call, 'admin@example.com')
  const statuses = []
  for (const [request, sent] of calls)
    statuses.push((await call(request, { token: admin, body: sent })).status)
  // The update of user 2 meets the address that the call before has just taken.
  expect(statuses).toEqual([200, 201, 409, 404, 404, 200])
  const token = await logIn(call)
  expect((await call('GET /auth/user', { token })).status).toBe(200)
  expect((await call('POST /auth/tos-accept', { token })).status).toBe(200)
})

test('without it any signed-in user may, as the documentation implies', async () => {
  const call = inProcess(await openServer())
  const token = await logIn(call)
  expect((await call('GET /user?userRole=ADMIN', { token })).status).toBe(200)
  expect((await call('DELETE /user/2', { token })).status).toBe(200)
})
