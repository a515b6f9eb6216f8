import { openStateful } from './support/state-call.js'

/* eslint-disable @typescript-eslint/no-explicit-any */

/** A resource of the document, and how one story of it goes. */
interface Story {
  readonly collection: string
  readonly item: (id: unknown) => string
  readonly create: unknown
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly change?: unknown
  readonly changeBy?: 'PATCH' | 'PUT'
  readonly deleted?: number
  readonly recordIn: (body: any) => any
  readonly itemsIn: (body: any) => any[]
  readonly idOf?: (record: any) => unknown
  readonly shown: object
  readonly changed?: object
}

const api = { 'content-type': 'application/vnd.api+json' }

const stories: Readonly<Record<string, Story>> = {
  'in an envelope with totals, uuid': {
    collection: '/projects?size=100',
    item: (id) => `/projects/${id}`,
    create: { name: 'Mars', budget: 7, tags: ['red', 'far'] },
    change: { budget: 8, tags: ['red'] },
    deleted: 204,
    recordIn: (body) => body,
    itemsIn: (body) => body.data,
    shown: { name: 'Mars', budget: 7, status: 'draft', archived: false, tagCount: 2 },
    changed: { name: 'Mars', budget: 8, tagCount: 1 },
  },
  'in members of bodies, hidden password, 202': {
    collection: '/users',
    item: (id) => `/users/${id}`,
    create: { user: { email: 'eve@example.com', name: 'Eve', password: 'hidden' } },
    deleted: 202,
    recordIn: (body) => body.user,
    itemsIn: (body) => body.users,
    shown: { email: 'eve@example.com', name: 'Eve' },
  },
  'JSON:API': {
    collection: '/articles?page[size]=50',
    item: (id) => `/articles/${id}`,
    create: { data: { type: 'articles', attributes: { title: 'T', category: 'c' } } },
    headers: api,
    change: { data: { type: 'articles', attributes: { category: 'd' } } },
    deleted: 204,
    recordIn: (body) => body.data,
    itemsIn: (body) => body.data,
    shown: { type: 'articles', attributes: { title: 'T', category: 'c' } },
    changed: { attributes: { title: 'T', category: 'd' } },
  },
  'accepted (202), never deleted, ids of a pattern': {
    collection: '/events?limit=100',
    item: (id) => `/events/${id}`,
    create: { kind: 'started' },
    status: 202,
    recordIn: (body) => body,
    itemsIn: (body) => body.items,
    shown: { kind: 'started' },
  },
}

describe('create, read, list, change, delete', () => {
  test.each(Object.entries(stories))('%s', async (_, story) => {
    const { call, log } = await openStateful()
    const { collection, item, recordIn, itemsIn, idOf = (record) => record.id, headers } = story
    const path = collection.split('?')[0]
    const ids = async () => itemsIn((await call(`GET ${collection}`)).body).map(idOf)

    const before = await ids()
    const made = await call(`POST ${path}`, story.create, headers)
    expect([made.status, made.by]).toEqual([story.status ?? 201, 'state'])
    expect(recordIn(made.body)).toMatchObject(story.shown)
    const id = idOf(recordIn(made.body))
    expect(before).not.toContain(id)

    const read = await call(`GET ${item(id)}`)
    expect([read.status, read.by, read.body]).toEqual([200, 'state', made.body])
    expect(JSON.stringify(read.body)).not.toContain('hidden')
    expect(await ids()).toEqual([...before, id])

    if (story.changed) {
      const changed = await call(`PATCH ${item(id)}`, story.change, headers)
      expect(changed.status).toBe(200)
      expect(recordIn(changed.body)).toMatchObject(story.changed)
      expect((await call(`GET ${item(id)}`)).body).toEqual(changed.body)
    }
    if (story.deleted) {
      expect((await call(`DELETE ${item(id)}`)).status).toBe(story.deleted)
      expect((await call(`GET ${item(id)}`)).status).toBe(404)
      expect((await call(`DELETE ${item(id)}`)).status).toBe(404)
      expect(await ids()).toEqual(before)
    }
    expect(log.filter(({ level }) => level === 'error')).toEqual([])
    expect(log.filter(({ message }) => message.includes('as the mock'))).toEqual([])
  })
})

