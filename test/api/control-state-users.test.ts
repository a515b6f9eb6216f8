import { inProcess, logIn, type Call } from './support/call.js'
import { openServer } from './support/open-server.js'

const state = '/_sandbox/v1/state'
const ann = { email: 'ann@example.com', firstName: 'Ann', lastName: 'Lee', role: 'USER' }

const open = async (): Promise<Call> => inProcess(await openServer())
const emailsIn = ({ body }: { body: unknown }) =>
  (body as { records: { email: string }[] }).records.map(({ email }) => email)

describe('the users of our contract', () => {
  test('are a collection, shown as the contract shows them', async () => {
    const call = await open()
    const { body } = await call(`GET ${state}`)
    expect(body).toEqual({
      collections: [
        { name: 'users', contract: 'apis/authentication/openapi', identity: 'id', records: 5 },
      ],
    })
    const token = await logIn(call)
    const listed = await call(`GET ${state}/users`)
    const { records } = listed.body as { records: { role: string }[] }
    const byRole = await call('GET /user?userRole=ADMIN', { token })
    expect(records.filter(({ role }) => role === 'ADMIN')).toEqual(byRole.body)
    expect(listed.text).not.toMatch(/password|scrypt|sessionEpoch/i)
  })

  test('a record is added under the id of the path, and its user can log in', async () => {
    const call = await open()
    const body = { ...ann, password: 'correct horse' }
    const added = await call(`PUT ${state}/users/77`, { body })
    expect([added.status, added.body]).toEqual([201, expect.objectContaining({ ...ann, id: 77 })])
    const login = { email: ann.email, password: 'correct horse' }
    expect((await call('POST /auth/login', { body: login })).status).toBe(200)
    expect((await call(`GET ${state}/users/77`)).body).toEqual(added.body)
  })

  test('without an id it gets the next one, without a password the usual one', async () => {
    const call = await open()
    const put = await call(`PUT ${state}/users`, { body: { records: [ann] } })
    expect(put.body).toMatchObject({ records: [{ ...ann, id: 123, isEnabled: true }] })
    await logIn(call, ann.email)
  })

  test('a record is replaced: a new password ends the sessions, the same one does not', async () => {
    const call = await open()
    await call(`PUT ${state}/users/77`, { body: { ...ann, password: 'one' } })
    const login = async (password: string) =>
      call('POST /auth/login', { body: { email: ann.email, password } })
    const { token } = (await login('one')).body as { token: string }
    const status = async () => (await call('GET /auth/user', { token })).status
    const put = (change: object) => call(`PUT ${state}/users/77`, { body: { ...ann, ...change } })
    expect((await put({ password: 'one', lastName: 'Low' })).status).toBe(200)
    expect((await call('GET /auth/user', { token })).body).toMatchObject({ lastName: 'Low' })
    expect((await put({})).status).toBe(200)
    expect(await status()).toBe(200)
    await put({ password: 'two' })
    expect(await status()).toBe(401)
    expect([(await login('one')).status, (await login('two')).status]).toEqual([401, 200])
  })

  test('who is disabled is signed out', async () => {
    const call = await open()
    const token = await logIn(call, 'user@example.com')
    const { body } = await call('GET /auth/user', { token })
    const { id } = body as { id: string }
    const { body: user } = await call(`GET ${state}/users/${id}`)
    await call(`PUT ${state}/users/${id}`, { body: { ...(user as object), isEnabled: false } })
    expect((await call('GET /auth/user', { token })).status).toBe(401)
  })

  test('a list is put whole or not at all, and every fault of it is told', async () => {
    const call = await open()
    const before = emailsIn(await call(`GET ${state}/users`))
    const refused = await call(`PUT ${state}/users`, {
      body: {
        records: [ann, { ...ann, email: 'no address' }, { email: 'b@example.com', rol: 'USER' }],
      },
    })
    expect(refused.status).toBe(422)
    const { detail } = refused.body as { detail: string }
    expect([...detail.matchAll(/body (\S+):/g)].map(([, pointer]) => pointer)).toEqual([
      '/records/1/email',
      '/records/2/firstName',
      '/records/2/lastName',
      '/records/2/role',
      '/records/2/rol',
    ])
    expect(refused.text).toMatch(/did you mean role/)
    expect(emailsIn(await call(`GET ${state}/users`))).toEqual(before)
    const twice = { records: [ann, { ...ann, email: 'ANN@example.com' }] }
    const conflict = await call(`PUT ${state}/users`, { body: twice })
    expect([conflict.status, conflict.body]).toEqual([
      409,
      expect.objectContaining({ code: 'record-conflict' }),
    ])
    expect(emailsIn(await call(`GET ${state}/users`))).toEqual(before)
  })

  test.each([
    ['PUT', 'users/x', 422],
    ['PUT', 'users/0', 422],
    ['PUT', 'user/1', 404],
    ['GET', 'users/99', 404],
    ['DELETE', 'users/99', 404],
    ['GET', 'constructor', 404],
    ['GET', 'users/__proto__', 404],
  ])('%s %s is %i', async (method, path, status) => {
    const call = await open()
    const body = method === 'PUT' ? ann : undefined
    expect((await call(`${method} ${state}/${path}`, { body })).status).toBe(status)
  })

  test('an id in the record that is not the one of the path is refused', async () => {
    const call = await open()
    const answer = await call(`PUT ${state}/users/7`, { body: { ...ann, id: 8 } })
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('the user 7')])
  })

  test('the nearest names are told', async () => {
    const call = await open()
    expect((await call(`GET ${state}/user`)).body).toMatchObject({ fix: 'Did you mean users?' })
  })

  test('a record is removed with its sessions', async () => {
    const call = await open()
    await call(`PUT ${state}/users/77`, { body: ann })
    const token = await logIn(call, ann.email)
    expect((await call(`DELETE ${state}/users/77`)).status).toBe(204)
    expect((await call('GET /auth/user', { token })).status).toBe(401)
    expect(emailsIn(await call(`GET ${state}/users`))).not.toContain(ann.email)
  })

  test('nothing of one sandbox is seen in another', async () => {
    const call = await open()
    await call(`PUT /@alice${state}/users/77`, { body: ann })
    expect((await call(`GET ${state}/users/77`)).status).toBe(404)
    expect((await call(`GET /@alice${state}/users/77`)).status).toBe(200)
  })
})

test('a role is what createUser takes for one, and a record goes out and in again', async () => {
  const server = await openServer()
  const call = inProcess(server)
  const token = await logIn(call, 'admin@example.com')
  for (const [at, role] of ['KING', ''].entries()) {
    const body = { ...ann, email: `role${at}@example.com`, role, password: 'password123' }
    const made = await call('POST /user', { token, body })
    const put = await call(`PUT /_sandbox/v1/state/users/90${at}`, {
      body: { ...body, email: `put${at}@example.com` },
    })
    expect([made.status, put.status]).toEqual([201, 201])
    const { id } = made.body as { id: number }
    const again = await call(`PUT /_sandbox/v1/state/users/${id}`, { body: made.body })
    expect([again.status, again.body]).toEqual([200, made.body])
  }
})
