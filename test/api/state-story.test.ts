import { openServer } from './support/open-server.js'

const thing = {
  type: 'object',
  required: ['id', 'name', 'createdAt'],
  properties: {
    id: { type: 'integer', readOnly: true },
    name: { type: 'string' },
    note: { type: 'string' },
    secret: { type: 'string', writeOnly: true },
    createdAt: { type: 'string', format: 'date-time', readOnly: true },
    updatedAt: { type: 'string', format: 'date-time', readOnly: true },
  },
}
const json = (schema: unknown) => ({ 'application/json': { schema } })
const ref = { $ref: '#/components/schemas/Thing' }
const ok = (status: number, schema?: unknown) => ({
  [status]: { description: 'ok', ...(schema ? { content: json(schema) } : {}) },
})
const id = [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }]

const contract = {
  openapi: '3.0.3',
  info: { title: 'Things', version: '1' },
  components: { schemas: { Thing: thing } },
  paths: {
    '/things': {
      get: { operationId: 'list', responses: ok(200, { type: 'array', items: ref }) },
      post: {
        operationId: 'create',
        requestBody: { required: true, content: json(ref) },
        responses: ok(201, ref),
      },
    },
    '/things/{id}': {
      parameters: id,
      get: { operationId: 'read', responses: ok(200, ref) },
      patch: {
        operationId: 'merge',
        requestBody: { content: json({ type: 'object' }) },
        responses: ok(200, ref),
      },
      delete: { operationId: 'delete', responses: ok(204) },
    },
  },
}

test('create, read, list, merge, delete', async () => {
  const server = await openServer({ contract, validate: 'error' })
  const call = async (request: string, body?: unknown) => {
    const [method, path] = request.split(' ')
    const response = await server.fetch(
      new Request(`http://localhost${path}`, {
        method: method as string,
        ...(body !== undefined && {
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        }),
      }),
    )
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }
  const listed = await call('GET /things')
  console.log(JSON.stringify(listed.body, null, 1))
  expect(listed.headers.get('x-answered-by')).toBe('state')
  const made = await call('POST /things', { name: 'Mine', secret: 'x' })
  console.log(made)
  expect(made.status).toBe(201)
  console.log(
    (await call('PATCH /things/6', { note: 'hello' })).body,
    (await call('GET /things/6')).body,
    (await call('DELETE /things/6')).status,
    await call('GET /things/6'),
  )
  console.log((await call('POST /things', { name: 'Other' })).body)
})
