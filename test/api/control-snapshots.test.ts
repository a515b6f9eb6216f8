import { createServer, type Server } from '../../src/index.js'
import { inProcess, logIn, type Call } from './support/call.js'
import { openServer, temporaryFolder } from './support/open-server.js'

const v1 = '/_sandbox/v1'
const ann = { email: 'ann@example.com', firstName: 'Ann', lastName: 'Lee', role: 'USER' }

let server: Server
let shared: Call
beforeAll(async () => {
  server = await createServer({ maxSnapshots: 3 })
  shared = inProcess(server)
})
afterAll(() => server.close())

/** Calls of the control API of one sandbox. */
const at =
  (name: string, call: Call = shared) =>
  (request: string, body?: unknown) =>
    call(request.replace(' ', ` /@${name}${v1}/`), { body })
type At = ReturnType<typeof at>

const put = (call: At, id: number, change: object = {}) =>
  call(`PUT state/users/${id}`, { ...ann, email: `a${id}@x.org`, ...change })
const has = async (call: At, id: number) => (await call(`GET state/users/${id}`)).status === 200

describe('snapshots', () => {
  test('are saved, listed, restored and deleted', async () => {
    const call = at('story')
    await put(call, 77)
    const saved = await call('POST snapshots', { name: 'with-ann' })
    expect([saved.status, saved.body]).toEqual([
      201,
      { name: 'with-ann', createdAt: expect.stringMatching(/Z$/), records: 8 },
    ])
    const location = saved.headers.get('location') ?? ''
    expect(location).toBe(`http://localhost/@story${v1}/snapshots/with-ann`)
    expect((await shared(`GET ${new URL(location).pathname}`)).status).toBe(200)
    await call('DELETE state/users/77')
    await put(call, 78)
    expect((await call('POST snapshots/with-ann/restore')).status).toBe(204)
    expect([await has(call, 77), await has(call, 78)]).toEqual([true, false])
    expect((await call('GET snapshots')).body).toEqual({ snapshots: [saved.body] })
    expect((await call('DELETE snapshots/with-ann')).status).toBe(204)
    expect((await call('DELETE snapshots/with-ann')).status).toBe(404)
    expect((await call('POST snapshots/with-ann/restore')).status).toBe(404)
    expect(await has(call, 77)).toBe(true)
  })

  test('without a name get one each, also at the same time, up to the limit', async () => {
    const call = at('numbered')
    const saved = await Promise.all([1, 2, 3].map(() => call('POST snapshots')))
    const names = saved.map(({ body }) => (body as { name: string }).name).sort()
    expect(names).toEqual(['snapshot-1', 'snapshot-2', 'snapshot-3'])
    const full = await call('POST snapshots')
    expect([full.status, full.text]).toEqual([507, expect.stringContaining('3 is the limit')])
    expect((await call('POST snapshots', { name: 'snapshot-2' })).status).toBe(201)
    await call('DELETE snapshots/snapshot-2')
    expect((await call('POST snapshots')).body).toMatchObject({ name: 'snapshot-2' })
  })

  test('bring sessions back', async () => {
    const token = await logIn(shared, 'user@example.com', { 'x-sandbox': 'signed-in' })
    const call = at('signed-in')
    const status = async () =>
      (await shared('GET /auth/user', { token, headers: { 'x-sandbox': 'signed-in' } })).status
    await call('POST snapshots', { name: 'in' })
    await shared('POST /auth/logout', { token, headers: { 'x-sandbox': 'signed-in' } })
    expect(await status()).toBe(401)
    await call('POST snapshots/in/restore')
    expect(await status()).toBe(200)
  })

  test('leave what is known of the sandbox itself alone, and give clock and rules back', async () => {
    await shared(`POST ${v1}/sandboxes`, { body: { name: 'about', idleSeconds: 900 } })
    const call = at('about')
    const clock = { mode: 'frozen', now: '2030-01-01T00:00:00.000Z' }
    await call('PUT clock', clock)
    await call('POST snapshots', { name: 'frozen' })
    await call('PUT clock', { mode: 'real' })
    await call('POST snapshots/frozen/restore')
    expect((await call('GET clock')).body).toEqual(expect.objectContaining(clock))
    const told = (await shared(`GET ${v1}/sandboxes/about`)).body
    expect(told).toMatchObject({ createdAt: expect.any(String), expiresAt: expect.any(String) })
  })

  test.each(['..', '%2e%2e', '_first', 'A', 'a%2Fb', 'x'.repeat(300)])(
    'no snapshot is called %s',
    async (name) => {
      const call = at('names')
      for (const request of ['GET', 'DELETE']) {
        const { status } = await call(`${request} snapshots/${name}`)
        expect([404, 405, 422]).toContain(status)
      }
      expect((await call('POST snapshots', { name: decodeURIComponent(name) })).status).toBe(422)
    },
  )

  test('end scripts when they are restored', async () => {
    const call = at('scripted')
    await call('POST snapshots', { name: 'start' })
    await call('PUT scripts/UsersController_findUsers', { answers: [{ status: 503 }] })
    await call('POST snapshots/start/restore')
    const { status } = await shared('GET /user?userRole=ADMIN', {
      headers: { 'x-sandbox': 'scripted' },
    })
    expect(status).toBe(401)
  })

  test('an unknown one is told with the nearest names', async () => {
    const call = at('near')
    await call('POST snapshots', { name: 'two-orders' })
    const answer = await call('GET snapshots/two-oders')
    expect(answer.body).toMatchObject({ status: 404, fix: 'Did you mean two-orders?' })
  })

  test('outlive the server', async () => {
    const data = await temporaryFolder()
    const first = await createServer({ data })
    const before = at('kept', inProcess(first))
    await put(before, 77)
    const saved = await before('POST snapshots')
    await before('POST reset')
    await first.close()
    const after = at('kept', inProcess(await openServer({ data })))
    expect((await after('GET snapshots')).body).toEqual({ snapshots: [saved.body] })
    await after('POST snapshots/snapshot-1/restore')
    expect(await has(after, 77)).toBe(true)
  })

  test('restored and reset among sixteen writers: what comes after is of one state alone', async () => {
    const call = at('busy')
    await put(call, 50)
    await call('POST snapshots', { name: 'start' })
    const writes = Array.from({ length: 16 }, (_, index) => put(call, 100 + index))
    const others = [
      call('POST snapshots/start/restore'),
      call('POST snapshots', { name: 'middle' }),
      call('POST snapshots/start/restore'),
    ]
    const statuses = (await Promise.all([...writes, ...others])).map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([201, 204]))
    await call('POST snapshots/start/restore')
    const { body } = await call('GET state/users')
    const ids = (body as { records: { id: number }[] }).records.map(({ id }) => id)
    expect(ids.filter((id) => id >= 50 && id < 1000)).toEqual([50])
    await call('POST snapshots/middle/restore')
    expect(await has(call, 50)).toBe(true)
  })
})

