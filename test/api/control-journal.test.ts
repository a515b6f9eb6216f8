import { bystander } from './support/bystander.js'
import { inProcess, logIn, type Call } from './support/call.js'
import { openServer } from './support/open-server.js'

interface Entry {
  readonly number: number
  readonly [member: string]: unknown
}

const journalOf = async (call: Call, query = '') =>
  (await call(`GET /_sandbox/v1/journal${query}`)).body as { total: number; entries: Entry[] }

const mock = '/_mock/apis/authentication/openapi'

const contract = {
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1' },
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer' } }],
        responses: { 200: { description: '', content: { 'application/json': { example: [] } } } },
      },
      post: {
        operationId: 'addPet',
        requestBody: {
          content: {
            'application/json': {
              schema: { type: 'object', properties: { name: { type: 'string' } } },
            },
          },
        },
        responses: { 201: { description: '' } },
      },
    },
  },
}

test('an exchange is told whole: request, reply, operation, who answered, how long it took', async () => {
  const server = await openServer()
  const call = bystander(server)
  await logIn(inProcess(server))
  const { total, entries } = await journalOf(call)
  expect(total).toBe(1)
  expect(entries[0]).toMatchObject({
    number: 1,
    operationId: 'AuthController_login',
    contract: 'apis/authentication/openapi',
    surface: 'sandbox',
    answeredBy: 'handler',
    violations: [],
    request: {
      ...{ method: 'POST', path: '/auth/login', query: '', bodyBytes: 53 },
      body: '{"email":"user@example.com","password":"***"}',
    },
    response: { status: 200, body: '{"message":"Login successful","token":"***"}' },
  })
  expect(entries[0]?.['durationMs']).toBeGreaterThan(0)
  expect(server.sandbox().journal()).toEqual(entries)
  expect(server.sandbox().journal({ status: '4XX' })).toEqual([])
})

test('mock, refusals, and what matches nothing are in it; pages and the control API are not', async () => {
  const call = bystander(await openServer())
  await call(`GET ${mock}/auth/user`, { token: 'x' })
  await call('GET /auth/user')
  await call('POST /users', { body: { name: 'Ann' } })
  await call('PATCH /auth/login')
  await call('POST /auth/login', { body: { email: 1 } })
  await call('GET /_sandbox/v1/health')
  await call('GET /_sandbox/v1/nothing')
  await call('GET /')
  const { entries } = await journalOf(call)
  expect(
    entries.map(({ number, surface, answeredBy, refusal, response }) => [
      ...[number, surface, answeredBy, (refusal as { code?: string } | undefined)?.code],
      (response as { status: number }).status,
    ]),
  ).toEqual([
    [1, 'mock', 'mock', undefined, 200],
    [2, 'sandbox', undefined, 'credentials-missing', 401],
    [3, undefined, undefined, 'path-unknown', 404],
    [4, undefined, undefined, 'method-unknown', 405],
    [5, 'sandbox', undefined, 'request-invalid', 400],
  ])
})

test('an unmatched request says what is near, what was sent, and how to send it again', async () => {
  const call = bystander(await openServer())
  await call('POST /users?a=b', { body: { name: 'Ann' } })
  const { entries } = await journalOf(call, '?unmatched=true')
  expect(entries[0]).toMatchObject({
    nearest: ['/user', expect.any(String), expect.any(String)],
    refusal: { code: 'path-unknown', fix: expect.any(String) as string },
    request: { query: 'a=b', body: '{"name":"Ann"}', bodyBytes: 14 },
  })
  expect(entries[0]?.['curl']).toContain('--data-raw \'{"name":"Ann"}\'')
  expect(entries[0]?.['curl']).toContain("'http://localhost/users?a=b'")
  expect(JSON.stringify(entries[0]?.['nearest'])).not.toContain('_sandbox')
})

test('violations are told with their places, whether they were refused or let pass', async () => {
  const wrong = { location: 'query', pointer: '/limit', rule: 'type' }
  for (const validate of ['error', 'warn'] as const) {
    const call = bystander(await openServer({ contract, validate, state: 'off' }))
    await call('GET /pets?limit=many')
    await call('GET /pets')
    const { entries, total } = await journalOf(call, '?violations=true')
    expect([total, entries[0]?.['violations']]).toEqual([1, [expect.objectContaining(wrong)]])
    expect((await journalOf(call, '?violations=false')).total).toBe(1)
  }
})

