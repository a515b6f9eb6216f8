import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createServer, type Server, type ServerOptions } from '../../src/index.js'
import { inProcess, logIn, type Call } from './support/call.js'
import { openServer, temporaryFolder } from './support/open-server.js'

const v1 = '/_sandbox/v1'
const ann = {
  ...{ id: 1, email: 'ann@example.com', password: 'password123' },
  ...{ firstName: 'Ann', lastName: 'Lee', role: 'ADMIN' },
}

let server: Server
let call: Call
beforeAll(async () => {
  server = await createServer()
  call = inProcess(server)
})
afterAll(() => server.close())

const at =
  (name: string, ask: Call = call) =>
  (request: string, body?: unknown) =>
    ask(request.replace(' ', ` /@${name}${v1}/`), { body })
const usersIn = async (ask: ReturnType<typeof at>) =>
  ((await ask('GET state/users')).body as { records: Record<string, unknown>[] }).records
const emails = async (ask: ReturnType<typeof at>) => (await usersIn(ask)).map(({ email }) => email)

describe('a seed of its own', () => {
  test('is what the sandbox holds, and what a reset brings back', async () => {
    const ask = at('own')
    const replaced = await ask('PUT seed', { seed: { users: [ann], counters: { users: 7 } } })
    expect([replaced.status, await emails(ask)]).toEqual([204, [ann.email]])
    const token = await logIn(call, ann.email, { 'x-sandbox': 'own' })
    const headers = { 'x-sandbox': 'own' }
    const added = await call('POST /user', {
      ...{ token, headers },
      body: { email: 'b@x.y', firstName: 'B', lastName: 'C', role: 'R', password: 'p' },
    })
    expect(added.body).toMatchObject({ id: 7 })
    await ask('POST reset')
    expect(await emails(ask)).toEqual([ann.email])
    expect((await call('GET /auth/user', { token, headers })).status).toBe(401)
    expect(await emails(at('another'))).not.toContain(ann.email)
  })

  test.each([
    [{ seed: { users: [{ ...ann, id: 0 }] } }, /users\/0\/id/],
    [{ seed: { users: [ann, ann] } }, /users\/1\/id/],
    [{ seed: { people: [] } }, /people/],
    [{ seed: { users: [], resources: { pets: [] } } }, /pets/],
    [{}, /neither/],
    [{ name: 'none', seed: { users: [] } }, /name and seed/],
  ])('%j is refused, and nothing is changed', async (body, told) => {
    const ask = at('refused')
    const before = await emails(ask)
    const { status, text } = await ask('PUT seed', body)
    expect([status, text]).toEqual([422, expect.stringMatching(told)])
    expect(await emails(ask)).toEqual(before)
  })

  test('has a name where there is a folder; files are read when they are asked for', async () => {
    const seeds = await temporaryFolder()
    const write = (name: string, text: string) => writeFile(join(seeds, name), text)
    await write('one.json', JSON.stringify({ users: [ann] }))
    await write('broken.json', '{')
    await write('wrong.json', '{"users":[{}]}')
    await write('..json', '{}')
    await write('notes.txt', '')
    const named = inProcess(await openServer({ seeds }))
    expect((await named(`GET ${v1}/seeds`)).body).toEqual({ seeds: ['broken', 'one', 'wrong'] })
    const ask = at('a', named)
    expect((await ask('PUT seed', { name: 'one' })).status).toBe(204)
    expect(await emails(ask)).toEqual([ann.email])
    await write('one.json', JSON.stringify({ users: [] }))
    const body = { name: 'b', from: { seed: 'one' } }
    expect((await named(`POST ${v1}/sandboxes`, { body })).status).toBe(201)
    expect(await emails(at('b', named))).toEqual([])
    expect((await named(`GET ${v1}/sandboxes/b`)).body).toMatchObject({ origin: { seed: 'one' } })
    const refusals = await Promise.all(
      ['broken', 'wrong', 'on', '../one', 'notes.txt'].map((name) => ask('PUT seed', { name })),
    )
    expect(refusals.map(({ status }) => status)).toEqual([422, 422, 404, 404, 404])
    expect(refusals[1]?.text).toMatch(/wrong\.json.*users\/0/)
    expect(refusals[2]?.body).toMatchObject({ fix: 'Did you mean one?' })
    await expect(openServer({ seeds: join(seeds, 'nowhere') })).rejects.toMatchObject({
      code: 'option-invalid',
    })
  })

  test('outlives the server', async () => {
    const data = await temporaryFolder()
    const first = await createServer({ data })
    await at('kept', inProcess(first))('PUT seed', { seed: { users: [ann] } })
    await first.close()
    const after = at('kept', inProcess(await openServer({ data })))
    await after('DELETE state/users/1')
    await after('POST reset')
    expect(await emails(after)).toEqual([ann.email])
  })
})

