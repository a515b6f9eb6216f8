import { createServer, type Server } from '../../src/index.js'
import { sortRecords } from '../../src/resources/records/sort-records.js'
import { openStateful, type StateCall, stateCall } from './support/state-call.js'

const document = 'test/fixtures/state/values.yaml'
const nobody = '6d5a1df4-7b6c-4a0e-8f4e-000000000000'

let server: Server
let everywhere: StateCall
let tests = 0

beforeAll(async () => {
  server = await createServer({ contract: document, log: () => undefined })
  everywhere = await stateCall(server, document)
})
afterAll(() => server.close())

/** Calls to a sandbox that nobody else has. */
const opened = (): { readonly name: string; readonly call: StateCall } => {
  const name = `test-${tests++}`
  return {
    name,
    call: (request, body, headers = {}) =>
      everywhere(request, body, { 'x-sandbox': name, ...headers }),
  }
}

/** A new post, and the path of it. */
const newPost = async (call: StateCall, post: object = { title: 'T' }) => {
  const { body } = await call('POST /posts', post)
  return { body, item: `/posts/${body.id}` }
}

test('the server says who, when and how many; nobody can say it instead', async () => {
  const { call } = opened()
  const [me, other] = (await call('GET /users')).body
  const { body, item } = await newPost(call, { title: 'T', tags: ['a', 'b'], authorId: other.id })
  expect(body).toMatchObject({
    ...{ tagCount: 2, total_tags: 2, comments_count: 0, noteCount: 0, author: other },
    ...{ createdBy: me.email, updatedBy: me.id, ownerId: me.id, updatedAt: body.createdAt },
  })
  const change = { title: 'U', tags: [], createdAt: '2001-01-01T00:00:00Z', id: 'x', ownerId: 'y' }
  const changed = (await call(`PATCH ${item}`, change)).body
  expect(changed).toEqual({
    ...{ ...body, title: 'U', tags: [], tagCount: 0, total_tags: 0 },
    updatedAt: changed.updatedAt,
  })
  const patch = [
    { op: 'replace', path: '/createdAt', value: '2001-01-01T00:00:00Z' },
    { op: 'replace', path: '/title', value: 'V' },
  ]
  const type = { 'content-type': 'application/json-patch+json' }
  const patched = (await call(`PATCH ${item}`, patch, type)).body
  expect([patched.title, patched.createdAt]).toEqual(['V', body.createdAt])
})

test('counts follow what lies below, first records included', async () => {
  const { call } = opened()
  for (const { id, tags, tagCount, comments_count, noteCount } of (await call('GET /posts')).body) {
    const comments = (await call(`GET /posts/${id}/comments`)).body
    const notes = (await call(`GET /notes?postId=${id}`)).body
    expect([tagCount, comments_count, noteCount]).toEqual([
      ...[tags?.length ?? 0, comments.length, notes.length],
    ])
  }
  const { item, body } = await newPost(call)
  const counts = async (path = item) => {
    const { comments_count, noteCount } = (await call(`GET ${path}`)).body
    return [comments_count, noteCount]
  }
  await call(`POST ${item}/comments`, { text: 'a' })
  await call(`POST ${item}/comments`, { text: 'b' })
  const note = (await call('POST /notes', { postId: body.id, text: 'n' })).body
  expect(await counts()).toEqual([2, 1])
  await call(`DELETE ${item}/comments/1`)
  const { item: other, body: another } = await newPost(call)
  await call(`PATCH /notes/${note.noteId}`, { postId: another.id, text: 'm' })
  expect([await counts(), await counts(other)]).toEqual([
    [1, 0],
    [0, 1],
  ])
  expect((await call(`GET /notes?postId=${another.id}`)).body).toHaveLength(1)
  await call(`DELETE ${other}`)
  expect((await call(`GET /notes/${note.noteId}`)).status).toBe(404)
})

test('references of first records lead somewhere; those of clients have to', async () => {
  const { call } = opened()
  const users = (await call('GET /users')).body
  for (const { authorId, author, createdBy } of (await call('GET /posts')).body) {
    const found = users.find(({ id }: { id: string }) => id === authorId)
    expect([author, users.some(({ email }: { email: string }) => email === createdBy)]).toEqual([
      found,
      true,
    ])
  }
  const refused = await call('POST /posts', { title: 'T', authorId: nobody })
  expect([refused.status, refused.body.message]).toEqual([
    422,
    expect.stringContaining('no user is called so'),
  ])
  expect((await call('POST /notes', { postId: nobody, text: 'n' })).status).toBe(404)
  const { item } = await newPost(call)
  expect((await call(`PUT ${item}`, { title: 'T', authorId: nobody })).status).toBe(422)
})