describe('what differs', () => {
  test('is told record by record, member by member, secrets masked', async () => {
    const call = at('diff')
    await put(call, 77)
    await put(call, 78)
    await call('POST snapshots', { name: 'one' })
    await put(call, 77, { role: 'ADMIN', password: 'new one', siteIds: ['9'] })
    await call('DELETE state/users/78')
    await put(call, 9)
    await call('PUT clock', { mode: 'frozen' })
    await call('POST snapshots', { name: 'two' })
    const changes = [
      { collection: 'users', id: '9', change: 'added', record: expect.objectContaining({ id: 9 }) },
      {
        ...{ collection: 'users', id: '77', change: 'changed' },
        members: expect.arrayContaining([
          { pointer: '/role', before: 'USER', after: 'ADMIN' },
          { pointer: '/siteIds/0', after: '9' },
          { pointer: '/passwordHash', before: '***', after: '***' },
          { pointer: '/sessionEpoch', before: 0, after: 1 },
        ]),
      },
      {
        ...{ collection: 'users', id: '78', change: 'removed' },
        record: expect.objectContaining({ id: 78, passwordHash: '***' }),
      },
    ]
    const now = await call('GET snapshots/one/diff')
    expect(now.body).toEqual({ from: 'one', changes })
    expect((await call('GET snapshots/one/diff?to=two')).body).toEqual({
      ...{ from: 'one', to: 'two', changes },
    })
    expect(now.text).not.toMatch(/scrypt/)
    expect((await call('GET snapshots/two/diff')).body).toEqual({ from: 'two', changes: [] })
    expect((await call('GET snapshots/one/diff?to=three')).status).toBe(404)
  })
})

