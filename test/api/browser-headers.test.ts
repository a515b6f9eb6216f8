import { request } from 'node:http'
import { connect } from 'node:net'
import { inProcess, logIn } from './support/call.js'
import { openServer } from './support/open-server.js'

const allowOrigin = ['https://app.good.test']
const credentials = { email: 'user@example.com', password: 'password123' }

/** What a login answers a page of this origin. */
const loginFrom = async (headers: Record<string, string>) => {
  const call = inProcess(await openServer({ allowOrigin }))
  const answer = await call('POST /auth/login', { body: credentials, headers })
  return {
    status: answer.status,
    origin: answer.headers.get('access-control-allow-origin'),
    credentials: answer.headers.get('access-control-allow-credentials'),
    cookies: answer.headers.getSetCookie().length,
    answer,
  }
}

describe('who may read, and who may send cookies', () => {
  const trusted = [
    'http://localhost:3000',
    'http://localhost',
    'https://localhost:8443',
    'http://127.0.0.1:5173',
    'http://[::1]:3000',
    'http://alice.localhost:4010',
    'https://app.good.test',
  ]
  test.each(trusted)('a page of %s reads, with cookies', async (origin) => {
    const seen = await loginFrom({ origin })
    expect(seen).toMatchObject({ status: 200, origin, credentials: 'true', cookies: 1 })
  })

  /** COR-2 of the reliability facts. */
  const foreign = [
    'https://evil.test',
    'null',
    'https://app.good.test.evil.test',
    'https://evilapp.good.test',
    'https://sub.app.good.test',
    'http://app.good.test',
    'https://app.good.test:8443',
    'http://localhost.evil.test',
    'http://notlocalhost',
    'http://127.0.0.1.evil.test',
    'http://1270.0.0.1',
    'file://',
    'chrome-extension://abcdef',
    'http://localhost@evil.test',
    'http://localhost/',
  ]
  test.each(foreign)('a page of %s reads, without cookies', async (origin) => {
    const seen = await loginFrom({ origin })
    expect(seen).toMatchObject({ status: 200, origin, credentials: null, cookies: 0 })
  })

  test('what is no origin at all is trusted in nothing', async () => {
    const seen = await loginFrom({ origin: 'http://localhost:3000, https://evil.test' })
    expect(seen).toMatchObject({ status: 200, origin: null, credentials: null, cookies: 0 })
  })

  test('upper case is no other origin: browsers send lower case', async () => {
    const seen = await loginFrom({ origin: 'HTTPS://APP.GOOD.TEST' })
    expect(seen).toMatchObject({ credentials: 'true' })
  })

  test('what is no page gets the cookie and no CORS headers', async () => {
    const seen = await loginFrom({})
    expect(seen).toMatchObject({ status: 200, origin: null, credentials: null, cookies: 1 })
  })

  test('a page that hides its origin is known by Sec-Fetch-Site', async () => {
    expect(await loginFrom({ 'sec-fetch-site': 'cross-site' })).toMatchObject({ cookies: 0 })
    expect(await loginFrom({ 'sec-fetch-site': 'same-origin' })).toMatchObject({ cookies: 1 })
  })

  test('any origin may read what a bearer opens', async () => {
    const call = inProcess(await openServer())
    const token = await logIn(call)
    const headers = { origin: 'https://evil.test' }
    const answer = await call('GET /auth/user', { token, headers })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://evil.test')
  })
})

