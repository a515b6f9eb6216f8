import { createServer, type Server } from '../../src/index.js'
import { inProcess, logIn, visitorName, type Answer, type Call } from './support/call.js'
import { openServer, temporaryFolder } from './support/open-server.js'

const v1 = '/_sandbox/v1'
const ann = { email: 'ann@example.com', firstName: 'Ann', lastName: 'Lee', role: 'USER' }

let server: Server
let call: Call
beforeAll(async () => {
  server = await createServer({ maxSnapshots: 2 })
  call = inProcess(server)
})
afterAll(() => server.close())

const create = (body: unknown, headers = {}): Promise<Answer> =>
  call(`POST ${v1}/sandboxes`, { body, headers })
const namesIn = ({ body }: Answer) =>
  (body as { sandboxes: { name: string }[] }).sandboxes.map(({ name }) => name)
const hasAnn = async (name: string, id = 77) =>
  (await call(`GET /@${name}${v1}/state/users/${id}`)).status === 200
const addAnn = (name: string, id = 77) =>
  call(`PUT /@${name}${v1}/state/users/${id}`, { body: { ...ann, email: `a${id}@x.org` } })

describe('making a sandbox', () => {
  test('by name, once: it is listed, told about, and has a resource', async () => {
    const made = await create({ name: 'made', idleSeconds: 600, limits: { records: 50 } })
    expect([made.status, made.body]).toEqual([201, { name: 'made', url: 'http://localhost/@made' }])
    expect(made.headers.get('location')).toBe(`http://localhost${v1}/sandboxes/made`)
    const told = await call(`GET ${v1}/sandboxes/made`)
    expect(told.body).toEqual({
      name: 'made',
      url: 'http://localhost/@made',
      records: 8,
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      lastUsedAt: expect.any(String),
      expiresAt: expect.any(String),
      limits: { records: 50, snapshots: 2, journal: expect.any(Number) },
      clock: { mode: 'real', now: expect.any(String) },
      ...{ snapshots: 0, faults: 0, journal: expect.any(Number), mails: 1 },
    })
    const { lastUsedAt, expiresAt } = told.body as Record<string, string>
    expect(Date.parse(expiresAt ?? '') - Date.parse(lastUsedAt ?? '')).toBe(600_000)
    expect(namesIn(await call(`GET ${v1}/sandboxes`))).toEqual(expect.arrayContaining(['made']))
    const again = await create({ name: 'made' })
    expect([again.status, again.body]).toEqual([
      409,
      expect.objectContaining({ code: 'sandbox-exists' }),
    ])
    expect((await create({ name: 'default' })).status).toBe(409)
  })

  test('of sixteen who make the same one only one does', async () => {
    const made = await Promise.all(Array.from({ length: 16 }, () => create({ name: 'once' })))
    const statuses = made.map(({ status }) => status).sort()
    expect(statuses).toEqual([201, ...Array.from({ length: 15 }, () => 409)])
  })

  test.each(['..', 'A', 'a/b', '__proto__', '', 'x'.repeat(64), '_first'])(
    'the name %j is refused',
    async (name) => expect((await create({ name })).status).toBe(422),
  )

  test('a name without one is new and cannot be guessed', async () => {
    const { body } = await call(`POST ${v1}/sandboxes`)
    const { name } = body as { name: string }
    expect(name).toMatch(/^try-[a-z2-7]{42}$/)
    expect((await call(`GET ${v1}/sandboxes/${name}`)).body).toHaveProperty('createdAt')
  })

  test('from a host that names a sandbox the URL names the new one alone', async () => {
    const host = 'alice.localhost:4010'
    const made = await create({ name: 'by-host' }, { host })
    expect(made.body).toEqual({ name: 'by-host', url: 'http://localhost:4010/@by-host' })
    const alice = { headers: { host } }
    await call(`GET ${v1}/state/users`, alice)
    const told = await call(`GET ${v1}/sandboxes/alice`, alice)
    expect(told.body).toMatchObject({ url: 'http://alice.localhost:4010' })
  })

  test('limits beyond those of the server, and two origins at once, are refused', async () => {
    expect((await create({ name: 'big', limits: { records: 1e9 } })).status).toBe(422)
    const from = { seed: 's', sandbox: 'made' }
    expect((await create({ name: 'two', from })).status).toBe(422)
    expect((await create({ name: 'of-none', from: { sandbox: 'nobody' } })).status).toBe(404)
    expect((await create({ name: 'of-none', from: { snapshot: 'none' } })).status).toBe(404)
    expect((await create({ name: 'of-none', from: { seed: 'none' } })).status).toBe(404)
    expect((await call(`GET ${v1}/sandboxes/of-none`)).status).toBe(404)
  })

  test('its own limit of records holds, and deletes always work', async () => {
    await create({ name: 'small', limits: { records: 9 } })
    expect((await addAnn('small')).status).toBe(201)
    const full = await addAnn('small', 78)
    expect([full.status, full.text]).toEqual([507, expect.stringContaining('9 is the limit')])
    expect((await call(`DELETE /@small${v1}/state/users/77`)).status).toBe(204)
    expect((await addAnn('small', 78)).status).toBe(201)
  })
})

