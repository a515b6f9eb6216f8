import { createServer, type Server } from '../../src/server/create-server.js'
import { ask, bearer } from '../mock/ask.js'
import { message, sendRaw } from '../mock/raw-http.js'
import { mockBase } from './support/documented-samples.js'

let server: Server
let port: number

beforeAll(async () => {
  server = await createServer()
  port = (await server.listen({ port: 0, host: '127.0.0.1' })).port
})
afterAll(() => server.close())

describe('an unknown path: a 404 problem with the nearest documented paths', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['/usr', '/user'],
    ['/users', '/user'],
    ['/User', '/user'],
    ['/users/123', '/user/{userId}'],
    ['/auth/logn', '/auth/login'],
    ['/login', '/auth/login'],
    ['/auth/me', '/auth/user'],
    ['/apis/authentication/openapi/auth/login', '/auth/login'],
    ['/v1/auth/login', '/auth/login'],
    [`${mockBase}/auth/logn`, `${mockBase}/auth/login`],
    [`${mockBase}`, `${mockBase}/user`],
    ['/_sandbox/v1/healht', '/_sandbox/v1/health'],
    ['/auth/login/x', '/auth/login'],
  ]

  test.each(rows)('%s, nearest %s', async (path, near) => {
    const answer = await ask(server, `GET ${path}`)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    const { nearest, detail } = answer.json as { nearest: string[]; detail: string }
    expect(answer.json).toMatchObject({ code: 'path-unknown' })
    expect(nearest).toHaveLength(3)
    expect(nearest).toContain(near)
    expect(detail).toContain(near)
  })

  test('the nearest one stands first', async () => {
    const { json } = await ask(server, 'GET /auth/users')
    expect(json).toMatchObject({ nearest: ['/auth/user', expect.anything(), expect.anything()] })
  })

  test('a path of any length is answered, shortened', async () => {
    const answer = await ask(server, `GET /${'user/'.repeat(2000)}`)
    expect(answer.status).toBe(404)
    expect(answer.text.length).toBeLessThan(2000)
  })
})

describe('raw targets', () => {
  const rows: readonly (readonly [string, number])[] = [
    ['//user', 404],
    ['/./user', 404],
    // Dots are text like any other: here they stand for a userId.
    ['/user/..', 405],
    ['/auth/../user', 404],
    ['/auth//user', 404],
    ['/auth%2Fuser', 404],
    ['/auth/user;x=1', 404],
    ['/AUTH/user', 404],
    ['*', 404],
    ['/%zz', 400],
    ['/user/%', 400],
    ['/user/%C0%AF', 400],
    ['/user/%FF', 400],
    ['/auth/user?%zz', 401],
    ['/%61uth/%75ser', 401],
    ['/auth/user/', 401],
    ['/auth/user#x', 404],
  ]

  test.each(rows)('%s: %i', async (target, status) => {
    const answer = await sendRaw(port, message(`GET ${target}`, ['Connection: close']))
    expect([answer.status, answer.text]).toEqual([status, answer.text])
    expect(answer.header('X-Request-Id')).toMatch(/\S/)
  })
})

describe('a path with another method: 405 and Allow', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['PATCH', '/user', 'GET, POST, HEAD, OPTIONS'],
    ['POST', '/user/1', 'PUT, DELETE, OPTIONS'],
    ['GET', '/auth/login', 'POST, OPTIONS'],
    ['HEAD', '/auth/login', 'POST, OPTIONS'],
    ['PUT', '/auth/user/', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/_sandbox/v1/health', 'GET, HEAD, OPTIONS'],
    ['PROPFIND', '/user', 'GET, POST, HEAD, OPTIONS'],
  ]

  test.each(rows)('%s %s', async (method, path, allow) => {
    for (const target of path.startsWith('/_') ? [path] : [path, mockBase + path]) {
      const answer = await ask(server, `${method} ${target}`, { headers: bearer })
      expect(answer.status).toBe(405)
      expect(answer.headers.get('allow')).toBe(allow)
      if (method !== 'HEAD')
        expect(answer.json).toMatchObject({ code: 'method-unknown', allow: allow.split(', ') })
    }
  })

  test('a header cannot make another method of it', async () => {
    const headers = { ...bearer, 'x-http-method-override': 'GET', 'x-http-method': 'GET' }
    expect((await ask(server, 'PATCH /user?_method=GET', { headers })).status).toBe(405)
  })
})

describe('OPTIONS: 204 and Allow, without credentials', () => {
  test.each([
    ['/user', 'GET, POST, HEAD, OPTIONS'],
    ['/user/123', 'PUT, DELETE, OPTIONS'],
    ['/auth/user', 'GET, HEAD, OPTIONS'],
    [`${mockBase}/auth/login`, 'POST, OPTIONS'],
  ])('%s', async (path, allow) => {
    const answer = await ask(server, `OPTIONS ${path}`)
    expect(answer).toMatchObject({ status: 204, text: '' })
    expect(answer.headers.get('allow')).toBe(allow)
  })

  test('of an unknown path it is a 404', async () => {
    expect((await ask(server, 'OPTIONS /nowhere')).status).toBe(404)
  })

  test('on the wire it has neither body nor length', async () => {
    const { text } = await sendRaw(port, message('OPTIONS /user', ['Connection: close']))
    expect(text).toMatch(/^HTTP\/1\.1 204 /)
    expect(text).toMatch(/\r\n\r\n$/)
    expect(text).not.toMatch(/content-length|transfer-encoding/i)
  })
})

describe('HEAD: what GET has, without its body', () => {
  test.each([`${mockBase}/auth/user`, '/auth/user', '/_sandbox/v1/health', '/', '/nowhere'])(
    '%s',
    async (path) => {
      const authorization = `Bearer ${await server.token('user@example.com')}`
      const lines = [`Authorization: ${authorization}`, 'Connection: close']
      const get = await sendRaw(port, message(`GET ${path}`, lines))
      const head = await sendRaw(port, message(`HEAD ${path}`, lines))
      expect(head.status).toBe(get.status)
      expect(head.text.split('\r\n\r\n')[1]).toBe('')
      for (const name of ['Content-Type', 'Vary', 'X-Answered-By'])
        expect([name, head.header(name)]).toEqual([name, get.header(name)])
      if (path !== '/nowhere')
        expect(head.header('Content-Length')).toBe(get.header('Content-Length'))
    },
  )
})

test('one trailing slash is the path without it, two are another path', async () => {
  const headers = { authorization: `Bearer ${await server.token('user@example.com')}` }
  const plain = await ask(server, 'GET /auth/user', { headers })
  expect((await ask(server, 'GET /auth/user/', { headers })).text).toBe(plain.text)
  expect((await ask(server, 'GET /auth/user/')).status).toBe(401)
  expect((await ask(server, 'GET /auth/user//', { headers })).status).toBe(404)
  expect((await ask(server, `DELETE ${mockBase}/user/1/`, { headers })).status).toBe(200)
})

test('every answer has a request id and says that it differs by Origin', async () => {
  for (const request of ['GET /', 'GET /nowhere', 'PATCH /user', 'OPTIONS /user', 'GET /user']) {
    const { headers } = await ask(server, request)
    expect(headers.get('x-request-id')).toMatch(/\S/)
    expect(headers.get('vary')).toContain('Origin')
  }
})
