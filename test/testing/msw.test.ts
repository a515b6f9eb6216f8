import { setupServer } from 'msw/node'
import { createServer } from '../../src/index.js'
import { openSandbox, type TestSandbox } from '../../src/testing/index.js'
import { handlers } from '../../src/testing/msw.js'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const api = 'https://api.example.com'

/** An application whose API is answered by a sandbox; requests that nobody answers fail the test. */
const start = async (
  options: Parameters<typeof openSandbox>[0] = {},
  where: Partial<Parameters<typeof handlers>[1]> = {},
): Promise<TestSandbox> => {
  const sandbox = await openSandbox(options)
  const mocked = setupServer(...handlers(sandbox, { baseUrl: api, ...where }))
  mocked.listen({ onUnhandledRequest: 'error' })
  closing.push(sandbox.close, () => mocked.close())
  return sandbox
}

const post = (path: string, body: object, base = api) =>
  fetch(base + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    credentials: 'include',
  })

const credentials = { email: 'user@example.com', password: 'password123' }

test('the sandbox answers what is asked of the API', async () => {
  const sandbox = await start()
  const answer = await post('/auth/login', credentials)
  expect(answer.status).toBe(200)
  const { token } = (await answer.json()) as { token: string }
  const headers = { Authorization: `Bearer ${token}` }
  const me = await fetch(`${api}/auth/user?x=1`, { headers })
  expect(await me.json()).toMatchObject({ email: 'user@example.com' })
  const [entry] = await sandbox.journal.calls('AuthController_getCurrentUser')
  expect(entry?.request).toMatchObject({ path: '/auth/user', query: 'x=1' })
})

test('a cookie that the sandbox sets signs in', async () => {
  await start()
  const answer = await post('/auth/login', credentials)
  expect(answer.headers.getSetCookie()[0]).toMatch(/^access_token=/)
  const me = await fetch(`${api}/auth/user`, { credentials: 'include' })
  expect(me.status).toBe(200)
})

test('refusals and faults reach the application', async () => {
  const sandbox = await start()
  expect((await post('/auth/login', { ...credentials, password: 'wrong' })).status).toBe(401)
  await sandbox.faults.add({ connection: 'reset', times: 1 })
  await expect(fetch(`${api}/auth/user`)).rejects.toThrow('Failed to fetch')
  await sandbox.scripts.set('AuthController_logout', [
    { answer: { status: 429, headers: { 'Retry-After': '7' } } },
  ])
  const limited = await post('/auth/logout', {})
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7'])
})

test('a sandbox of a server elsewhere is reached through its origin', async () => {
  const server = await createServer()
  closing.push(server.close)
  const { url } = await server.listen()
  const sandbox = await start({ server: url })
  expect((await post('/auth/login', credentials)).status).toBe(200)
  expect(await sandbox.journal.count()).toBe(1)
  expect((await fetch(`${sandbox.url}/auth/user`)).status).toBe(401)
})

test('a path in front of the API is taken away', async () => {
  const sandbox = await start({}, { baseUrl: `${api}/gateway/`, to: '/' })
  expect((await post('/gateway/auth/login', credentials)).status).toBe(200)
  const [entry] = await sandbox.journal.calls('AuthController_login')
  expect(entry?.request.path).toBe('/auth/login')
  await expect(post('/gateways/auth/login', credentials)).rejects.toThrow()
})

test('bytes come as they were sent, and their encoding is told once', async () => {
  const bytes = Uint8Array.from({ length: 2000 }, (_, at) => at % 256)
  const echo = {
    openapi: '3.1.0',
    info: { title: 'Echo', version: '1' },
    paths: {
      '/echo': {
        post: {
          operationId: 'echo',
          requestBody: { content: { 'application/octet-stream': {} } },
          responses: { 200: { description: 'ok', content: { 'application/octet-stream': {} } } },
        },
      },
    },
  }
  const pieces = async function* () {
    yield bytes.subarray(0, 999)
    yield bytes.subarray(999)
  }
  const sandbox = await start({
    contract: echo,
    handlers: { echo: () => ({ status: 200, body: pieces() }) },
  })
  const answer = await fetch(`${api}/echo`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: bytes,
  })
  expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, null])
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes)
  const [entry] = await sandbox.journal.calls('echo' as never)
  expect(Buffer.from(entry?.request.body ?? '', 'base64')).toEqual(Buffer.from(bytes))
})

test('a base that is no URL is refused', async () => {
  const sandbox = await openSandbox()
  closing.push(sandbox.close)
  expect(() => handlers(sandbox, { baseUrl: '/api' })).toThrow('which is no URL')
})