describe('a fork', () => {
  test('holds what its origin held, and returns to that; neither sees the other', async () => {
    await addAnn('origin')
    expect((await create({ name: 'fork', from: { sandbox: 'origin' } })).status).toBe(201)
    await addAnn('fork', 78)
    await call(`DELETE /@origin${v1}/state/users/77`)
    expect([await hasAnn('fork'), await hasAnn('fork', 78)]).toEqual([true, true])
    expect([await hasAnn('origin'), await hasAnn('origin', 78)]).toEqual([false, false])
    expect((await call(`POST /@fork${v1}/reset`)).status).toBe(204)
    expect([await hasAnn('fork'), await hasAnn('fork', 78)]).toEqual([true, false])
    const told = await call(`GET ${v1}/sandboxes/fork`)
    expect(told.body).toMatchObject({
      origin: { sandbox: 'origin' },
      createdAt: expect.any(String),
    })
  })

  test('of a snapshot of the selected sandbox', async () => {
    await addAnn('saved')
    await call(`POST /@saved${v1}/snapshots`, { body: { name: 'with-ann' } })
    await call(`POST /@saved${v1}/reset`)
    const body = { name: 'of-saved', from: { snapshot: 'with-ann' } }
    expect((await call(`POST /@saved${v1}/sandboxes`, { body })).status).toBe(201)
    expect([await hasAnn('saved'), await hasAnn('of-saved')]).toEqual([false, true])
    const told = await call(`GET ${v1}/sandboxes/of-saved`)
    expect(told.body).toMatchObject({ origin: { sandbox: 'saved', snapshot: 'with-ann' } })
    expect((await call(`GET /@of-saved${v1}/snapshots`)).body).toEqual({ snapshots: [] })
  })

  test('of the default sandbox, which is always there', async () => {
    const fresh = inProcess(await openServer())
    const listed = await fresh(`GET ${v1}/sandboxes`)
    expect(namesIn(listed)).toEqual(['default'])
    const body = { name: 'copy', from: { sandbox: 'default' } }
    expect((await fresh(`POST ${v1}/sandboxes`, { body })).status).toBe(201)
  })

  test('knows neither the tokens nor the cookies of its origin; links of its own outbox work', async () => {
    const to = { body: { email: 'user@example.com' } }
    const at = (name: string) => ({ headers: { 'x-sandbox': name } })
    await call('POST /auth/forgot-password', { ...to, ...at('letters') })
    const login = await call('POST /auth/login', {
      body: { email: 'user@example.com', password: 'password123' },
      headers: { 'x-sandbox': 'letters' },
    })
    const { token } = login.body as { token: string }
    const [cookie = ''] = (login.headers.get('set-cookie') ?? '').split(';')
    await create({ name: 'letters-copy', from: { sandbox: 'letters' } })
    const signedIn = async (name: string) => [
      (await call('GET /auth/user', { token, ...at(name) })).status,
      (await call('GET /auth/user', { headers: { cookie, 'x-sandbox': name } })).status,
    ]
    expect(await signedIn('letters')).toEqual([200, 200])
    expect(await signedIn('letters-copy')).toEqual([401, 401])
    const last = async (name: string) => (await server.sandbox(name).outbox()).at(-1)
    const [mine, theirs] = [await last('letters'), await last('letters-copy')]
    expect(mine?.id).toBe(theirs?.id)
    expect(mine?.token).not.toBe(theirs?.token)
    const use = async (name: string, oneTime: string | undefined) =>
      (
        await call('POST /auth/set-password', {
          body: { token: oneTime, password: 'new' },
          ...at(name),
        })
      ).status
    expect(await use('letters-copy', mine?.token)).toBe(401)
    expect(await use('letters', theirs?.token)).toBe(401)
    expect(await use('letters-copy', theirs?.token)).toBe(200)
    expect(await use('letters', mine?.token)).toBe(200)
    await call(`POST /@letters-copy${v1}/reset`)
    expect(await use('letters-copy', theirs?.token)).toBe(200)
  })
})

