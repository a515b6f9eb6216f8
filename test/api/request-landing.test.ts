import { createServer, type Server } from '../../src/index.js'

let server: Server
beforeAll(async () => {
  server = await createServer()
})
afterAll(() => server.close())

const call = (path: string, init?: RequestInit) =>
  server.fetch(new Request(`http://localhost${path}`, init))

test('/ is a page for a browser', async () => {
  const response = await call('/', { headers: { accept: 'text/html,*/*;q=0.8' } })
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(await response.text()).toContain('/_mock/apis/authentication/openapi/auth/login')
})

test.each([[undefined], ['*/*'], ['application/json']])(
  '/ is an index for Accept: %s',
  async (accept) => {
    const response = await call('/', accept === undefined ? {} : { headers: { accept } })
    expect(response.headers.get('content-type')).toBe('application/json')
    const index = (await response.json()) as { surfaces: { title: string }[] }
    expect(index.surfaces.map(({ title }) => title)).toEqual([
      'Mock server',
      'Control API',
      'Sandbox',
    ])
  },
)

test('/ can only be read', async () => {
  const refused = await call('/', { method: 'POST' })
  expect(refused.status).toBe(405)
  expect(refused.headers.get('allow')).toBe('GET, HEAD, OPTIONS')
  const asked = await call('/', { method: 'OPTIONS' })
  expect([asked.status, asked.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS'])
  expect((await call('/', { method: 'HEAD' })).status).toBe(200)
})

test('an operation at / wins over the page', async () => {
  const document = {
    openapi: '3.0.3',
    info: { title: 'Root', version: '1' },
    paths: {
      '/': {
        get: {
          responses: { 200: { description: 'OK', content: { 'text/plain': { example: 'mine' } } } },
        },
      },
    },
  }
  const own = await createServer({ contract: document })
  expect(await (await own.fetch(new Request('http://localhost/'))).text()).toBe('mine')
  await own.close()
})
