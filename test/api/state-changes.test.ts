import { openStateful } from './support/state-call.js'

const project = { name: 'A', budget: 5, tags: ['x'], slug: 'a' }
const patch = { 'content-type': 'application/json-patch+json' }
const merge = { 'content-type': 'application/merge-patch+json' }

test('a partial change, a JSON merge patch and a JSON patch each do what their type says', async () => {
  const { call } = await openStateful()
  const { body: made } = await call('POST /projects', project)
  const item = `/projects/${made.id}`
  const partial = await call(`PATCH ${item}`, { budget: null, tags: ['y', 'z'] })
  expect(partial.body).toMatchObject({ name: 'A', tags: ['y', 'z'], tagCount: 2 })
  expect((await call(`PATCH ${item}`, { budget: 9 })).body.budget).toBe(9)
  const merged = await call(`PATCH ${item}`, { budget: null, name: 'B' }, merge)
  expect(merged.body).not.toHaveProperty('budget')
  expect(merged.body).toMatchObject({ name: 'B', slug: 'a' })
  const steps = [
    { op: 'test', path: '/name', value: 'B' },
    { op: 'replace', path: '/name', value: 'C' },
    { op: 'add', path: '/tags/-', value: 'end' },
    { op: 'remove', path: '/slug' },
  ]
  const patched = await call(`PATCH ${item}`, steps, patch)
  expect(patched.body).toMatchObject({ name: 'C', tags: ['y', 'z', 'end'], tagCount: 3 })
  expect(patched.body).not.toHaveProperty('slug')
  const refused = await call(`PATCH ${item}`, [{ op: 'test', path: '/name', value: 'no' }], patch)
  expect(refused.status).toBe(409)
  const broken = await call(`PATCH ${item}`, [{ op: 'remove', path: '/nothing' }], patch)
  expect(broken.status).toBe(422)
  expect((await call(`GET ${item}`)).body).toEqual(patched.body)
})

test('PUT replaces what the request can say, and nothing else', async () => {
  const { call } = await openStateful()
  const { body: made } = await call('POST /projects', project)
  await call(`POST /projects/${made.id}/archive`)
  const etag = (await call(`GET /projects/${made.id}`)).headers.get('etag') as string
  const { body } = await call(`PUT /projects/${made.id}`, { name: 'New' }, { 'if-match': etag })
  expect(body).toMatchObject({
    id: made.id,
    name: 'New',
    archived: true,
    createdAt: made.createdAt,
  })
  expect(body).not.toHaveProperty('slug')
  expect(body.status).toBe('draft')
})

test('ETag, If-Match and If-None-Match', async () => {
  const { call } = await openStateful()
  const { body: made } = await call('POST /projects', project)
  const item = `/projects/${made.id}`
  const etag = (await call(`GET ${item}`)).headers.get('etag') as string
  expect(etag).toMatch(/^"[^"]+"$/)
  expect((await call(`GET ${item}`, undefined, { 'if-none-match': etag })).status).toBe(304)
  const put = (headers = {}) => call(`PUT ${item}`, { name: 'B' }, headers)
  expect((await put()).status).toBe(428)
  expect((await put({ 'if-match': '"old"' })).status).toBe(412)
  expect((await put({ 'if-match': etag })).status).toBe(200)
  expect((await put({ 'if-match': etag })).status).toBe(412)
  expect((await call(`GET ${item}`)).headers.get('etag')).not.toBe(etag)
})

test('what looks unique is unique where the contract documents the conflict', async () => {
  const { call } = await openStateful()
  const user = (email: string) => ({ user: { email, name: 'N', password: 'p' } })
  expect((await call('POST /users', user('ADA@example.com'))).status).toBe(409)
  expect((await call('POST /users', user('new@example.com'))).status).toBe(201)
  expect((await call('POST /users', user('New@example.com'))).status).toBe(409)
  await call('POST /projects', { name: 'A', slug: 'same' })
  const { body: other } = await call('POST /projects', { name: 'B', slug: 'other' })
  const refused = await call(`PATCH /projects/${other.id}`, { slug: 'same' })
  expect([refused.status, refused.body.message]).toEqual([
    409,
    expect.stringContaining('slug same'),
  ])
  expect((await call(`PATCH /projects/${other.id}`, { slug: 'other', name: 'C' })).status).toBe(200)
})

test('two requests at once never make one thing of two', async () => {
  const { call, server } = await openStateful()
  const { id } = (await call('POST /projects', { name: 'P' })).body
  const made = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      call(`POST /projects/${id}/tasks`, { title: String(index) }),
    ),
  )
  expect(new Set(made.map(({ body }) => body.number)).size).toBe(20)
  expect((await call(`GET /projects/${id}/tasks?limit=50`)).body).toHaveLength(20)
  const emails = await Promise.all(
    Array.from({ length: 5 }, () =>
      call('POST /users', { user: { email: 'one@example.com', name: 'O', password: 'p' } }),
    ),
  )
  expect(emails.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409])
  expect(await server.sandbox('other').fetch('/projects')).toMatchObject({ status: 200 })
})

test('first contents of a seed file; an unknown resource is refused with the nearest', async () => {
  const users = [{ id: 7, email: 'z@example.com', name: 'Z', password: 'p' }]
  const { call } = await openStateful(undefined, { seed: { resources: { users } } })
  expect((await call('GET /users')).body.users).toEqual([
    { id: 7, email: 'z@example.com', name: 'Z' },
  ])
  expect((await call('GET /projects')).body.data).toEqual([])
  const { body } = await call('POST /users', {
    user: { email: 'y@e.xx', name: 'Y', password: 'p' },
  })
  expect(body.user.id).toBe(8)
  await expect(
    openStateful(undefined, { seed: { resources: { user: [] } } }),
  ).rejects.toMatchObject({ code: 'seed-unreadable', message: expect.stringContaining('users?') })
})

test('Location holds below the paths of servers and sandboxes', async () => {
  const { call } = await openStateful()
  const made = await call('POST /@alice/v1/projects', { name: 'A' })
  expect(made.headers.get('location')).toBe(`/@alice/v1/projects/${made.body.id}`)
  expect((await call(`GET ${made.headers.get('location')}`)).status).toBe(200)
})