describe('export and import', () => {
  const exported = async (call: At) => {
    await put(call, 77, { password: 'secret word' })
    await call('POST snapshots', { name: 'out' })
    return (await call('GET snapshots/out')).body as {
      format: 1
      collections: Record<string, Record<string, Record<string, unknown>>>
      counters: Record<string, unknown>
    }
  }

  test('carry a snapshot into another sandbox, without what is known of its own', async () => {
    await shared(`POST ${v1}/sandboxes`, { body: { name: 'from' } })
    const whole = await exported(at('from'))
    expect(Object.keys(whole.collections)).toEqual(expect.arrayContaining(['users', 'mails']))
    expect(JSON.stringify(whole)).not.toMatch(/secret word|sandbox\.about/)
    const call = at('into')
    const first = await call('PUT snapshots/in', whole)
    expect([first.status, first.body]).toEqual([201, expect.objectContaining({ name: 'in' })])
    expect((await call('PUT snapshots/in', whole)).status).toBe(200)
    expect(await has(call, 77)).toBe(false)
    await call('POST snapshots/in/restore')
    expect(await has(call, 77)).toBe(true)
    const login = { email: 'a77@x.org', password: 'secret word' }
    const headers = { 'x-sandbox': 'into' }
    expect((await shared('POST /auth/login', { body: login, headers })).status).toBe(200)
    expect((await shared(`GET ${v1}/sandboxes/into`)).body).not.toHaveProperty('createdAt')
  })

  test('what no sandbox can hold is refused whole, and told where', async () => {
    const call = at('hostile')
    const good = await exported(call)
    const { users } = good.collections as { users: Record<string, Record<string, unknown>> }
    const withUser = (change: object, key = '77') => ({
      ...good,
      collections: { users: { [key]: { ...users['77'], ...change } } },
    })
    const bad: readonly (readonly [unknown, RegExp])[] = [
      [withUser({ passwordHash: 'secret word' }), /passwordHash/],
      [withUser({ password: 'secret word' }), /passwordHash/],
      [withUser({ email: 7 }), /users\/77\/email/],
      [withUser({ role: undefined }), /users\/77\/role/],
      [withUser({ id: 78 }), /the key 78/],
      [withUser({}, 'other'), /the key 77/],
      [
        { ...good, collections: { users: { ...users, '78': { ...users['77'], id: 78 } } } },
        /other/,
      ],
      [{ ...good, counters: { users: 1.5 } }, /counters/],
      [{ ...good, counters: { users: 0 } }, /counters/],
      [{ ...good, collections: { users: { '77': 'text' } } }, /users/],
      [{ ...good, collections: { 'resources/x/y': { a: { key: 'a' } } } }, /parent/],
      [{ ...good, format: 2 }, /format/],
      [{ format: 1 }, /collections/],
    ]
    for (const [body, told] of bad) {
      const { status, text } = await call('PUT snapshots/bad', body)
      expect([status, text]).toEqual([422, expect.stringMatching(told)])
      expect(text).not.toContain('secret word')
    }
    const proto = (at: string) =>
      shared(`PUT /@hostile${v1}/snapshots/bad`, { body: at.replaceAll('P', '"__proto__"') })
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
    for (const text of [
      `{"format":1,"collections":{"other":{"a":${deep}}}}`,
      '{"format":1,"collections":{"other":{"a":{"b":1e999}}}}',
      '{"format":1,"collections":{P:{}}}',
      '{"format":1,"collections":{"users":{P:{}}}}',
      '{"format":1,"collections":{"other":{"a":{"b":[{P:1}]}}}}',
      '{"format":1,"collections":{},"counters":{P:1}}',
    ])
      expect([400, 422]).toContain((await proto(text)).status)
    expect((await call('GET snapshots/bad')).status).toBe(404)
  })
})