test('filters narrow, limit takes the last, total counts all', async () => {
  const call = bystander(await openServer({ contract, state: 'off' }))
  for (const path of ['/pets', '/pets?limit=x', '/dogs', '/pets']) await call(`GET ${path}`)
  await call('POST /pets', { body: {} })
  const numbers = async (query: string) =>
    (await journalOf(call, query)).entries.map(({ number }) => number)
  expect(await numbers('?operationId=listPets')).toEqual([1, 2, 4])
  expect(await numbers('?method=post')).toEqual([5])
  expect(await numbers('?path=/pe*s')).toEqual([1, 2, 4, 5])
  expect(await numbers('?path=/pets*s')).toEqual([])
  expect(await numbers('?path=*')).toEqual([1, 2, 3, 4, 5])
  expect(await numbers('?status=404')).toEqual([3])
  expect(await numbers('?status=4XX')).toEqual([2, 3])
  expect(await numbers('?unmatched=true')).toEqual([3])
  expect(await numbers('?unmatched=false&after=1')).toEqual([2, 4, 5])
  expect(await journalOf(call, '?operationId=listPets&limit=1')).toMatchObject({
    total: 3,
    entries: [{ number: 4 }],
  })
  expect(await journalOf(call, '?limit=0')).toEqual({ total: 5, entries: [] })
})

test('an operation that there is not is a 404 that names the nearest', async () => {
  const call = bystander(await openServer({ contract }))
  for (const path of ['journal', 'journal/wait', 'journal/events'])
    expect(await call(`GET /_sandbox/v1/${path}?operationId=listPet`)).toMatchObject({
      status: 404,
      body: { code: 'not-found', fix: 'Did you mean listPets?' },
    })
})

test('a sandbox sees its own exchanges only, from number 1', async () => {
  const server = await openServer({ contract })
  const call = bystander(server)
  const [ann, bob] = ['ann', 'bob'].map((name) => ({ headers: { 'x-sandbox': name } }))
  await call('GET /pets', ann)
  await call('GET /@bob/dogs')
  await call('GET /pets', { headers: { 'x-sandbox': 'Not A Name' } })
  await call('GET /@ann/pets', bob)
  const paths = (name: string) =>
    server
      .sandbox(name)
      .journal()
      .map(({ number, request }) => [number, request.path])
  expect([paths('ann'), paths('bob'), paths('default')]).toEqual([
    [[1, '/pets']],
    [[1, '/dogs']],
    [],
  ])
})

test('DELETE and reset empty it, and numbers go on', async () => {
  const call = bystander(await openServer({ contract }))
  await call('GET /pets')
  expect((await call('DELETE /_sandbox/v1/journal')).status).toBe(204)
  expect((await journalOf(call)).total).toBe(0)
  await call('GET /pets')
  await call('POST /_sandbox/v1/reset')
  await call('GET /pets')
  expect((await journalOf(call)).entries).toMatchObject([{ number: 3 }])
})

test('the oldest go where there are too many', async () => {
  const call = bystander(await openServer({ contract, journal: 3 }))
  for (let count = 0; count < 5; count++) await call('GET /pets')
  expect((await journalOf(call)).entries.map(({ number }) => number)).toEqual([3, 4, 5])
})

test('without a journal nothing is told rather than that there was nothing', async () => {
  const call = bystander(await openServer({ contract, journal: 0 }))
  await call('GET /pets')
  for (const path of ['journal', 'journal/wait', 'journal/events', 'journal.har'])
    expect(await call(`GET /_sandbox/v1/${path}`)).toMatchObject({
      status: 409,
      body: { code: 'journal-off' },
    })
  await expect(openServer({ journal: -1 })).rejects.toMatchObject({ code: 'option-invalid' })
})

test('the times are those of the clock of the sandbox', async () => {
  const call = bystander(await openServer({ contract }))
  const now = '2031-02-03T04:05:06.000Z'
  await call('PUT /_sandbox/v1/clock', { body: { mode: 'frozen', now } })
  await call('GET /pets')
  expect((await journalOf(call)).entries).toMatchObject([{ time: now }])
})

test('a fault, and how it broke the connection, are told', async () => {
  const server = await openServer({ contract })
  const call = bystander(server)
  await call('POST /_sandbox/v1/faults', {
    body: { operationId: 'listPets', connection: 'reset' },
  })
  await expect(server.fetch(new Request('http://localhost/pets'))).rejects.toThrow()
  const { entries } = await journalOf(call)
  expect(entries).toMatchObject([{ operationId: 'listPets', response: { cut: 'reset' } }])
  expect(entries[0]?.['response']).not.toHaveProperty('status')
  expect(entries[0]?.['fault']).toEqual(expect.any(String))
})

test('a browser that will not send after its preflight is told of; others are no exchanges', async () => {
  const call = bystander(await openServer({ contract }))
  const preflight = (method: string, header: string) =>
    call('OPTIONS /pets', {
      headers: {
        origin: 'http://localhost:3000',
        'access-control-request-method': method,
        'access-control-request-headers': header,
      },
    })
  await preflight('POST', 'content-type')
  await preflight('POST', 'x-odd')
  await preflight('DELETE', 'content-type')
  const { entries } = await journalOf(call)
  expect(entries.map(({ refusal }) => refusal)).toEqual([
    expect.objectContaining({ fix: expect.stringContaining('--allow-header x-odd') as string }),
    expect.objectContaining({ detail: expect.stringContaining('no DELETE') as string }),
  ])
})
