import { budget } from '../support/budget.js'
import { openStateful } from '../api/support/state-call.js'

const count = 100_000

const seed = {
  resources: {
    users: Array.from({ length: count }, (_, index) => ({
      ...{ id: index + 1, email: `u${index}@example.com`, name: `User ${index % 977}` },
      role: `r${index % 100}`,
    })),
  },
}

const document = {
  openapi: '3.0.3',
  info: { title: 'Many', version: '1' },
  paths: {
    '/users': {
      get: {
        parameters: [
          ...['page', 'size'].map((name) => ({ name, in: 'query', schema: { type: 'integer' } })),
          ...['role', 'sort', 'q'].map((name) => ({
            name,
            in: 'query',
            schema: { type: 'string' },
          })),
        ],
        responses: {
          200: {
            description: 'ok',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: {
                    data: { type: 'array', items: { $ref: '#/components/schemas/User' } },
                    total: { type: 'integer' },
                  },
                },
              },
            },
          },
        },
      },
      post: {
        requestBody: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/User' } } },
        },
        responses: {
          201: {
            description: 'ok',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/User' } } },
          },
        },
      },
    },
    '/users/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
      get: {
        responses: {
          200: {
            description: 'ok',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/User' } } },
          },
        },
      },
      delete: { responses: { 204: { description: 'ok' } } },
    },
  },
  components: {
    schemas: {
      User: {
        type: 'object',
        properties: {
          id: { type: 'integer' },
          email: { type: 'string' },
          name: { type: 'string' },
          role: { type: 'string' },
        },
      },
    },
  },
}

test('100,000 records: a page takes milliseconds, whatever is asked for', async () => {
  const { server } = await openStateful(document, { seed })
  const timed = async (request: string) => {
    const [method, path] = request.split(' ')
    const times: number[] = []
    let body: { data: unknown[]; total: number } | undefined
    for (let round = 0; round < 8; round++) {
      const before = performance.now()
      const response = await server.fetch(
        new Request(`http://localhost${path}`, { method: method as string }),
      )
      times.push(performance.now() - before)
      body = (await response.json()) as typeof body
    }
    return { best: Math.min(...times), body }
  }
  for (const [query, total] of [
    ['', count],
    ['?page=4000&size=20', count],
    ['?role=r7', count / 100],
    ['?role=r7&sort=-name', count / 100],
    ['?sort=-name&page=100', count],
  ] as const) {
    const { best, body } = await timed(`GET /users${query}`)
    expect([query, body?.total, body?.data.length]).toEqual([query, total, 20])
    expect(best).toBeLessThan(budget(5))
  }
  expect((await timed('GET /users/99999')).best).toBeLessThan(budget(3))
  const post = () =>
    server.fetch(
      new Request('http://localhost/users', {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
        body: JSON.stringify({ name: 'N' }),
      }),
    )
  const times: number[] = []
  for (let round = 0; round < 8; round++) {
    const before = performance.now()
    expect((await post()).status).toBe(201)
    times.push(performance.now() - before)
  }
  expect(Math.min(...times)).toBeLessThan(budget(5))
})
