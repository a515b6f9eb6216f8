import { createServer, type Server, type ServerOptions } from '../../src/index.js'
import { inProcess, type Call } from './support/call.js'
import { openServer } from './support/open-server.js'

const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const ok = (schema: object) => ({ description: 'ok', ...json(schema) })
const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } }
const project = { name: 'project', in: 'path', required: true, schema: { type: 'string' } }
const pet = { $ref: '#/components/schemas/Pet' }
const task = { $ref: '#/components/schemas/Task' }

const document = (title: string) => ({
  openapi: '3.0.3',
  info: { title, version: '1' },
  components: {
    schemas: {
      Pet: {
        type: 'object',
        required: ['id', 'name', 'createdAt'],
        properties: {
          id: { type: 'integer', readOnly: true },
          name: { type: 'string', minLength: 1 },
          slug: { type: 'string' },
          age: { type: 'integer', minimum: 0 },
          password: { type: 'string', writeOnly: true },
          createdAt: { type: 'string', format: 'date-time', readOnly: true },
        },
      },
      Task: {
        type: 'object',
        required: ['number', 'title'],
        properties: { number: { type: 'integer' }, title: { type: 'string' } },
      },
    },
  },
  paths: {
    '/pets': {
      get: { operationId: 'listPets', responses: { 200: ok({ type: 'array', items: pet }) } },
      post: {
        operationId: 'addPet',
        requestBody: json(pet),
        responses: { 201: ok(pet), 409: { description: 'taken' } },
      },
    },
    '/pets/{id}': {
      get: { operationId: 'getPet', parameters: [id], responses: { 200: ok(pet) } },
      delete: {
        operationId: 'deletePet',
        parameters: [id],
        responses: { 204: { description: 'gone' } },
      },
    },
    '/projects/{project}/tasks': {
      get: {
        operationId: 'listTasks',
        parameters: [project],
        responses: { 200: ok({ type: 'array', items: task }) },
      },
      post: {
        operationId: 'addTask',
        parameters: [project],
        requestBody: json(task),
        responses: { 201: ok(task) },
      },
    },
    '/projects/{project}/tasks/{id}': {
      get: { operationId: 'getTask', parameters: [project, id], responses: { 200: ok(task) } },
    },
  },
})

const state = '/_sandbox/v1/state'
const tasks = `${state}/projects%2Ftasks`
const rex = { name: 'Rex', slug: 'rex' }

let server: Server
let call: Call
/** The same without judging answers by our own contract. */
const get = async (path: string, sandbox: string) => {
  const response = await server.fetch(new Request(`http://localhost/@${sandbox}${path}`))
  return { status: response.status, body: (await response.json()) as unknown }
}
beforeAll(async () => {
  server = await createServer({ contract: document('Pets') } as ServerOptions)
  call = inProcess(server)
})
afterAll(() => server.close())

const at =
  (name: string) =>
  (request: string, body?: unknown): ReturnType<Call> =>
    call(request.replace(' ', ` /@${name}`), { body })
const recordsIn = ({ body }: { body: unknown }) =>
  (body as { records: Record<string, unknown>[] }).records