describe('generated users', () => {
  test('are the same for the same seed, have addresses of their own, and can log in', async () => {
    const [one, other] = [at('gen-1'), at('gen-2')]
    const wish = { count: 200, seed: 7 }
    for (const ask of [one, other]) {
      const made = await ask('POST seed/generate', wish)
      expect([made.status, made.body]).toEqual([
        201,
        { collections: [{ name: 'users', records: 200 }] },
      ])
    }
    const users = await usersIn(one)
    expect(users).toEqual(await usersIn(other))
    expect(users).toHaveLength(205)
    expect(new Set(users.map(({ email }) => email)).size).toBe(205)
    expect(new Set(users.map(({ role }) => role)).size).toBeGreaterThan(1)
    const last = users.findLast(({ isEnabled }) => isEnabled)
    await logIn(call, String(last?.['email']), { 'x-sandbox': 'gen-1' })
    await one('POST seed/generate', wish)
    expect(new Set(await emails(one)).size).toBe(405)
    expect(await usersIn(at('gen-3'))).toHaveLength(5)
    await at('gen-3')('POST seed/generate', { count: 200, seed: 8 })
    expect(await emails(at('gen-3'))).not.toEqual(await emails(other))
  })

  test('satisfy the contract', async () => {
    const ask = at('valid')
    await ask('POST seed/generate', { count: 50 })
    const headers = { 'x-sandbox': 'valid' }
    const token = await logIn(call, 'user@example.com', headers)
    // `call` judges the answer by the contract.
    const listed = await call('GET /user?userRole=SITE_USER', { token, headers })
    expect((listed.body as unknown[]).length).toBeGreaterThan(5)
  })

  test('beyond the limit are refused, none of them is kept', async () => {
    const ask = at('few', inProcess(await openServer({ maxRecords: 50 })))
    const refused = await ask('POST seed/generate', { count: 60 })
    expect([refused.status, refused.text]).toEqual([507, expect.stringContaining('50')])
    expect(await usersIn(ask)).toHaveLength(5)
  })

  test.each([{ count: 0 }, { count: 100_001 }, {}, { count: 1, collection: 'pets' }])(
    '%j is refused',
    async (wish) => {
      const { status } = await at('no')('POST seed/generate', wish)
      expect(status).toBe('collection' in wish ? 404 : 422)
    },
  )
})

describe('records of other contracts', () => {
  const json = (schema: object) => ({ content: { 'application/json': { schema } } })
  const pet = {
    type: 'object',
    required: ['id', 'name', 'email'],
    properties: {
      id: { type: 'integer' },
      name: { type: 'string', minLength: 1 },
      email: { type: 'string', format: 'email' },
    },
  }
  const note = { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } }
  const path = (name: string) => ({
    ...{ name, in: 'path', required: true, schema: { type: 'integer' } },
  })
  const list = (schema: object, parameters: object[] = []) => ({
    parameters,
    responses: { 200: { description: 'ok', ...json({ type: 'array', items: schema }) } },
  })
  const one = (schema: object, parameters: object[]) => ({
    parameters,
    responses: { 200: { description: 'ok', ...json(schema) } },
  })
  const contract = {
    openapi: '3.0.3',
    info: { title: 'Pets', version: '1' },
    paths: {
      '/pets': {
        get: list(pet),
        post: { requestBody: json(pet), responses: { 201: { description: 'ok', ...json(pet) } } },
      },
      '/pets/{petId}': { get: one(pet, [path('petId')]) },
      '/pets/{petId}/notes': {
        get: list(note, [path('petId')]),
        post: {
          parameters: [path('petId')],
          requestBody: json(note),
          responses: { 201: { description: 'ok', ...json(note) } },
        },
      },
      '/pets/{petId}/notes/{noteId}': { get: one(note, [path('petId'), path('noteId')]) },
    },
  }
  let other: Call
  let shop: Server
  beforeAll(async () => {
    shop = await createServer({ contract } as ServerOptions)
    other = inProcess(shop)
  })
  afterAll(() => shop.close())
  const recordsOf = async (ask: ReturnType<typeof at>, name: string) =>
    ((await ask(`GET state/${name}`)).body as { records: Record<string, unknown>[] }).records

  test('are generated where they stand on their own, valid and the same for the same seed', async () => {
    const [one, two] = [at('one', other), at('two', other)]
    for (const ask of [one, two])
      expect((await ask('POST seed/generate', { count: 30, seed: 3 })).body).toEqual({
        collections: [{ name: 'pets', records: 30 }],
      })
    const pets = await recordsOf(one, 'pets')
    expect(pets).toEqual(await recordsOf(two, 'pets'))
    expect(new Set(pets.map(({ id }) => id)).size).toBe(35)
    expect(new Set(pets.map(({ email }) => email)).size).toBe(35)
    // What is put back is judged by the contract.
    expect((await one('PUT state/pets', { records: pets })).status).toBe(200)
    const notes = { count: 70, collection: 'pets/notes' }
    expect((await one('POST seed/generate', notes)).status).toBe(201)
    const owners = (await recordsOf(one, 'pets%2Fnotes')).map(({ petId }) => petId)
    expect(new Set(owners).size).toBe(35)
  })

  test('are those of a seed, and no others', async () => {
    const ask = at('seeded', other)
    const seed = { resources: { pets: [{ id: 9, name: 'Rex', email: 'r@x.y' }] } }
    expect((await ask('PUT seed', { seed })).status).toBe(204)
    expect(await recordsOf(ask, 'pets')).toEqual(seed.resources.pets)
    await ask('DELETE state/pets/9')
    expect(await recordsOf(ask, 'pets')).toEqual([])
    await ask('POST reset')
    expect(await recordsOf(ask, 'pets')).toEqual(seed.resources.pets)
    expect(await recordsOf(at('unseeded', other), 'pets')).toHaveLength(5)
  })
})