test('every answer varies by origin and exposes what a page needs, errors included', async () => {
  const server = await openServer()
  const ask = (method: string, path: string, headers: Record<string, string>) =>
    server.fetch(new Request(`http://localhost${path}`, { method, headers }))
  const cases = [
    ['GET', '/', 200],
    ['GET', '/auth/user', 401],
    ['GET', '/nowhere', 404],
    ['DELETE', '/auth/user', 405],
    ['OPTIONS', '/auth/user', 204],
    ['HEAD', '/auth/user', 401],
    ['GET', '/%zz', 400],
    ['GET', '/@A/auth/user', 422],
    ['GET', '/_mock/apis/authentication/openapi/auth/user', 401],
    ['GET', '/_sandbox/v1/health', 200],
  ] as const
  for (const [method, path, status] of cases) {
    const plain = await ask(method, path, {})
    expect([path, plain.status]).toEqual([path, status])
    expect(plain.headers.get('vary')).toMatch(/\bOrigin\b/)
    expect(plain.headers.get('access-control-allow-origin')).toBeNull()
    const origin = 'http://localhost:3000'
    const asked = await ask(method, path, { origin })
    expect(asked.headers.get('vary')).toMatch(/\bOrigin\b/)
    expect(asked.headers.get('access-control-allow-origin')).toBe(origin)
    const exposed = asked.headers.get('access-control-expose-headers')?.split(', ') ?? []
    const needed = ['X-Request-Id', 'Preference-Applied', 'Location', 'Retry-After', 'Allow']
    for (const name of needed) expect(exposed).toContain(name)
  }
})

describe('preflights', () => {
  const preflight = async (
    path: string,
    headers: Record<string, string> = {},
    options: Parameters<typeof openServer>[0] = {},
  ) => {
    const server = await openServer(options)
    return server.fetch(
      new Request(`http://localhost${path}`, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://evil.test',
          'access-control-request-method': 'PUT',
          'access-control-request-headers': 'authorization, content-type, x-own',
          ...headers,
        },
      }),
    )
  }

  const paths = [
    ['/user/123', 'PUT, DELETE, OPTIONS'],
    ['/@alice/user/123', 'PUT, DELETE, OPTIONS'],
    ['/_mock/apis/authentication/openapi/auth/user', 'GET, HEAD, OPTIONS'],
    ['/nowhere', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'],
    ['/@No Name/auth/user', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'],
  ] as const
  test.each(paths)('%s: 204 with %s, without credentials', async (path, methods) => {
    for (const options of [{}, { requireSandbox: true }, { profile: 'public' as const }]) {
      const answer = await preflight(path, {}, options)
      expect(answer.status).toBe(204)
      const sorted = (text: string | null) => text?.split(', ').sort()
      expect(sorted(answer.headers.get('access-control-allow-methods'))).toEqual(sorted(methods))
      expect(answer.headers.get('access-control-allow-headers')).toBe(
        'authorization, content-type, x-own',
      )
      expect(answer.headers.get('access-control-allow-origin')).toBe('https://evil.test')
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
      expect(answer.headers.get('vary')).toMatch(/\bOrigin\b/)
    }
  })

  test('a trusted page may send credentials', async () => {
    const answer = await preflight('/auth/user', { origin: 'http://localhost:3000' })
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
  })

  test('an OPTIONS that is no preflight tells what the path has', async () => {
    const server = await openServer()
    const answer = await server.fetch(
      new Request('http://localhost/user/123', { method: 'OPTIONS' }),
    )
    expect(answer.status).toBe(204)
    const allow = answer.headers.get('allow')?.split(', ').sort()
    expect(allow).toEqual(['DELETE', 'OPTIONS', 'PUT'])
  })
})

