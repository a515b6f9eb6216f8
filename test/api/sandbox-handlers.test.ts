import { createServer, SetupError } from '../../src/index.js'
import { inProcess, logIn } from './support/call.js'
import { openServer } from './support/open-server.js'

const mine = (message: string) => () => ({ status: 200 as const, body: { message } })

test('createServer({ handlers }) replaces a handler in every sandbox, resets included', async () => {
  const server = await openServer({ handlers: { AuthController_logout: mine('ours') } })
  const call = inProcess(server)
  for (const name of ['default', 'alice']) {
    const headers = { 'x-sandbox': name }
    await call('POST /_sandbox/v1/reset', { headers })
    expect((await call('POST /auth/logout', { headers })).body).toEqual({ message: 'ours' })
  }
  await logIn(call)
})

test('a handler gets the request as the contract describes it, and who sent it', async () => {
  const seen: unknown[] = []
  const server = await openServer({
    handlers: {
      UsersController_updateUser: ({ params, query, body, principal, sandbox, credentials }) => {
        seen.push({ params, query, body, user: principal.user.id, credentials })
        seen.push(sandbox.name)
        const { email, firstName, lastName, role } = body
        const lists = { organizationIds: [], brandIds: [], siteIds: [] }
        return {
          status: 200,
          body: {
            ...{ id: params.userId, email, firstName, lastName, role, ...lists },
            ...{ isEnabled: true, fhirStoreId: 'f', tosAcceptedAt: null },
          },
        }
      },
    },
  })
  const call = inProcess(server)
  const token = await logIn(call)
  const body = { id: 7, email: 'a@b.c', firstName: 'A', lastName: 'B', role: 'R' }
  expect((await call('PUT /user/7', { token, body })).body).toMatchObject({ id: 7 })
  expect(seen).toEqual([
    { params: { userId: 7 }, query: {}, body, user: 1234, credentials: { bearer: token } },
    'default',
  ])
})

test('sandbox(name).use replaces one in that sandbox until its reset', async () => {
  const server = await openServer({ handlers: { AuthController_logout: mine('ours') } })
  const call = inProcess(server)
  const logout = async (name: string) =>
    (await call('POST /auth/logout', { headers: { 'x-sandbox': name } })).body
  server.sandbox('alice').use('AuthController_logout', mine('hers'))
  expect(await logout('alice')).toEqual({ message: 'hers' })
  expect(await logout('bob')).toEqual({ message: 'ours' })
  server.sandbox('alice').use('AuthController_logout', mine('hers again'))
  expect(await logout('alice')).toEqual({ message: 'hers again' })
  await server.sandbox('alice').reset()
  expect(await logout('alice')).toEqual({ message: 'ours' })
})

test('an operationId that the contract does not have is refused with the nearest one', async () => {
  const handlers = { AuthController_logoff: mine('x') }
  // @ts-expect-error: there is no such operation
  const refusal = await createServer({ handlers }).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(SetupError)
  expect(refusal).toMatchObject({
    code: 'handlers-invalid',
    message: expect.stringContaining('Did you mean AuthController_logout?'),
  })
  const server = await openServer()
  expect(() =>
    server.sandbox().use('AuthController_logoff', handlers.AuthController_logoff),
  ).toThrow(/Did you mean AuthController_logout\?/)
  expect(() => server.sandbox('No Name')).toThrow(/not a sandbox name/)
})

test('what is no function is no handler', async () => {
  const handlers = { AuthController_logout: 'x' as unknown as () => never }
  await expect(createServer({ handlers })).rejects.toMatchObject({ code: 'handlers-invalid' })
})

const pets = {
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1' },
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        responses: {
          200: { description: 'ok', content: { 'application/json': { example: ['Garfield'] } } },
        },
      },
      post: {
        operationId: 'addPet',
        responses: { 201: { description: 'made', content: { 'application/json': {} } } },
      },
    },
  },
}

test('an operation without a handler answers as the mock does, and says so', async () => {
  const server = await openServer({
    contract: pets,
    handlers: { addPet: () => ({ status: 201, body: { made: true } }) },
  })
  const listed = await server.sandbox().fetch('/pets')
  expect(await listed.json()).toEqual(['Garfield'])
  expect(listed.headers.get('x-answered-by')).toBe('mock')
  const added = await server.sandbox().fetch('/pets', { method: 'POST' })
  expect([added.status, await added.json()]).toEqual([201, { made: true }])
  expect(added.headers.get('x-answered-by')).toBe('handler')
})

test('handlers may be replaced in a sandbox of a contract that came without any', async () => {
  const server = await openServer({ contract: pets })
  server.sandbox('alice').use('listPets', () => ({ status: 200, body: ['Odie'] }))
  expect(await (await server.sandbox('alice').fetch('/pets')).json()).toEqual(['Odie'])
  expect(await (await server.sandbox('bob').fetch('/pets')).json()).toEqual(['Garfield'])
})
