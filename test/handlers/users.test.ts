import { johnDoe, World } from './world.js'

const signedIn = async (email = 'admin@example.com') => {
  const world = new World()
  return { world, bearer: await world.token(email) }
}
const john = {
  id: 123,
  email: 'john.doe@example.com',
  firstName: 'J',
  lastName: 'D',
  role: 'ADMIN',
}

describe('the documented calls run in sequence on a fresh sandbox', () => {
  test('create → list → update → delete → 404', async () => {
    const { world, bearer } = await signedIn('user@example.com')
    const created = await world.call('UsersController_createUser', { bearer, body: johnDoe })
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
    expect(created).toEqual({ status: 201, body: view, headers: {} })
    expect((await world.login(johnDoe.email)).status).toBe(200)
    const list = async () =>
      (await world.call('UsersController_findUsers', { bearer, query: { userRole: 'ADMIN' } })).body
    expect(await list()).toContainEqual(view)
    const params = { userId: 123 }
    const body = { ...view, lastName: 'Roe' }
    const updated = await world.call('UsersController_updateUser', { bearer, params, body })
    expect(updated).toEqual({ status: 200, body, headers: {} })
    expect(await list()).toContainEqual(body)
    const gone = async () => world.call('UsersController_deleteUser', { bearer, params })
    expect(await gone()).toEqual({
      status: 200,
      body: { message: 'The user has been successfully deleted.' },
      headers: {},
    })
    expect((await gone()).status).toBe(404)
    expect((await world.call('UsersController_updateUser', { bearer, params, body })).status).toBe(
      404,
    )
  })
})

describe('create', () => {
  test('fills in what may be left out, and invites', async () => {
    const { world, bearer } = await signedIn()
    const { email, firstName, lastName, password } = johnDoe
    const least = { email, firstName, lastName, password, role: '' }
    const { status, body } = await world.call('UsersController_createUser', { bearer, body: least })
    expect(status).toBe(201)
    expect(body).toMatchObject({ isEnabled: true, organizationIds: [], brandIds: [], siteIds: [] })
    expect(await world.newestMail()).toMatchObject({ to: email, kind: 'invitation' })
    expect(await world.who({ bearer: await world.token(email) })).toBe(email)
  })

  test('takes no member that the contract does not name (AUZ-3)', async () => {
    const { world, bearer } = await signedIn()
    const extra = { id: 1, passwordHash: 'x', tosAcceptedAt: 'x', sessionEpoch: 9 }
    const body = { ...johnDoe, ...extra }
    const created = await world.call('UsersController_createUser', { bearer, body })
    expect(created.body).toMatchObject({ id: 123, tosAcceptedAt: null })
    const params = { userId: 123 }
    await world.call('UsersController_updateUser', { bearer, params, body: { ...body, id: 123 } })
    expect(await world.user(johnDoe.email)).toMatchObject({ sessionEpoch: 0, tosAcceptedAt: null })
    expect((await world.login(johnDoe.email)).status).toBe(200)
  })

  test('lets one of 24 spellings of one address in, at the same time (CON-1)', async () => {
    const { world, bearer } = await signedIn()
    const spellings = [
      'john.doe@example.com',
      'John.Doe@Example.com',
      ' JOHN.DOE@example.com',
      'ｊohn.doe@example.com',
    ]
    const statuses = await Promise.all(
      Array.from({ length: 24 }, async (_, index) => {
        const body = { ...johnDoe, email: spellings[index % 4] }
        return (await world.call('UsersController_createUser', { bearer, body })).status
      }),
    )
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    expect(statuses.filter((status) => status === 409)).toHaveLength(23)
  })

  test('skips ids that are taken', async () => {
    const { world, bearer } = await signedIn()
    await world.change('user@example.com', { id: 123 })
    const { body } = await world.call('UsersController_createUser', { bearer, body: johnDoe })
    expect(body.id).toBe(124)
  })
})