test('a body may repeat the name of the path; another one is refused where that is documented', async () => {
  const { call } = opened()
  const { item, body } = await newPost(call)
  expect((await call(`PUT ${item}`, { id: body.id, title: 'W' })).body.title).toBe('W')
  expect((await call(`PUT ${item}`, { id: 'other', title: 'X' })).status).toBe(422)
  const [{ id }] = (await call('GET /users')).body
  const kept = await call(`PUT /users/${id}/keys/1`, { id: 77, title: 'k' })
  expect(kept.body).toEqual({ id: 1, title: 'k' })
})

test('integers that a double cannot hold are names like any others', async () => {
  const { name } = opened()
  const call = async (method: string, path: string, body?: string) => {
    const headers = { 'content-type': 'application/json', 'x-sandbox': name }
    const request = new Request(`http://localhost${path}`, { method, body: body ?? null, headers })
    const response = await server.fetch(request)
    return { status: response.status, text: await response.text() }
  }
  const [one, next] = ['9007199254740993', '9007199254740992']
  const ledger = (id: string) => `{"id":${id},"owner":"x","serial":9223372036854775807}`
  expect(await call('POST', '/ledgers', ledger(one))).toEqual({ status: 201, text: ledger(one) })
  expect((await call('GET', `/ledgers/${next}`)).status).toBe(404)
  expect((await call('POST', '/ledgers', ledger(next))).status).toBe(201)
  expect(await call('GET', `/ledgers/${one}`)).toEqual({ status: 200, text: ledger(one) })
  expect((await call('PUT', `/ledgers/${one}`, ledger(next))).status).toBe(409)
  expect(await call('DELETE', `/ledgers/${one}`)).toEqual({ status: 204, text: '' })
  expect((await call('GET', `/ledgers/${one}`)).status).toBe(404)
  expect((await call('GET', `/ledgers/${next}`)).status).toBe(200)
})

test('the steps of a patch may stand beside a comment', async () => {
  const { call } = opened()
  const [{ key, on }] = (await call('GET /flags')).body
  const send = (step: object) => call(`PATCH /flags/${key}`, { patch: [step], comment: 'why' })
  expect((await send({ op: 'replace', path: '/on', value: !on })).body.on).toBe(!on)
  expect((await send({ op: 'test', path: '/on', value: on })).status).toBe(409)
})

test('a conflict keeps a parent only where it speaks of what lies below', async () => {
  const { call } = opened()
  expect((await call('DELETE /folders/1')).status).toBe(409)
  expect((await call('DELETE /boxes/1')).status).toBe(204)
  const { id } = (await call('POST /folders', { name: 'Empty' })).body
  expect((await call(`DELETE /folders/${id}`)).status).toBe(204)
})

test('without a principal, who asks is the first of the people', async () => {
  const { call } = opened()
  const [first] = (await call('GET /users')).body
  for (const path of ['/me', '/users/me']) expect((await call(`GET ${path}`)).body).toEqual(first)
  await call('PATCH /me', { email: 'new@example.com' })
  expect((await call(`GET /users/${first.id}`)).body.email).toBe('new@example.com')
  const key = (await call('POST /users/me/keys', { title: 'k' })).body
  expect((await call(`GET /users/${first.id}/keys/${key.id}`)).body).toEqual(key)
})

test('a principal is the record with its identity or mail address; nobody else', async () => {
  const { call, name } = opened()
  const users = (await call('GET /users')).body
  const as = async (user: string) => ({
    authorization: (await server.credential({ scheme: 'bearer', user, sandbox: name })).value,
  })
  for (const [user, record] of [
    [users[2].id, users[2]],
    [users[3].email, users[3]],
    [users[4].username, users[4]],
  ]) {
    const headers = await as(user)
    for (const path of ['/me', '/users/me'])
      expect((await call(`GET ${path}`, undefined, headers)).body).toEqual(record)
    const post = (await call('POST /posts', { title: 'T' }, headers)).body
    expect([post.author, post.createdBy, post.ownerId]).toEqual([record, record.email, record.id])
    const { updatedBy, createdBy } = (
      await call(`PATCH /posts/${post.id}`, { title: 'U' }, await as(users[1].id))
    ).body
    expect([createdBy, updatedBy]).toEqual([record.email, users[1].id])
  }
  const stranger = await as('zoe@example.com')
  expect((await call('GET /me', undefined, stranger)).body.email).toBe('zoe@example.com')
  const post = (await call('POST /posts', { title: 'T' }, stranger)).body
  expect([post.createdBy, post.updatedBy]).toEqual(['zoe@example.com', 'zoe@example.com'])
  await call('PATCH /me', { email: 'zoe@example.org', name: 'Zoe' }, stranger)
  expect((await call('GET /me', undefined, stranger)).body.name).toBe('Zoe')
  expect((await call('GET /me')).body).toEqual(users[0])
})

