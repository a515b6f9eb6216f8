import { logIn, ways } from './support/call.js'
import { newestMail, openServer } from './support/open-server.js'

/** The sample bodies of the documentation. */
const john = {
  email: 'john.doe@example.com',
  firstName: 'John',
  lastName: 'Doe',
  password: 'password123',
  isEnabled: true,
  role: 'ADMIN',
  organizationId: 1,
  brandId: 1,
  siteId: 1,
}
const johnUpdated = {
  email: 'john.doe@example.com',
  firstName: 'John',
  lastName: 'Doe',
  isEnabled: true,
  role: 'ADMIN',
  id: 123,
}

describe.each(ways)('create → list → update → delete → 404, %s', (_way, reach) => {
  test('the documented calls run in sequence on a fresh sandbox', async () => {
    const server = await openServer()
    const call = await reach(server)
    const token = await logIn(call)

    const created = await call('POST /user', { token, body: john })
    expect(created.status).toBe(201)
    const view = {
      id: 123,
      email: 'john.doe@example.com',
      firstName: 'John',
      lastName: 'Doe',
      role: 'ADMIN',
      isEnabled: true,
      organizationIds: ['1'],
      brandIds: ['1'],
      siteIds: ['1'],
      fhirStoreId: 'heydonto-sandbox',
      tosAcceptedAt: null,
    }
    expect(created.body).toEqual(view)

    expect((await newestMail(server, john.email)).kind).toBe('invitation')
    const theirs = await logIn(call, john.email)
    expect((await call('GET /auth/user', { token: theirs })).body).toMatchObject({ id: '123' })

    const listed = await call('GET /user?userRole=ADMIN', { token })
    expect(listed.status).toBe(200)
    expect(listed.body).toEqual([expect.objectContaining({ id: 1 }), view])

    const updated = await call('PUT /user/123', {
      token,
      body: { ...johnUpdated, firstName: 'Jon', role: 'SITE_USER' },
    })
    expect(updated.status).toBe(200)
    expect(updated.body).toEqual({ ...view, firstName: 'Jon', role: 'SITE_USER' })

    const deleted = await call('DELETE /user/123', { token })
    expect(deleted.status).toBe(200)
    expect(deleted.body).toEqual({ message: 'The user has been successfully deleted.' })
    expect((await call('GET /auth/user', { token: theirs })).status).toBe(401)

    const gone = await call('DELETE /user/123', { token })
    expect(gone.status).toBe(404)
    expect(gone.body).toEqual({
      statusCode: 404,
      message: expect.stringContaining('123'),
      error: 'Not Found',
    })
    expect((await call('PUT /user/123', { token, body: johnUpdated })).status).toBe(404)
  })

  test('a user as listed may be sent back', async () => {
    const call = await reach(await openServer())
    const token = await logIn(call)
    for (const role of ['ADMIN', 'SITE_USER']) {
      const list = (await call(`GET /user?userRole=${role}`, { token })).body as { id: number }[]
      expect(list.length).toBeGreaterThan(0)
      for (const user of list) {
        const answer = await call(`PUT /user/${user.id}`, { token, body: user })
        expect(answer.status).toBe(200)
        expect(answer.body).toEqual(user)
      }
    }
  })

  test('what may be left out may be left out; ids are not used again', async () => {
    const call = await reach(await openServer())
    const token = await logIn(call)
    const { email, firstName, lastName, password, role } = john
    const body = { email, firstName, lastName, password, role }
    const first = await call('POST /user', { token, body })
    expect(first.body).toMatchObject({
      id: 123,
      isEnabled: true,
      organizationIds: [],
      brandIds: [],
      siteIds: [],
    })
    await call('DELETE /user/123', { token })
    expect((await call('POST /user', { token, body })).body).toMatchObject({ id: 124 })
  })

  test('a role that nobody has lists nobody; without a role the request breaks the contract', async () => {
    const call = await reach(await openServer())
    const token = await logIn(call)
    expect((await call('GET /user?userRole=string', { token })).body).toEqual([])
    expect((await call('GET /user', { token })).status).toBe(400)
  })

  test('disabling a user ends their sessions and keeps them out', async () => {
    const call = await reach(await openServer())
    const token = await logIn(call)
    const theirs = await logIn(call, 'new@example.com')
    const body = {
      ...{ id: 2, email: 'new@example.com', firstName: 'Nina', lastName: 'New' },
      ...{ role: 'SITE_USER', isEnabled: false },
    }
    expect((await call('PUT /user/2', { token, body })).body).toMatchObject({ isEnabled: false })
    expect((await call('GET /auth/user', { token: theirs })).status).toBe(401)
    const again = { email: 'new@example.com', password: 'password123' }
    expect((await call('POST /auth/login', { body: again })).status).toBe(401)
    await call('PUT /user/2', { token, body: { ...body, isEnabled: true } })
    expect((await call('GET /auth/user', { token: theirs })).status).toBe(401)
    await logIn(call, 'new@example.com')
  })

  test.each(['GET /user?userRole=ADMIN', 'POST /user', 'PUT /user/123', 'DELETE /user/123'])(
    '%s asks for credentials before anything else',
    async (request) => {
      const call = await reach(await openServer())
      const answer = await call(request)
      expect(answer.status).toBe(401)
    },
  )
})
