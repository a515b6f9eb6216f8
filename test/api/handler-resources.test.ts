import type { AnyHandler } from '../../src/index.js'
import { openStateful } from './support/state-call.js'

/* eslint-disable @typescript-eslint/no-explicit-any */

const serve = (handlers: Readonly<Record<string, AnyHandler>>) =>
  openStateful(undefined, { handlers })

test('a handler reads and writes the records that inferred state keeps', async () => {
  const { call } = await serve({
    archiveProject: async ({ params, resources, reply }) => {
      const projects = resources.of('projects')
      const project = await projects.get(params['projectId'] as string)
      await resources.of('notes').insert({ projectId: project['id'], text: 'archived' })
      return reply(200, await projects.update(project, { archived: true, status: 'published' }))
    },
  })
  const made = await call('POST /projects', { name: 'Mars' })
  const archived = await call(`POST /projects/${made.body.id}/archive`)
  expect([archived.status, archived.by]).toEqual([200, 'handler'])
  expect(archived.body).toMatchObject({ name: 'Mars', archived: true, status: 'published' })
  const read = await call(`GET /projects/${made.body.id}`)
  expect([read.by, read.body]).toEqual(['state', archived.body])
  const notes = (await call(`GET /notes?projectId=${made.body.id}`)).body
  expect(notes).toMatchObject([{ text: 'archived', projectId: made.body.id }])
  expect((await call('POST /projects/7d9f6d0a-1111-4222-8333-123456789abc/archive')).status).toBe(
    404,
  )
})

test('lists are selected, sorted and paged; links lead to the neighbours', async () => {
  const { call } = await serve({
    listTasks: async ({ params, query, resources, reply, url, origin }) => {
      const page = await resources.of('projects/tasks').list({
        below: params['projectId'] as string,
        where: [{ done: false }, { title: { contains: 't' } }],
        sort: '-title',
        page: { offset: query['offset'], size: 2 },
      })
      const headers = {
        Link: page.links(({ offset }) => origin + url({ offset })),
        'X-Total-Count': String(page.total),
      }
      return reply(200, page.items, { headers })
    },
  })
  const { id } = (await call('POST /projects', { name: 'Mars' })).body
  for (const title of ['t1', 't2', 'x', 't3']) await call(`POST /projects/${id}/tasks`, { title })
  await call(`POST /projects/${id}/tasks`, { title: 't4', done: true })
  const first = await call(`GET /projects/${id}/tasks`)
  expect(first.body.map(({ title }: any) => title)).toEqual(['t3', 't2'])
  expect(first.headers.get('x-total-count')).toBe('3')
  const next = /<http:\/\/localhost([^>]*)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1]
  const second = await call(`GET ${next}`)
  expect(second.body.map(({ title }: any) => title)).toEqual(['t1'])
  expect((await call('GET /projects/7d9f6d0a-1111-4222-8333-123456789abc/tasks')).status).toBe(404)
})

test('a throw undoes what the handler has written', async () => {
  const { call } = await serve({
    createUser: async ({ body, resources }) => {
      await resources.of('users').insert((body as any).user)
      throw new Error('too late')
    },
  })
  const before = (await call('GET /users')).body
  const user = { email: 'eve@example.com', name: 'Eve', password: 'x' }
  expect((await call('POST /users', { user })).status).toBe(500)
  expect((await call('GET /users')).body).toEqual(before)
})

describe('reply', () => {
  test('says records in the schema of their place, and leaves out what is never answered', async () => {
    const { call } = await serve({
      getUser: async ({ params, resources, reply }) => {
        const user = await resources.of('users').get(params['id'] as number)
        return reply(200, { user, unknown: undefined })
      },
    })
    const user = { email: 'eve@example.com', name: 'Eve', password: 'hidden' }
    const made = (await call('POST /users', { user })).body.user
    expect((await call(`GET /users/${made.id}`)).body).toEqual({ user: made })
  })
  test('makes up what is required; without a body it is the documented one', async () => {
    const { call } = await serve({
      listProjects: ({ reply }) => reply(200, { data: [] }),
      listUsers: ({ reply }) => reply(200),
    })
    const { body } = await call('GET /projects')
    expect(body).toMatchObject({ data: [], meta: { total: expect.any(Number) } })
    expect((await call('GET /users')).body.users).toHaveLength(2)
  })
  test('does not hide a status that nobody documents', async () => {
    const { call, log } = await serve({ listUsers: ({ reply }) => reply(203, []) })
    expect((await call('GET /users')).status).toBe(500)
    expect(log.map(({ message }) => message).join()).toContain('a documented status')
  })
})

test.each<[string, AnyHandler, string]>([
  [
    'no such resource',
    ({ resources, reply }) => reply(200, resources.of('project')),
    'Did you mean projects?',
  ],
  [
    'a copy of a record',
    async ({ resources, reply }) => {
      const [one] = (await resources.of('users').list()).items
      await resources.of('users').remove({ ...one })
      return reply(200)
    },
    'no record of users',
  ],
])('a mistake is told in the log: %s', async (_, handler, message) => {
  const { call, log } = await serve({ listUsers: handler })
  expect((await call('GET /users')).status).toBe(500)
  expect(log.map(({ error }: any) => error?.message ?? '').join()).toContain(message)
})