describe('deleting a sandbox', () => {
  test('takes all that belongs to it, and ends its tokens', async () => {
    await create({ name: 'short' })
    await addAnn('short')
    await call(`POST /@short${v1}/snapshots`)
    const token = await logIn(call, 'user@example.com', { 'x-sandbox': 'short' })
    expect((await call(`DELETE ${v1}/sandboxes/short`)).status).toBe(204)
    expect((await call(`GET ${v1}/sandboxes/short`)).status).toBe(404)
    expect((await call(`DELETE ${v1}/sandboxes/short`)).status).toBe(404)
    expect(await hasAnn('short')).toBe(false)
    expect(
      (await call('GET /auth/user', { token, headers: { 'x-sandbox': 'short' } })).status,
    ).toBe(401)
    expect((await call(`GET /@short${v1}/snapshots`)).body).toEqual({ snapshots: [] })
    expect((await call(`GET ${v1}/sandboxes/short`)).body).not.toHaveProperty('createdAt')
  })

  test('an unknown one is told with the nearest names, but for those that were given', async () => {
    await create({ name: 'worker-7' })
    const answer = await call(`GET ${v1}/sandboxes/worker-8`)
    expect([answer.status, answer.body]).toEqual([
      404,
      expect.objectContaining({ fix: 'Did you mean worker-7?' }),
    ])
  })
})

describe('limits and restarts', () => {
  test('a sandbox too many is refused, however it is begun; what there is goes on', async () => {
    const few = inProcess(await openServer({ maxSandboxes: 2 }))
    await logIn(few)
    await logIn(few, 'user@example.com', { 'x-sandbox': 'one' })
    const full = await few(`POST ${v1}/sandboxes`, { body: { name: 'two' } })
    expect([full.status, full.text]).toEqual([507, expect.stringContaining('2 is the limit')])
    const implicit = await few('GET /auth/user', { headers: { 'x-sandbox': 'two' } })
    expect([implicit.status, implicit.text]).toEqual([507, expect.stringContaining('2')])
    await logIn(few, 'user@example.com', { 'x-sandbox': 'one' })
    await few(`DELETE ${v1}/sandboxes/one`)
    expect((await few(`POST ${v1}/sandboxes`, { body: { name: 'two' } })).status).toBe(201)
  })

  test('what a sandbox is made of outlives the server, also as what a reset brings back', async () => {
    const data = await temporaryFolder()
    const first = await createServer({ data })
    const before = inProcess(first)
    const put = (name: string, id: number) =>
      before(`PUT /@${name}${v1}/state/users/${id}`, { body: { ...ann, email: `a${id}@x.org` } })
    await put('origin', 77)
    const body = { name: 'fork', from: { sandbox: 'origin' }, limits: { snapshots: 1 } }
    await before(`POST ${v1}/sandboxes`, { body })
    await put('fork', 78)
    await first.close()
    const after = inProcess(await openServer({ data }))
    const told = await after(`GET ${v1}/sandboxes/fork`)
    expect(told.body).toMatchObject({ origin: { sandbox: 'origin' }, limits: { snapshots: 1 } })
    const has = async (id: number) =>
      (await after(`GET /@fork${v1}/state/users/${id}`)).status === 200
    expect([await has(77), await has(78)]).toEqual([true, true])
    await after(`POST /@fork${v1}/reset`)
    expect([await has(77), await has(78)]).toEqual([true, false])
    expect((await after(`GET ${v1}/sandboxes/fork`)).body).toHaveProperty('createdAt')
    await after(`DELETE ${v1}/sandboxes/fork`)
    expect(namesIn(await after(`GET ${v1}/sandboxes`))).toEqual(['default', 'origin'])
  })
})

describe('a name that strangers get', () => {
  test('costs nothing before it is used, and may be deleted by whoever knows it', async () => {
    const server = await openServer({ profile: 'public', maxSandboxes: 1 })
    const visit = inProcess(server)
    const names = await Promise.all([1, 2, 3].map(() => visitorName(visit)))
    expect(new Set(names).size).toBe(3)
    const [own = '', other = ''] = names
    expect((await visit(`GET ${v1}/sandboxes/${own}`)).body).toMatchObject({ name: own })
    expect((await visit(`GET /@${other}/auth/user`)).status).toBe(507)
    expect((await visit(`DELETE ${v1}/sandboxes/${own}`)).status).toBe(204)
    expect((await visit(`GET /@${other}/auth/user`)).status).toBe(401)
    expect((await visit(`GET ${v1}/sandboxes`)).status).toBe(401)
    expect((await visit(`POST ${v1}/sandboxes`, { body: { name: 'mine' } })).status).toBe(401)
  })
})