test('first contents: those of the examples, else five, the same in every sandbox and after a reset', async () => {
  const { call, server } = await openStateful()
  const first = async (path: string, sandbox: string) =>
    (await call(`GET ${path}`, undefined, { 'x-sandbox': sandbox })).body
  const projects = await first('/projects', 'a')
  expect(projects.data).toHaveLength(5)
  expect(await first('/projects', 'b')).toEqual(projects)
  const users = (await first('/users', 'a')).users
  expect(users.slice(0, 2)).toEqual([
    { id: 41, email: 'ada@example.com', name: 'Ada' },
    { id: 42, email: 'bob@example.com', name: 'Bob' },
  ])
  for (const { userId } of projects.data)
    if (userId !== undefined) expect(users.map(({ id }: { id: number }) => id)).toContain(userId)
  await call(`DELETE /projects/${projects.data[0].id}`, undefined, { 'x-sandbox': 'a' })
  expect((await first('/projects', 'a')).meta.total).toBe(4)
  await server.sandbox('a').reset()
  expect(await first('/projects', 'a')).toEqual(projects)
})

test('children lie below their parent: an unknown one is 404, a deleted one takes them along', async () => {
  const { call } = await openStateful()
  const [one, other] = (await call('GET /projects')).body.data
  const tasks = (await call(`GET /projects/${one.id}/tasks`)).body
  expect(tasks).toHaveLength(5)
  for (const task of tasks) expect(task.projectId).toBe(one.id)
  const made = await call(`POST /projects/${one.id}/tasks`, { title: 'Mine' })
  expect([made.status, made.body.number, made.body.projectId]).toEqual([201, 6, one.id])
  expect(made.headers.get('location')).toBe(`/projects/${one.id}/tasks/6`)
  expect((await call(`GET /projects/${other.id}/tasks/6`)).status).toBe(404)
  const gone = await call(`DELETE /projects/${one.id}/tasks/6`)
  expect([gone.status, gone.body.deleted]).toEqual([200, true])
  expect((await call(`POST /projects/${one.id}/tasks`, { title: 'Next' })).body.number).toBe(7)

  expect((await call(`DELETE /projects/${one.id}`)).status).toBe(204)
  const lost = await call(`GET /projects/${one.id}/tasks`)
  expect([lost.status, lost.body.message]).toEqual([404, expect.stringContaining('No project')])
  expect((await call(`GET /projects/${one.id}/tasks/1`)).status).toBe(404)
  expect((await call(`POST /projects/${one.id}/tasks`, { title: 'x' })).status).toBe(404)
  const fresh = (await call('POST /projects', { name: 'Fresh' })).body
  expect((await call(`GET /projects/${fresh.id}/tasks`)).body).toEqual([])
})

test('actions set what their name makes plain; HEAD tells whether there is one', async () => {
  const { call } = await openStateful()
  const { id } = (await call('POST /projects', { name: 'A' })).body
  expect((await call(`POST /projects/${id}/archive`)).body).toMatchObject({ id, archived: true })
  expect((await call(`POST /projects/${id}/publish`)).body).toMatchObject({ status: 'published' })
  expect((await call(`GET /projects/${id}`)).body).toMatchObject({
    archived: true,
    status: 'published',
  })
  expect((await call(`HEAD /projects/${id}`)).status).toBe(200)
  await call(`DELETE /projects/${id}`)
  expect((await call(`HEAD /projects/${id}`)).status).toBe(404)
  expect((await call(`POST /projects/${id}/archive`)).status).toBe(404)
})

test('a singleton is there from the beginning', async () => {
  const { call } = await openStateful()
  const before = (await call('GET /settings')).body
  const theme = before.theme === 'dark' ? 'light' : 'dark'
  expect((await call('PATCH /settings', { theme })).body).toEqual({ ...before, theme })
  expect((await call('GET /settings')).body.theme).toBe(theme)
})

test('what remembers nothing answers as the mock, and so does a wish for a documented answer', async () => {
  const { call } = await openStateful()
  expect((await call('POST /weather')).by).toBe('mock')
  expect((await call('GET /users', undefined, { prefer: 'code=200' })).by).toBe('mock')
  const off = await openStateful(undefined, { state: 'off' })
  const listed = await off.call('GET /users')
  expect([listed.by, listed.body.count]).toEqual([null, 2])
})
