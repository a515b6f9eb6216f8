import { openServer } from './support/open-server.js'
import { stateCall } from './support/state-call.js'

const planet = {
  type: 'object',
  required: ['id', 'name'],
  properties: { id: { type: 'integer' }, name: { type: 'string' } },
}
const shown = { id: 42, name: 'Magrathea' }
const json = (schema: object, example: unknown) => ({
  description: 'OK',
  content: { 'application/json': { schema, example } },
})
const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } }
const contract = {
  openapi: '3.1.0',
  info: { title: 'Planets', version: '1' },
  paths: {
    '/planets': {
      get: { responses: { 200: json({ type: 'array', items: planet }, [shown]) } },
      post: {
        requestBody: { content: { 'application/json': { schema: planet } } },
        responses: { 201: json(planet, shown) },
      },
    },
    '/planets/{id}': {
      parameters: [id],
      get: {
        responses: {
          200: json(planet, shown),
          404: json({ type: 'object' }, { message: 'none' }),
        },
      },
    },
    '/weather': { get: { responses: { 200: json({ type: 'object' }, { sky: 'clear' }) } } },
  },
}

const opened = async (options: { readonly state?: 'on' | 'off' } = {}) => {
  const server = await openServer({ contract, ...options })
  const call = await stateCall(server, contract)
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const { status, body, by } = await call(`GET ${path}`, undefined, headers)
    return { status, body: body as unknown, by }
  }
  return { server, call, get }
}
const mine = { id: 7, name: 'Mine' }

test('a foreign contract remembers without being told to', async () => {
  const { server, call, get } = await opened()
  expect((await call('POST /planets', mine)).status).toBe(201)
  expect(await get('/planets/7')).toMatchObject({ status: 200, by: 'state', body: mine })
  expect(await get('/weather')).toEqual({ status: 200, by: 'mock', body: { sky: 'clear' } })
  const titles = (await server.surfaces()).map(({ title }) => title)
  expect(titles).toEqual(['Mock server', 'Control API', 'Sandbox: remembers'])
})

test('what the document shows is what is there at first', async () => {
  const { get } = await opened()
  expect(await get('/planets/42')).toMatchObject({ status: 200, by: 'state', body: shown })
  const { body } = await get('/planets')
  expect((body as readonly unknown[])[0]).toEqual(shown)
})

test('who asks for a documented answer gets it at the root as well', async () => {
  const { get } = await opened()
  const documented = { by: 'mock', body: { message: 'none' }, status: 404 }
  expect(await get('/planets/42', { prefer: 'code=404' })).toEqual(documented)
  expect(await get('/planets/42?__code=404')).toEqual(documented)
  expect(await get('/planets', { prefer: 'dynamic=true' })).toMatchObject({ by: 'mock' })
})

test('the mock remembers nothing, and neither does the root without state', async () => {
  const on = await opened()
  await on.call('POST /_mock/planets/planets', mine)
  await on.call('POST /planets', mine)
  const alike = { status: 200, by: null, body: shown }
  expect(await on.get('/_mock/planets/planets/7')).toEqual(alike)

  const off = await opened({ state: 'off' })
  await off.call('POST /planets', mine)
  expect(await off.get('/planets/7')).toEqual(alike)
  const titles = (await off.server.surfaces()).map(({ title }) => title)
  expect(titles).toEqual(['Mock server', 'Control API', 'Root (mock)'])
})
