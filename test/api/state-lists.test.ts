import { createServer, type Server } from '../../src/index.js'
import { everything, openStateful, stateCall, type StateCall } from './support/state-call.js'

const cheap = { name: 'Cheap', budget: 1, tags: ['red'], slug: 'cheap' }
const dear = { name: 'Dear', budget: 900, tags: ['red', 'blue'], status: 'active', slug: 'dear' }
const plain = { name: 'Plain', tags: ['green'], status: 'active', slug: 'plain' }

/** Only these three projects. */
const seed = {
  resources: {
    projects: [cheap, dear, plain].map((project, index) => ({
      id: `0000000${index}-0000-4000-8000-000000000000`,
      ...{ status: 'draft', archived: index === 2, tagCount: project.tags.length, ...project },
      ...{ createdAt: `2025-0${index + 1}-01T00:00:00Z`, updatedAt: '2025-05-05T00:00:00Z' },
    })),
  },
}

const names = async (call: StateCall, query: string) =>
  (await call(`GET /projects${query}`)).body.data.map(({ name }: { name: string }) => name)

describe('of three projects', () => {
  let server: Server
  let call: StateCall
  beforeAll(async () => {
    server = await createServer({ contract: everything, state: 'on', seed })
    call = await stateCall(server, everything)
  })
  afterAll(() => server.close())

  test.each([
    ['', ['Cheap', 'Dear', 'Plain']],
    ['?status=active', ['Dear', 'Plain']],
    ['?status=active&archived=true', ['Plain']],
    ['?archived=false', ['Cheap', 'Dear']],
    ['?min_budget=1', ['Cheap', 'Dear']],
    ['?min_budget=2&max_budget=900', ['Dear']],
    ['?tags=blue', ['Dear']],
    ['?tags=blue,green', ['Dear', 'Plain']],
    ['?q=LAI', ['Plain']],
    ['?q=green', ['Plain']],
    ['?sort=-budget', ['Dear', 'Cheap', 'Plain']],
    ['?sort=budget', ['Cheap', 'Dear', 'Plain']],
    ['?sort=name:desc', ['Plain', 'Dear', 'Cheap']],
    ['?sort=-status,-name', ['Cheap', 'Plain', 'Dear']],
    ['?sort=-createdAt', ['Plain', 'Dear', 'Cheap']],
    ['?sort=nothing', ['Cheap', 'Dear', 'Plain']],
    ['?name=Dear&undeclared=1', ['Cheap', 'Dear', 'Plain']],
    ['?page=2&size=2', ['Plain']],
    ['?page=9&size=2', []],
    ['?status=published', []],
  ])('GET /projects%s', async (query, expected) => {
    expect(await names(call, query)).toEqual(expected)
  })
})

test('totals are those of what was asked for', async () => {
  const { call } = await openStateful(undefined, { seed })
  const { meta } = (await call('GET /projects?status=active&page=2&size=1')).body
  expect(meta).toEqual({ total: 2, page: 2, size: 1, pages: 2 })
  expect((await call('GET /projects?size=0')).status).toBe(422)
  // One after the other on the same records: none is taken for another.
  expect(await names(call, '?min_budget=2')).toEqual(['Dear'])
  expect(await names(call, '?min_budget=1')).toEqual(['Cheap', 'Dear'])
  expect(await names(call, '?max_budget=1')).toEqual(['Cheap'])
})

test('a list follows what is written: filters, sorting and totals see it', async () => {
  const { call } = await openStateful(undefined, { seed })
  expect(await names(call, '?status=active&sort=-name')).toEqual(['Plain', 'Dear'])
  const { id } = (await call('POST /projects', { name: 'Queer', status: 'active' })).body
  expect(await names(call, '?status=active&sort=-name')).toEqual(['Queer', 'Plain', 'Dear'])
  await call(`PATCH /projects/${id}`, { name: 'Amber' })
  expect(await names(call, '?status=active&sort=-name')).toEqual(['Plain', 'Dear', 'Amber'])
  await call(`DELETE /projects/${id}`)
  expect(await names(call, '?status=active&sort=-name')).toEqual(['Plain', 'Dear'])
})

test('fields are selected, and what the contract requires stays', async () => {
  const { call } = await openStateful(undefined, { seed })
  const [first] = (await call('GET /projects?fields=budget')).body.data
  expect(Object.keys(first).sort()).toEqual(
    ['archived', 'budget', 'createdAt', 'id', 'name', 'status', 'tagCount', 'updatedAt'].sort(),
  )
})

test('offset, limit, order, Link and X-Total-Count', async () => {
  const { call } = await openStateful()
  const { id } = (await call('POST /projects', { name: 'P' })).body
  for (const title of ['c', 'a', 'b']) await call(`POST /projects/${id}/tasks`, { title })
  const path = `/projects/${id}/tasks`
  const page = await call(`GET ${path}?limit=2&offset=0&sortBy=title&order=desc`)
  expect(page.body.map(({ title }: { title: string }) => title)).toEqual(['c', 'b'])
  expect(page.headers.get('x-total-count')).toBe('3')
  const next = /<([^>]*)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? ''
  const rest = await call(`GET ${next.replace('http://localhost', '')}`)
  expect(rest.body.map(({ title }: { title: string }) => title)).toEqual(['a'])
  expect(rest.headers.get('link')).not.toContain('rel="next"')
  expect(rest.headers.get('link')).toContain('rel="prev"')
})

test('a cursor leads through everything once, whatever is written or deleted meanwhile', async () => {
  const { call } = await openStateful()
  for (const kind of ['x', 'y']) await call('POST /events', { kind })
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: { items: { id: string }[]; next_cursor: string | null; has_more: boolean } = (
      await call(`GET /events?limit=2&cursor=${encodeURIComponent(cursor)}`)
    ).body
    seen.push(...page.items.map(({ id }) => id))
    expect(page.has_more).toBe(page.next_cursor !== null)
    if (seen.length === 2) await call('POST /events', { kind: 'late' })
    cursor = page.next_cursor
  }
  expect(seen).toHaveLength(8)
  expect(new Set(seen).size).toBe(8)
})

test('what nobody may see is not found by search', async () => {
  const { call } = await openStateful()
  await call('POST /users', { user: { email: 'x@y.zz', name: 'X', password: 'treasure' } })
  expect(JSON.stringify((await call('GET /users')).body)).not.toContain('treasure')
})
