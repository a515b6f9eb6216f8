import { openServer } from './support/open-server.js'

const mock = 'http://localhost/_mock/apis/authentication/openapi'

test('fetch reaches every surface without a port', async () => {
  const server = await openServer()
  const reach = async (path: string) => (await server.fetch(new Request(path))).status
  expect(await reach('http://localhost/')).toBe(200)
  expect(await reach('http://localhost/_sandbox/v1/health')).toBe(200)
  expect(await reach(`${mock}/auth/user`)).toBe(401)
  expect(await reach('http://localhost/auth/user')).toBe(401)
})

test('HEAD has the headers of GET and no body', async () => {
  const server = await openServer()
  const headers = { authorization: 'Bearer x' }
  const get = await server.fetch(new Request(`${mock}/auth/user`, { headers }))
  const head = await server.fetch(new Request(`${mock}/auth/user`, { method: 'HEAD', headers }))
  expect(head.status).toBe(200)
  expect(head.body).toBeNull()
  expect(await head.text()).toBe('')
  const told = (response: Response) =>
    [...response.headers].filter(([name]) => name !== 'x-request-id')
  expect(told(head)).toEqual(told(get))
  expect(get.headers.get('content-length')).toBe(String((await get.arrayBuffer()).byteLength))
})

test('204 has no body', async () => {
  const server = await openServer()
  const reset = new Request('http://localhost/_sandbox/v1/reset', { method: 'POST' })
  const answer = await server.fetch(reset)
  expect([answer.status, answer.body]).toEqual([204, null])
  expect(answer.headers.get('content-length')).toBeNull()
})

test('a body may be anything that fetch takes; too large a one is 413', async () => {
  const server = await openServer({ maxBody: 100 })
  const login = (body: ConstructorParameters<typeof Response>[0]) =>
    server.fetch(
      new Request('http://localhost/auth/login', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      }),
    )
  const text = '{"email":"user@example.com","password":"password123"}'
  expect((await login(text)).status).toBe(200)
  expect((await login(new TextEncoder().encode(text))).status).toBe(200)
  expect((await login(new Blob([text]))).status).toBe(200)
  expect((await login(`${text}${' '.repeat(100)}`)).status).toBe(413)
})

test('each request has an id of its own', async () => {
  const server = await openServer()
  const id = async () =>
    (await server.fetch(new Request(`${mock}/auth/user`))).headers.get('x-request-id')
  const ids = new Set([await id(), await id(), await id()])
  expect(ids.size).toBe(3)
  expect(ids.has(null)).toBe(false)
})
