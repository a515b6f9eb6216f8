import { openServer } from './support/open-server.js'

const login = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ email: 'user@example.com', password: 'password123' }),
}

test('url selects the sandbox by host name, with the port of the server', async () => {
  const server = await openServer()
  const alice = server.sandbox('alice')
  expect(alice.url).toBe('http://alice.localhost')
  const { port } = await server.listen()
  expect(alice.url).toBe(`http://alice.localhost:${port}`)
  expect(server.sandbox().url).toBe(`http://localhost:${port}`)
  expect(new URL('/auth/user', alice.url).href).toBe(`http://alice.localhost:${port}/auth/user`)
})

test('fetch takes a path, a URL or a request, and is in that sandbox', async () => {
  const server = await openServer()
  const alice = server.sandbox('alice')
  const { token } = (await (await alice.fetch('/auth/login', login)).json()) as { token: string }
  const headers = { authorization: `Bearer ${token}` }
  const url = 'http://localhost/auth/user'
  expect((await alice.fetch('/auth/user', { headers })).status).toBe(200)
  expect((await alice.fetch(new URL(url), { headers })).status).toBe(200)
  expect((await alice.fetch(new Request(url, { headers }))).status).toBe(200)
  expect((await alice.fetch(new Request(url), { headers })).status).toBe(200)
  expect((await server.sandbox('bob').fetch('/auth/user', { headers })).status).toBe(401)
  await server.listen()
  expect((await alice.fetch('/auth/user', { headers })).status).toBe(200)
})

test('a named sandbox is reached where --require-sandbox is on', async () => {
  const server = await openServer({ requireSandbox: true })
  expect((await server.sandbox('alice').fetch('/auth/login', login)).status).toBe(200)
  expect((await server.sandbox().fetch('/auth/login', login)).status).toBe(200)
})

test('outbox and reset act on that sandbox, whatever the origins and the profile', async () => {
  const server = await openServer({ profile: 'public' })
  const alice = server.sandbox('alice')
  const body = JSON.stringify({ email: 'user@example.com' })
  await alice.fetch('/auth/forgot-password', { ...login, body })
  expect((await alice.outbox()).map(({ to }) => to)).toEqual([
    'invited@example.com',
    'user@example.com',
  ])
  await alice.reset()
  expect((await alice.outbox()).map(({ to }) => to)).toEqual(['invited@example.com'])
})

test('surfaces lists every operation as a path that can be opened', async () => {
  const server = await openServer()
  const surfaces = await server.surfaces()
  expect(surfaces.map(({ url }) => url).sort()).toEqual(
    ['/', '/_mock/apis/authentication/openapi/', '/_sandbox/v1/'].sort(),
  )
  for (const { operations } of surfaces)
    for (const { method, url } of operations) {
      const asked = url.endsWith('/wait') ? `${url}?timeoutMs=0` : url
      const answer = await server.fetch(new Request(`http://localhost${asked}`, { method }))
      // Streams of events end when nobody reads them; what names a thing that there is not is found all the same.
      const text = asked.endsWith('/events') ? await answer.body?.cancel() : await answer.text()
      const isLost = answer.status === 405 || /"code":"path-unknown"/.test(text ?? '')
      const isOpen = !isLost && answer.status < 500
      expect([url, isOpen]).toEqual([url, true])
    }
})