describe('update', () => {
  const put = async (world: World, bearer: string, userId: number, body: unknown) =>
    (await world.call('UsersController_updateUser', { bearer, params: { userId }, body })).status

  test.each([
    ['unknown, before the ids are compared', 999, { ...john, id: 1 }, 404],
    ['unknown fraction', 1.5, { ...john, id: 1.5 }, 404],
    ['ids that differ', 1, { ...john, id: 2 }, 409],
    ['an address in use', 1, { ...john, id: 1, email: 'USER@example.com' }, 409],
    ['its own address in other letters', 1, { ...john, id: 1, email: 'Admin@example.com' }, 200],
  ])('%s', async (_name, id, body, status) => {
    const { world, bearer } = await signedIn()
    expect(await put(world, bearer, id, body)).toBe(status)
  })

  test('leaves isEnabled, ids and terms as they are when the body does not name them', async () => {
    const { world, bearer } = await signedIn()
    const before = await world.user('disabled@example.com')
    const names = { email: before.email, firstName: 'X', lastName: 'Y', role: 'Z' }
    expect(await put(world, bearer, before.id, { id: before.id, ...names })).toBe(200)
    expect(await world.user(before.email)).toEqual({ ...before, ...names })
  })

  test('that disables ends every session at once, and enabling brings none back', async () => {
    const { world, bearer } = await signedIn()
    const tokens = [await world.token('user@example.com'), await world.token('user@example.com')]
    const { id, email, firstName, lastName, role } = await world.user('user@example.com')
    const body = { id, email, firstName, lastName, role }
    for (const isEnabled of [false, true]) {
      expect(await put(world, bearer, id, { ...body, isEnabled })).toBe(200)
      for (const token of tokens) expect(await world.who({ bearer: token })).toBe(401)
    }
    expect((await world.login(email)).status).toBe(200)
  })

  test('of other members keeps the sessions', async () => {
    const { world, bearer } = await signedIn()
    expect(await put(world, bearer, 1, { ...john, id: 1, isEnabled: true })).toBe(200)
    expect(await world.who({ bearer })).toBe(john.email)
  })

  test('of the address makes the links in the old mailbox worthless', async () => {
    const { world, bearer } = await signedIn()
    const { token } = await world.newestMail()
    const { id } = await world.user('invited@example.com')
    expect(await put(world, bearer, id, { ...john, id })).toBe(200)
    const body = { token, password: 'p' }
    expect((await world.call('AuthController_setPassword', { body })).status).toBe(401)
  })
})

describe('delete', () => {
  test('takes sessions, one-time tokens and mails along (CON-11)', async () => {
    const { world, bearer } = await signedIn()
    const invited = await world.token('invited@example.com')
    const { token } = await world.newestMail()
    const { id } = await world.user('invited@example.com')
    await world.call('UsersController_deleteUser', { bearer, params: { userId: id } })
    expect(await world.who({ bearer: invited })).toBe(401)
    expect(await world.mails()).toEqual([])
    expect(JSON.parse(await world.stored())).toMatchObject({
      sessions: [{ userId: 1 }],
      oneTimeTokens: [],
      mails: [],
    })
    // Nothing of the old user attaches to a new one of the same address.
    const body = { ...johnDoe, email: 'invited@example.com' }
    await world.call('UsersController_createUser', { bearer, body })
    expect(await world.who({ bearer: invited })).toBe(401)
    const set = { token, password: 'p' }
    expect((await world.call('AuthController_setPassword', { body: set })).status).toBe(401)
  })

  test('and login at the same time leave no session that works (CON-11)', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { world, bearer } = await signedIn()
      const [login] = await Promise.all([
        world.login('user@example.com'),
        world.call('UsersController_deleteUser', { bearer, params: { userId: 1234 } }),
      ])
      if (login.status === 200) {
        expect(await world.who({ bearer: String(login.body.token) })).toBe(401)
      }
      expect(await world.who({ bearer })).toBe('admin@example.com')
    }
  })
})

test('list answers [] for a role that nobody has', async () => {
  const { world, bearer } = await signedIn()
  for (const userRole of ['string', '', 'admin', '__proto__', 'constructor']) {
    const answer = await world.call('UsersController_findUsers', { bearer, query: { userRole } })
    expect(answer).toMatchObject({ status: 200, body: [] })
  }
})

describe('with --authorization admin', () => {
  const calls = [
    ['UsersController_findUsers', { query: { userRole: 'ADMIN' } }, 200],
    ['UsersController_createUser', { body: johnDoe }, 201],
    ['UsersController_updateUser', { params: { userId: 999 }, body: john }, 404],
    ['UsersController_deleteUser', { params: { userId: 999 } }, 404],
  ] as const
  test.each(calls)('%s is 403 for others, whatever exists', async (id, sent, status) => {
    const { world, bearer } = await signedIn()
    world.settings = { ...world.settings, authorization: 'admin' }
    const other = await world.token('user@example.com')
    expect((await world.call(id, { ...sent, bearer: other })).status).toBe(403)
    expect((await world.call(id, { ...sent, bearer })).status).toBe(status)
  })

  test('a role that was taken away counts at once (AUZ-6)', async () => {
    const { world, bearer } = await signedIn()
    world.settings = { ...world.settings, authorization: 'admin' }
    await world.change('admin@example.com', { role: 'SITE_USER' })
    const query = { userRole: 'ADMIN' }
    expect((await world.call('UsersController_findUsers', { bearer, query })).status).toBe(403)
  })
})

test('every guarded operation refuses who is not signed in', async () => {
  const world = new World()
  for (const bearer of [undefined, 'x', '<YOUR_JWT_HERE>']) {
    for (const id of [
      'UsersController_findUsers',
      'UsersController_createUser',
      'UsersController_updateUser',
      'UsersController_deleteUser',
      'AuthController_getCurrentUser',
      'AuthController_acceptTermsOfService',
    ] as const) {
      const sent = bearer === undefined ? {} : { bearer }
      expect((await world.call(id, sent)).status).toBe(401)
    }
  }
})