test('fifty at once: each is made once, changed in turn, deleted once', async () => {
  const { call } = opened()
  const { item } = await newPost(call)
  const all = <T>(one: (index: number) => Promise<T>) =>
    Promise.all(Array.from({ length: 50 }, (_, index) => one(index)))
  const made = await all((index) => call(`POST ${item}/comments`, { text: String(index) }))
  expect(new Set(made.map(({ body }) => body.number)).size).toBe(50)
  expect((await call(`GET ${item}`)).body.comments_count).toBe(50)
  await all((index) => call(`PATCH ${item}`, { title: `T${index}` }))
  const deleted = await all((index) => call(`DELETE ${item}/comments/${(index % 25) + 1}`))
  expect(deleted.filter(({ status }) => status === 204)).toHaveLength(25)
  expect((await call(`GET ${item}`)).body.comments_count).toBe(25)
})

test('records are sorted by size, moment and text; those without a value come last', () => {
  const records = [{ a: 'b' }, { a: 10 }, {}, { a: '9' }, { a: 'a', b: 1 }, { a: 'a', b: 0 }].map(
    (value, index) => ({ key: String(index), parent: '', version: 1, value }),
  )
  const keys = (...paths: [string, boolean][]) =>
    sortRecords(
      records,
      paths.map(([name, descends]) => ({ path: [name], descends })),
    ).map(({ key }) => key)
  expect(keys(['a', false])).toEqual(['3', '1', '4', '5', '0', '2'])
  expect(keys(['a', true])).toEqual(['0', '4', '5', '1', '3', '2'])
  expect(keys(['a', false], ['b', false])).toEqual(['3', '1', '5', '4', '0', '2'])
})

/** Notes of which a create says the text, and could say the title and the place. */
const notes = () => {
  const said = { text: { type: 'string' }, title: { type: ['string', 'null'] }, place: {} }
  const flag = { type: 'boolean' }
  const own = {
    id: { type: 'integer', readOnly: true },
    ...{ pinned: flag, is_public: { ...flag, example: true }, read: { ...flag, default: true } },
    ...{ sealed: { ...flag, enum: [true] }, muted: { type: ['boolean', 'null'] }, extra: flag },
  }
  const required = [
    'id',
    'title',
    'place',
    'pinned',
    'is_public',
    'read',
    'sealed',
    'muted',
    'rank',
  ]
  const note = { type: 'object', required, properties: { ...said, ...own } }
  const body = { type: 'object', required: ['text'], properties: said }
  const json = (schema: object) => ({
    description: '',
    content: { 'application/json': { schema } },
  })
  const get = { responses: { '200': json({ type: 'array', items: note }) } }
  const post = { requestBody: json(body), responses: { '201': json(note) } }
  const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }]
  const item = { parameters, get: { responses: { '200': json(note) } } }
  const paths = { '/notes': { get, post }, '/notes/{id}': item }
  return { openapi: '3.1.0', info: { title: 'Notes', version: '1' }, paths }
}

test('what a create does not say is not made up: flags are off, what may be null is null', async () => {
  const { call, server } = await openStateful(notes())
  for (let turn = 0; turn < 5; turn++) {
    const { body } = await call('POST /notes', { text: `T ${turn}` })
    expect(body).toMatchObject({ text: `T ${turn}`, title: null, pinned: false, extra: false })
    expect(body).toMatchObject({ is_public: true, read: true, sealed: true, muted: false })
    expect(body.place).not.toBeNull()
  }
  const { pinned, title } = (await call('POST /notes', { text: 'T', title: 'Mine' })).body
  expect([pinned, title]).toEqual([false, 'Mine'])
  const first = (await call('GET /notes')).body.slice(0, 5) as {
    extra?: boolean
    pinned: boolean
  }[]
  expect(new Set(first.flatMap(({ pinned, extra }) => [pinned, extra])).size).toBeGreaterThan(1)
  await server.close()
})
