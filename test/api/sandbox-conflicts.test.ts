import { inProcess, logIn, type Call } from './support/call.js'
import { openServer } from './support/open-server.js'

let call: Call
let token: string

beforeEach(async () => {
  call = inProcess(await openServer())
  token = await logIn(call)
})

const user = { firstName: 'J', lastName: 'D', role: 'ADMIN', password: 'secret' }
const nina = { id: 2, firstName: 'Nina', lastName: 'New', role: 'SITE_USER' }

test.each(['admin@example.com', 'ADMIN@Example.COM'])(
  'the address of somebody else, as %s, cannot be taken',
  async (email) => {
    const created = await call('POST /user', { token, body: { ...user, email } })
    expect(created.status).toBe(409)
    expect(created.body).toMatchObject({ statusCode: 409, error: 'Conflict' })
    const updated = await call('PUT /user/2', { token, body: { ...nina, email } })
    expect(updated.status).toBe(409)
    expect(
      (await call('POST /user', { token, body: { ...user, email: 'x@example.com' } })).status,
    ).toBe(201)
  },
)

test('a user may write their own address in another way', async () => {
  const body = { ...nina, email: 'NEW@example.com' }
  const answer = await call('PUT /user/2', { token, body })
  expect(answer.status).toBe(200)
  expect(answer.body).toMatchObject({ email: 'NEW@example.com' })
})

test('the ids of path and body must be one; an unknown user is told first', async () => {
  const body = { ...nina, email: 'new@example.com' }
  expect((await call('PUT /user/3', { token, body })).status).toBe(409)
  expect((await call('PUT /user/99', { token, body })).status).toBe(404)
})
