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

  test.each(['HTTPS://APP.GOOD.TEST', 'https://App.good.test', 'http://LOCALHOST:3000'])(
    '%s is trusted in nothing: browsers send lower case',
    async (origin) => {
      const seen = await loginFrom({ origin })
      expect(seen).toMatchObject({ status: 200, origin, credentials: null, cookies: 0 })
    },
  )

  const inCredentialsMode = [...foreign, 'HTTPS://APP.GOOD.TEST', 'HTTP://localhost:3000']
  test('COR-2: foreign pages read nothing in credentials mode, whatever the answer', async () => {
    const server = await openServer({ allowOrigin })
    for (const origin of inCredentialsMode)
      for (const path of ['/', '/auth/user', '/nowhere', '/@A/auth/user', '/%zz']) {
        const headers = { origin, cookie: 'any=thing' }
        const answer = await server.fetch(new Request(`http://localhost${path}`, { headers }))
        const names = [...answer.headers.keys()].filter((name) => name.startsWith('access-control'))
        expect([origin, path, names]).toEqual([origin, path, []])
        expect(answer.headers.get('vary')).toMatch(/\bOrigin\b/)
      }
  })

  test('COR-2: a contract that documents CORS headers does not say who may read', async () => {
    const text = (example: string) => ({ schema: { type: 'string' }, example, required: true })
    const server = await openServer({
      contract: {
        openapi: '3.0.3',
        info: { title: 'Open', version: '1' },
        paths: {
          '/a': {
            get: {
              responses: {
                200: {
                  description: 'Open to all',
                  headers: {
                    'Access-Control-Allow-Origin': text('*'),
                    'access-control-allow-credentials': text('true'),
                    'X-Other': text('kept'),
                  },
                },
              },
            },
          },
        },
      },
    })
    for (const path of ['/a', '/_mock/open/a']) {
      const from = async (origin: string) =>
        (await server.fetch(new Request(`http://localhost${path}`, { headers: { origin } })))
          .headers
      const foreignPage = await from('https://evil.test')
      expect(foreignPage.get('access-control-allow-origin')).toBe('https://evil.test')
      expect(foreignPage.get('access-control-allow-credentials')).toBeNull()
      expect(foreignPage.get('x-other')).toBe('kept')
      expect(foreignPage.get('access-control-expose-headers')).toMatch(/X-Answered-By, X-Other/)
      const ownPage = await from('http://localhost:3000')
      expect(ownPage.get('access-control-allow-origin')).toBe('http://localhost:3000')
      expect(ownPage.get('access-control-allow-credentials')).toBe('true')
    }
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
      // COR-4: x-own means nothing to any contract.
      expect(answer.headers.get('access-control-allow-headers')).toBe('authorization, content-type')
      expect(answer.headers.get('access-control-allow-origin')).toBe(
        'profile' in options ? '*' : 'https://evil.test',
      )
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
      expect(answer.headers.get('vary')).toMatch(/\bOrigin\b/)
    }
  })

  test('a trusted page may send credentials', async () => {
    const answer = await preflight('/auth/user', { origin: 'http://localhost:3000' })
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
  })

  const apiKeys = {
    openapi: '3.0.3',
    info: { title: 'Keys', version: '1' },
    components: {
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
        other: { type: 'apiKey', in: 'query', name: 'x-query-key' },
        oauth: {
          type: 'oauth2',
          flows: { clientCredentials: { tokenUrl: '/oauth/token', scopes: {} } },
        },
      },
    },
    paths: {
      '/things': {
        get: {
          parameters: [{ name: 'X-Page', in: 'header', schema: { type: 'string' } }],
          responses: { 200: { description: 'ok' } },
        },
        post: {
          parameters: [{ name: 'X-Once', in: 'header', schema: { type: 'string' } }],
          responses: { 200: { description: 'ok' } },
        },
        options: { responses: { 200: { description: 'documented' } } },
      },
    },
  }
  const asked = 'x-once,X-API-Key, x-page , x-query-key, If-Match, x-own, x-more, traceparent'
  const askedFor = async (
    path: string,
    method: string,
    options: Parameters<typeof openServer>[0] = {},
  ) => {
    const given = { contract: apiKeys, ...options } as Parameters<typeof openServer>[0]
    const answer = await preflight(
      path,
      { 'access-control-request-method': method, 'access-control-request-headers': asked },
      given,
    )
    expect(answer.status).toBe(204)
    return {
      headers: answer.headers.get('access-control-allow-headers'),
      methods: answer.headers.get('access-control-allow-methods'),
    }
  }

  test('COR-4: headers of the operation, of the schemes and well-known ones, as they were asked', async () => {
    const keys = 'If-Match, traceparent'
    for (const prefix of ['', '/_mock/keys', '/@alice']) {
      const at = (method: string) => askedFor(`${prefix}/things`, method)
      expect((await at('POST')).headers).toBe(`x-once, X-API-Key, ${keys}`)
      expect((await at('GET')).headers).toBe(`X-API-Key, x-page, ${keys}`)
      expect((await at('HEAD')).headers).toBe(`X-API-Key, x-page, ${keys}`)
      // No operation has the method: what any of them takes.
      expect((await at('PUT')).headers).toBe(`x-once, X-API-Key, x-page, ${keys}`)
      expect((await at('GET')).methods).toBe('GET, POST, HEAD, OPTIONS')
    }
    expect((await askedFor('/nowhere', 'GET')).headers).toBe(`X-API-Key, ${keys}`)
  })

  test('COR-4: --allow-header names more', async () => {
    const { headers } = await askedFor('/things', 'GET', { allowHeader: ['X-More'] })
    expect(headers).toBe('X-API-Key, x-page, If-Match, x-more, traceparent')
  })

  test('COR-4: the methods of the path, whatever answers there', async () => {
    for (const page of ['/', '/_docs/keys', '/_bundle/keys.yaml'])
      expect((await askedFor(page, 'GET')).methods).toBe('GET, HEAD, OPTIONS')
    expect((await askedFor('/oauth/token', 'POST')).methods).toBe('POST, OPTIONS')
    expect((await askedFor('/_oauth/userinfo', 'GET')).methods).toBe('GET, HEAD, POST, OPTIONS')
    const outbox = await askedFor('/_sandbox/v1/outbox', 'GET')
    expect(outbox.methods).toBe('GET, DELETE, HEAD, OPTIONS')
  })

  test('COR-4: what asks for no header that means something is told none', async () => {
    for (const value of ['x-own', '', 'é', ',,,', '*']) {
      const answer = await preflight('/auth/user', { 'access-control-request-headers': value })
      expect([answer.status, answer.headers.get('access-control-allow-headers')]).toEqual([
        204,
        null,
      ])
    }
  })

  test('COR-4: preflights count against nothing', async () => {
    const server = await openServer()
    const call = inProcess(server)
    for (let count = 0; count < 200; count++)
      await server.fetch(
        new Request('http://localhost/auth/login', {
          method: 'OPTIONS',
          headers: { origin: 'https://evil.test', 'access-control-request-method': 'POST' },
        }),
      )
    await logIn(call)
  })

  test.each(['Private', 'Local'])(
    'COR-6: %s Network Access only where it was switched on',
    async (kind) => {
      const ask = { [`access-control-request-${kind.toLowerCase()}-network`]: 'true' }
      const allow = `access-control-allow-${kind.toLowerCase()}-network`
      const on = { allowLocalNetwork: true }
      expect((await preflight('/auth/user', ask)).headers.get(allow)).toBeNull()
      expect((await preflight('/auth/user', ask, on)).headers.get(allow)).toBe('true')
      expect((await preflight('/auth/user', {}, on)).headers.get(allow)).toBeNull()
    },
  )

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
