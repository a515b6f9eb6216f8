import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ask } from '../mock/ask.js'
import { openLoggedServer, openServer, temporaryFolder } from './support/open-server.js'

const says = (text: string, more: object = {}) => ({
  ...more,
  responses: { 200: { description: 'OK', content: { 'text/plain': { example: text } } } },
})
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }

const pets = {
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1' },
  servers: [{ url: '/pets/v1' }, { url: '/common' }],
  paths: {
    '/users/{id}': {
      parameters: [id],
      get: says('pets user', { operationId: 'getUser' }),
      put: says('pets put'),
    },
    '/pets': { get: says('pets', { operationId: 'listPets' }) },
  },
}
const shop = {
  openapi: '3.0.3',
  info: { title: 'Shop', version: '2' },
  servers: [{ url: 'https://shop.example.com/shop' }, { url: '/common' }],
  paths: {
    '/users/{userId}': {
      parameters: [{ ...id, name: 'userId' }],
      get: says('shop user', { operationId: 'getUser' }),
      delete: says('shop delete'),
    },
    '/users/me': { get: says('shop me'), post: says('shop post me') },
    '/orders': { get: says('orders', { operationId: 'listOrders' }) },
  },
}

const textOf = async (server: Parameters<typeof ask>[0], request: string) => {
  const { status, text } = await ask(server, request)
  return status === 200 ? text : status
}

test.each([
  ['GET /_mock/pets/pets', 'pets'],
  ['GET /_mock/shop/orders', 'orders'],
  ['GET /_mock/pets/users/1', 'pets user'],
  ['GET /_mock/shop/users/1', 'shop user'],
  ['GET /_mock/shop/pets', 404],
  ['GET /_mock/apis/authentication/openapi/auth/user', 404],
  ['GET /auth/user', 404],
  // The root has the operations of both; of two on one path the contract named first has it.
  ['GET /pets', 'pets'],
  ['GET /orders', 'orders'],
  ['GET /users/1', 'pets user'],
  ['PUT /users/1', 'pets put'],
  ['DELETE /users/1', 'shop delete'],
  // A literal segment wins, whichever contract it is of; what it lacks another may have.
  ['GET /users/me', 'shop me'],
  ['POST /users/me', 'shop post me'],
  ['PUT /users/me', 'pets put'],
  ['DELETE /users/me', 'shop delete'],
  ['PATCH /users/me', 405],
  // Each below the paths of its own servers.
  ['GET /pets/v1/users/1', 'pets user'],
  ['GET /shop/users/1', 'shop user'],
  ['GET /shop/pets', 404],
  ['GET /common/orders', 'orders'],
  ['GET /common/users/1', 'pets user'],
  ['GET /common/users/me', 'shop me'],
  ['PATCH /users/1', 405],
])('%s: %s', async (request, expected) => {
  const server = await openServer({ contract: [pets, shop] })
  expect(await textOf(server, request)).toBe(expected)
})

test('path parameters have the names that their own contract gives them', async () => {
  const seen: unknown[] = []
  const server = await openServer({
    contract: [
      pets,
      {
        ...shop,
        paths: { '/users/{userId}': { ...shop.paths['/users/{userId}'], get: undefined } },
      },
    ],
  })
  const sandbox = server.sandbox()
  sandbox.use('getUser', ({ params }) => {
    seen.push(params)
    return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: 'used' }
  })
  sandbox.use('delete_users_userid', ({ params }) => {
    seen.push(params)
    return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: 'used' }
  })
  expect(await textOf(server, 'GET /users/7')).toBe('used')
  expect(await textOf(server, 'DELETE /users/8')).toBe('used')
  expect(seen).toEqual([{ id: '7' }, { userId: '8' }])
})

test('405 and OPTIONS speak for all contracts, 404 names the nearest paths of all', async () => {
  const server = await openServer({ contract: [pets, shop] })
  for (const [request, status] of [
    ['PATCH /users/1', 405],
    ['OPTIONS /users/1', 204],
  ] as const) {
    const answer = await ask(server, request)
    expect([answer.status, answer.headers.get('allow')]).toEqual([
      status,
      'GET, PUT, HEAD, DELETE, OPTIONS',
    ])
  }
  const mock = await ask(server, 'PATCH /_mock/shop/users/1')
  expect(mock.headers.get('allow')).toBe('GET, DELETE, HEAD, OPTIONS')
  const unknown = await ask(server, 'GET /order')
  expect(unknown.headers.get('content-type')).toBe('application/problem+json')
  expect(unknown.json).toMatchObject({ status: 404, code: 'path-unknown' })
  const { nearest } = unknown.json as { nearest: string[] }
  expect(nearest[0]).toBe('/orders')
  expect((await ask(server, 'GET /pet')).json).toMatchObject({
    nearest: expect.arrayContaining(['/pets']) as string[],
  })
})