describe('the records of other contracts', () => {
  test('are those that the operations answer, first contents included', async () => {
    const ask = at('first')
    const listed = await ask(`GET ${state}/pets`)
    expect(recordsIn(listed)).toHaveLength(5)
    expect((await get('/pets', 'first')).body).toEqual(recordsIn(listed))
    expect((await ask(`GET ${state}`)).body).toEqual({
      collections: expect.arrayContaining([
        { name: 'pets', contract: 'pets', identity: 'id', records: 5 },
      ]),
    })
  })

  test('are put under an identity, and what the server says itself is filled in', async () => {
    const ask = at('put')
    const made = await ask(`PUT ${state}/pets/70`, rex)
    expect([made.status, made.body]).toEqual([
      201,
      { ...rex, id: 70, createdAt: expect.stringMatching(/^\d{4}-/) },
    ])
    expect((await get('/pets/70', 'put')).body).toEqual(made.body)
    const { createdAt } = made.body as { createdAt: string }
    const changed = await ask(`PUT ${state}/pets/70`, { name: 'Max', createdAt })
    expect([changed.status, changed.body]).toEqual([200, { id: 70, name: 'Max', createdAt }])
    expect((await ask(`DELETE ${state}/pets/70`)).status).toBe(204)
    expect((await get('/pets/70', 'put')).status).toBe(404)
  })

  test('without an identity get the next one', async () => {
    const ask = at('next')
    const put = await ask(`PUT ${state}/pets`, { records: [rex, { name: 'Ada' }] })
    const ids = recordsIn(put).map((record) => record['id'])
    expect(new Set(ids).size).toBe(2)
    expect(recordsIn(await ask(`GET ${state}/pets`))).toHaveLength(7)
  })

  test('that the contract does not allow are refused, all of them', async () => {
    const ask = at('refused')
    const before = (await ask(`GET ${state}/pets`)).body
    const records = [rex, { name: '', age: -1 }, { age: 1.5 }]
    const refused = await ask(`PUT ${state}/pets`, { records })
    const { detail } = refused.body as { detail: string }
    expect(refused.status).toBe(422)
    expect([...detail.matchAll(/body (\S+):/g)].map(([, pointer]) => pointer).sort()).toEqual([
      '/records/1/age',
      '/records/1/name',
      '/records/2/age',
      '/records/2/name',
    ])
    const twice = await ask(`PUT ${state}/pets`, { records: [rex, { ...rex, slug: 'REX' }] })
    expect([twice.status, twice.body]).toEqual([
      409,
      expect.objectContaining({ code: 'record-conflict' }),
    ])
    expect((await ask(`GET ${state}/pets`)).body).toEqual(before)
    expect((await ask(`PUT ${state}/pets/x`, rex)).status).toBe(422)
    expect((await ask(`PUT ${state}/pets/7`, { ...rex, id: 8 })).status).toBe(422)
    expect((await ask(`PUT ${state}/pets/7`, { name: 'R', age: 'old' })).status).toBe(422)
    expect((await ask(`GET ${state}/pet`)).body).toMatchObject({ fix: 'Did you mean pets?' })
  })

  test('show no password, keep it, and keep it hashed', async () => {
    const ask = at('password')
    const put = await ask(`PUT ${state}/pets/70`, { ...rex, password: 'good boy' })
    expect(put.body).not.toHaveProperty('password')
    await ask('POST /_sandbox/v1/snapshots', { name: 'one' })
    await ask(`PUT ${state}/pets/70`, { ...rex, createdAt: '2024-01-01T00:00:00Z' })
    await ask('POST /_sandbox/v1/snapshots', { name: 'two' })
    for (const name of ['one', 'two']) {
      const { text } = await ask(`GET /_sandbox/v1/snapshots/${name}`)
      expect(text).toMatch(/"password":"\$scrypt/)
      expect(text).not.toContain('good boy')
    }
    const diff = await ask('GET /_sandbox/v1/snapshots/one/diff?to=two')
    expect(diff.body).toMatchObject({
      changes: [{ collection: 'pets', id: '70', members: [{ pointer: '/createdAt' }] }],
    })
  })

  test('that lie below others say what, and can be put back as they are listed', async () => {
    const ask = at('nested')
    const made = await ask(`PUT ${tasks}/alpha%2F7`, { number: 7, title: 'Write' })
    expect([made.status, made.body]).toEqual([
      201,
      expect.objectContaining({ project: 'alpha', title: 'Write' }),
    ])
    expect((await get('/projects/alpha/tasks/7', 'nested')).status).toBe(200)
    const records = recordsIn(await ask(`GET ${tasks}`))
    expect(records).toContainEqual(made.body)
    expect((await ask(`PUT ${tasks}`, { records })).status).toBe(200)
    expect(recordsIn(await ask(`GET ${tasks}`))).toEqual(records)
    const lost = await ask(`PUT ${tasks}`, { records: [{ number: 8, title: 'Lost' }] })
    expect([lost.status, lost.text]).toEqual([422, expect.stringContaining('/records/0/project')])
    expect((await ask(`GET ${tasks}/alpha%2F99`)).status).toBe(404)
    expect((await ask(`GET ${tasks}/alpha`)).status).toBe(404)
  })

  test('looking at first contents is no change, and deleting one of them is', async () => {
    const ask = at('looked')
    const diff = async () => (await ask('GET /_sandbox/v1/snapshots/untouched/diff')).body
    await ask('POST /_sandbox/v1/snapshots', { name: 'untouched' })
    const [first] = recordsIn(await ask(`GET ${state}/pets`))
    expect(await diff()).toEqual({ from: 'untouched', changes: [] })
    await ask('POST /_sandbox/v1/snapshots', { name: 'untouched' })
    await ask(`DELETE ${state}/pets/${String(first?.['id'])}`)
    expect(await diff()).toMatchObject({ changes: [{ collection: 'pets', change: 'removed' }] })
  })
})

test('collections of the same name are told apart by their contracts', async () => {
  const contract = [document('Pets'), document('Shop')]
  const ask = inProcess(await openServer({ contract } as ServerOptions))
  const { body } = await ask(`GET ${state}`)
  const names = (body as { collections: { name: string }[] }).collections.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['pets', 'shop.pets']))
  expect((await ask(`PUT ${state}/shop.pets/70`, { body: rex })).status).toBe(201)
  expect((await ask(`GET ${state}/pets/70`)).status).toBe(404)
})

test('without state there are no collections', async () => {
  const contract = document('Pets')
  const ask = inProcess(await openServer({ contract, state: 'off' } as ServerOptions))
  expect((await ask(`GET ${state}`)).body).toEqual({ collections: [] })
  expect((await ask(`GET ${state}/pets`)).status).toBe(404)
})