describe('acting with the cookie of somebody else (CSRF)', () => {
  const withCookie = async () => {
    const server = await openServer({ allowOrigin })
    const call = inProcess(server)
    const login = await call('POST /auth/login', { body: credentials })
    const cookie = login.headers.getSetCookie()[0]?.split(';')[0] as string
    const { token } = login.body as { token: string }
    return { call, cookie, token }
  }

  const foreign: readonly Record<string, string>[] = [
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' },
    { origin: 'http://app.good.test', 'sec-fetch-site': 'same-site' },
  ]
  test.each(foreign)('%j may not', async (headers) => {
    const { call, cookie } = await withCookie()
    const unsafe = ['POST /auth/tos-accept', 'POST /auth/logout', 'DELETE /user/2', 'POST /user']
    for (const request of unsafe) {
      const answer = await call(request, { headers: { ...headers, cookie } })
      expect([request, answer.status]).toEqual([request, 403])
    }
    // And it did nothing.
    expect((await call('GET /auth/user', { headers: { cookie } })).body).toMatchObject({
      tosAcceptedAt: '2024-01-02T00:00:00.000Z',
    })
  })

  const fine: readonly Record<string, string>[] = [
    {},
    { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' },
    { origin: 'https://app.good.test', 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
  ]
  test.each(fine)('%j may', async (headers) => {
    const { call, cookie } = await withCookie()
    const answer = await call('POST /auth/tos-accept', { headers: { ...headers, cookie } })
    expect(answer.status).toBe(200)
  })

  test('with a bearer every page may: no browser sends it by itself', async () => {
    const { call, cookie, token } = await withCookie()
    const headers = { origin: 'https://evil.test', cookie }
    expect((await call('POST /auth/tos-accept', { headers, token })).status).toBe(200)
  })

  test('a foreign page is not signed in by the cookie for reading either', async () => {
    const { call, cookie } = await withCookie()
    const headers = { origin: 'https://evil.test', cookie }
    expect((await call('GET /auth/user', { headers })).status).toBe(401)
  })
})

describe('the host that a request names', () => {
  const ask = (port: number, host: string) =>
    new Promise<number>((resolve, reject) => {
      const sent = request(
        { port, host: '127.0.0.1', path: '/_sandbox/v1/health', headers: { host } },
        (response) => {
          response.resume()
          response.on('end', () => resolve(response.statusCode ?? 0))
        },
      )
      sent.on('error', reject)
      sent.end()
    })

  const hosts = [
    ['localhost', 200],
    ['LOCALHOST:4010', 200],
    ['alice.localhost:4010', 200],
    ['127.0.0.1:4010', 200],
    ['192.168.1.7', 200],
    ['[::1]:4010', 200],
    ['dev.good.test', 200],
    ['Dev.Good.Test:4010', 200],
    ['evil.test', 421],
    ['localhost.evil.test', 421],
    ['127.0.0.1.evil.test', 421],
    ['sub.dev.good.test', 421],
    ['evillocalhost', 421],
    ['a,b', 400],
    ['user@localhost', 400],
    ['local host', 400],
  ] as const
  test.each(hosts)('%j: %i', async (host, status) => {
    const { port } = await (await openServer({ allowHost: ['dev.good.test'] })).listen()
    // Twice: what is remembered must be judged as what is new.
    expect([await ask(port, host), await ask(port, host)]).toEqual([status, status])
  })

  test('two Host headers are none', async () => {
    const { port } = await (await openServer()).listen()
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write(
          'GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\nConnection: close\r\n\r\n',
        ),
      )
      let text = ''
      socket.on('data', (chunk) => (text += chunk.toString()))
      socket.on('end', () => resolve(text))
      socket.on('error', reject)
    })
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('without a port the host is whatever the test calls it', async () => {
    const server = await openServer()
    const answer = await server.fetch(new Request('https://api.example/_sandbox/v1/health'))
    expect(answer.status).toBe(200)
  })
})

test('the public profile knows no cookies: none set, none read, bearer only', async () => {
  const call = inProcess(await openServer({ profile: 'public', allowOrigin }))
  const at = { 'x-sandbox': 'a' }
  for (const origin of ['http://localhost:3000', 'https://app.good.test', undefined]) {
    const headers = origin === undefined ? at : { ...at, origin }
    const login = await call('POST /auth/login', { body: credentials, headers })
    expect(login.status).toBe(200)
    expect(login.headers.getSetCookie()).toEqual([])
    expect(login.headers.get('access-control-allow-credentials')).toBeNull()
    const { token } = login.body as { token: string }
    expect((await call('GET /auth/user', { token, headers })).status).toBe(200)
    const cookie = 'access_token=whatever'
    const ignored = await call('GET /auth/user', { headers: { ...headers, cookie } })
    expect(ignored.status).toBe(401)
    expect(ignored.text).toMatch(/neither/)
    const logout = await call('POST /auth/logout', { headers: { ...headers, cookie } })
    expect([logout.status, logout.headers.getSetCookie()]).toEqual([200, []])
  }
})