test('what both have is named at start, and in every list', async () => {
  const { server, log } = await openLoggedServer({ contract: [pets, shop] })
  const warnings = log.filter(({ level }) => level === 'warn').map(({ message }) => message)
  expect(warnings).toEqual([
    'Both Pets and Shop have GET /users/{id}: the root answers as Pets, which is named first. ' +
      'Each is at its mock: /_mock/pets/users/{id} and /_mock/shop/users/{userId}',
  ])
  const shadowed = [
    {
      id: 'getUser',
      method: 'GET',
      url: '/_mock/shop/users/{userId}',
      answeredAs: '/_mock/pets/users/{id}',
    },
  ]
  const listed = (await server.surfaces()).map(({ title, url, operations, shadowed: lost }) => [
    title,
    url,
    operations.length,
    lost,
  ])
  expect(listed).toEqual([
    ['Mock server of pets', '/_mock/pets/', 3, undefined],
    ['Mock server of shop', '/_mock/shop/', 5, undefined],
    ['Control API', '/_sandbox/v1/', expect.any(Number), undefined],
    ['Root (mock) of pets', '/', 3, undefined],
    ['Root (mock) of shop', '/', 4, shadowed],
  ])
  const index = (await ask(server, 'GET /')).json as { surfaces: object[] }
  expect(index.surfaces.at(-1)).toMatchObject({ path: '/', contract: { title: 'Shop' }, shadowed })
  const page = await ask(server, 'GET /', { headers: { accept: 'text/html' } })
  expect(page.text).toContain('<code>/_mock/shop/users/{userId}</code>')
  const health = await ask(server, 'GET /_sandbox/v1/health')
  expect(health.json).toMatchObject({
    contracts: [
      { title: 'Pets', slug: 'pets', operations: 3 },
      { title: 'Shop', slug: 'shop', operations: 5 },
    ],
  })
})

test('of two versions with the same operations only some are named one by one', async () => {
  const paths = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [`/thing${index}`, { get: says('x') }]),
  )
  const { log } = await openLoggedServer({
    contract: [
      { ...pets, paths },
      { ...shop, paths },
    ],
  })
  expect(log).toHaveLength(21)
  expect(log.at(-1)?.message).toMatch(/^10 more operations/)
})

test('handlers are looked up over all contracts; an id means the first that has it', async () => {
  const answer = (text: string) => () => ({
    status: 200,
    headers: { 'Content-Type': 'text/plain' },
    body: text,
  })
  const handlers = { listOrders: answer('my orders'), getUser: answer('my user') }
  const server = await openServer({ contract: [pets, shop], handlers })
  expect(await textOf(server, 'GET /orders')).toBe('my orders')
  expect(await textOf(server, 'GET /users/1')).toBe('my user')
  expect(await textOf(server, 'GET /pets')).toBe('pets')
  // getUser of the shop has the path below its server for itself, and no handler.
  expect(await textOf(server, 'GET /shop/users/1')).toBe('shop user')
  server.sandbox().use('getUser', answer('replaced'))
  expect(await textOf(server, 'GET /users/1')).toBe('replaced')
  expect(await textOf(server, 'GET /shop/users/1')).toBe('shop user')
  await expect(
    openServer({ contract: [pets, shop], handlers: { listOrder: answer('') } }),
  ).rejects.toMatchObject({
    code: 'handlers-invalid',
    message: 'The contracts have no operation listOrder. Did you mean listOrders?',
  })
})

test('a fault of one contract spoils nothing of another', async () => {
  const broken = { ...pets, paths: { '/orders': [1], '/own': 'x', '/pets': pets.paths['/pets'] } }
  const server = await openServer({ contract: [broken, shop] })
  expect(await textOf(server, 'GET /orders')).toBe('orders')
  expect(await textOf(server, 'PUT /orders')).toBe(501)
  expect(await textOf(server, 'GET /own')).toBe(501)
  expect(await textOf(server, 'GET /pets')).toBe('pets')
})

test('slugs are those of the files; a repeat gets a number', async () => {
  const folder = await temporaryFolder()
  const names = ['Pet Store.v1.yaml', 'pet-store-v1.json', 'pet-store-v1-2.yaml', 'b.json']
  const files = names.map((name) => join(folder, name))
  await Promise.all(files.map((file) => writeFile(file, JSON.stringify({ ...pets, paths: {} }))))
  const server = await openServer({ contract: [...files, pets, shop, shop] })
  const { json } = await ask(server, 'GET /_sandbox/v1/health')
  const slugs = (json as { contracts: { slug: string }[] }).contracts.map(({ slug }) => slug)
  expect(slugs).toEqual([
    'pet-store-v1',
    'pet-store-v1-2',
    'pet-store-v1-2-2',
    'b',
    'pets',
    'shop',
    'shop-2',
  ])
})

test('one that cannot be read is named', async () => {
  const missing = join(await temporaryFolder(), 'missing.yaml')
  await expect(openServer({ contract: [pets, missing] })).rejects.toMatchObject({
    code: 'contract-unreadable',
    place: { file: missing },
    exitCode: 2,
  })
  await expect(openServer({ contract: [] })).rejects.toMatchObject({ code: 'option-invalid' })
})

test('an operation at / of any contract wins over the page', async () => {
  const rooted = { ...shop, paths: { '/': { get: says('mine') } } }
  const server = await openServer({ contract: [pets, rooted] })
  expect(await textOf(server, 'GET /')).toBe('mine')
})
