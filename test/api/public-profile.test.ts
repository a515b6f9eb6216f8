import { request } from 'node:http'
import {
  createServer,
  type AnyHandler,
  type AnyRequest,
  type Server,
  type ServerOptions,
} from '../../src/index.js'
import { inProcess, visitorName, type Answer, type Call } from './support/call.js'
import { openServer, temporaryFolder } from './support/open-server.js'

const allowOrigin = ['https://app.good.test']
const credentials = { email: 'user@example.com', password: 'password123' }
const mock = '/_mock/apis/authentication/openapi'

const open = async (options: Partial<ServerOptions> = {}) => {
  const server = await openServer({ profile: 'public', allowOrigin, ...options } as ServerOptions)
  return { server, call: inProcess(server) }
}

/** One server for what keeps to names of its own: hashing the passwords of the seed takes time. */
let shared: { readonly server: Server; readonly call: Call }
beforeAll(async () => {
  const server = await createServer({ profile: 'public', allowOrigin })
  shared = { server, call: inProcess(server) }
})
afterAll(() => shared.server.close())

/** A token without password. */
const tokenOf = async (call: Call, sandbox: string): Promise<string> => {
  const body = { email: 'user@example.com' }
  const answer = await call(`POST /@${sandbox}/_sandbox/v1/tokens`, { body })
  return (answer.body as { token: string }).token
}

/** What `call` cannot judge: no operation of the contract answers there. */
const get = async (server: Server, path: string, headers: Record<string, string> = {}) =>
  server.fetch(new Request(`http://localhost${path}`, { headers }))

/** The name with another character at a place. */
const changed = (name: string, at: number): string =>
  name.slice(0, at) + (name[at] === 'a' ? 'b' : 'a') + name.slice(at + 1)

describe('COR-11: a sandbox belongs to whoever was given its name', () => {
  test('a name is given to whoever asks, with the URL of the sandbox', async () => {
    const { call } = shared
    const answer = await call('POST /_sandbox/v1/sandboxes')
    const { name, url } = answer.body as { name: string; url: string }
    expect(answer.status).toBe(201)
    expect(name).toMatch(/^try-[a-z2-7]{42}$/)
    expect(url).toBe(`http://localhost/@${name}`)
    const token = await tokenOf(call, name)
    expect((await call(`GET /@${name}/auth/user`, { token })).status).toBe(200)
    expect(await visitorName(call)).not.toBe(name)
  })

  test('a made-up name is answered as one of somebody else: 404, and nothing is made', async () => {
    const { call, server } = shared
    const own = await visitorName(call)
    await tokenOf(call, own)
    // The program itself may use a name that nobody was given.
    expect((await server.sandbox('alice').fetch('/auth/user')).status).toBe(401)
    const guesses = ['alice', 'bob', 'default', 'try-1', changed(own, 10), changed(own, 40)]
    const answers = await Promise.all(
      guesses.flatMap((guess) => [
        call('POST /auth/login', { body: credentials, headers: { 'x-sandbox': guess } }),
        call(`GET /@${guess}/auth/user`),
        call(`GET /@${guess}/nowhere`),
        call('GET /auth/user', { headers: { host: `${guess}.localhost` } }),
      ]),
    )
    for (const { status, body } of answers) {
      expect(status).toBe(404)
      expect(body).toMatchObject({ code: 'sandbox-unknown' })
      expect((body as { fix: string }).fix).toMatch(/POST \/_sandbox\/v1\/sandboxes/)
    }
    const said = answers.map(({ body }) => {
      const { detail, instance: _, ...same } = body as { detail: string; instance: string }
      return JSON.stringify({ ...same, detail: detail.replace(/[\w-]+\.$/, '') })
    })
    expect(new Set(said).size).toBe(1)
  })

  test('the control API of a sandbox is open to whoever has its name, and to nobody else', async () => {
    const { call } = shared
    const [own, other] = [await visitorName(call), await visitorName(call)]
    const forgot = { body: { email: 'user@example.com' } }
    expect((await call(`POST /@${other}/auth/forgot-password`, forgot)).status).toBe(200)
    const mails = async (name: string) => {
      const answer = await call(`GET /@${name}/_sandbox/v1/outbox`)
      return (answer.body as { mails: unknown[] }).mails.length
    }
    expect([await mails(own), await mails(other)]).toEqual([1, 2])
    const { status, body } = await call(`POST /@${own}/_sandbox/v1/tokens`, forgot)
    const { token } = body as { token: string }
    expect([status, (await call(`GET /@${own}/auth/user`, { token })).status]).toEqual([201, 200])
    expect((await call(`GET /@${other}/auth/user`, { token })).status).toBe(401)
    expect((await call(`POST /@${other}/_sandbox/v1/reset`)).status).toBe(204)
    expect([await mails(own), await mails(other)]).toEqual([1, 1])
    const requests = ['GET outbox', 'POST reset', 'POST tokens', 'POST credentials']
    for (const [guess, status] of [
      [changed(own, 12), 404],
      ['alice', 401],
      ['default', 401],
    ] as const)
      for (const [method, path] of requests.map((one) => one.split(' ')))
        expect((await call(`${method} /@${guess}/_sandbox/v1/${path}`)).status).toBe(status)
    expect((await call('GET /_sandbox/v1/outbox')).status).toBe(400)
  })

  test('nothing lists sandboxes', async () => {
    const { call, server } = shared
    const own = await visitorName(call)
    await tokenOf(call, own)
    for (const path of ['/', '/_sandbox', '/_sandbox/v1', '/_sandbox/v1/sandboxes', '/@', '/@/'])
      expect(await (await get(server, path)).text()).not.toContain(own)
    expect((await call('GET /_sandbox/v1/sandboxes')).status).toBe(401)
    expect((await call('GET /_sandbox/v1/health')).text).not.toContain(own)
  })

  const pages: readonly (readonly [string, Record<string, string>, number])[] = [
    ['a program', {}, 200],
    ['a page of this origin', { origin: 'http://localhost', host: 'localhost' }, 200],
    ['one on another host', { origin: 'https://demo.test', host: 'demo.test' }, 200],
    [
      'one that says so itself',
      { origin: 'https://demo.test', 'sec-fetch-site': 'same-origin' },
      200,
    ],
    ['a GET of it', { 'sec-fetch-site': 'same-origin' }, 200],
    ['an address typed by hand', { 'sec-fetch-site': 'none' }, 200],
    ['a page elsewhere', { origin: 'https://evil.test', host: 'demo.test' }, 403],
    ['an allowed page', { origin: 'https://app.good.test', host: 'demo.test' }, 403],
    ['a page without origin', { origin: 'null', host: 'demo.test' }, 403],
    ['the same host, another port', { origin: 'https://demo.test:8443', host: 'demo.test' }, 403],
    [
      'a page that only looks alike',
      { origin: 'https://demo.test', host: 'demo.test', 'sec-fetch-site': 'cross-site' },
      403,
    ],
  ]
  test.each(pages)('%s: %j gets %i', async (_who, headers, status) => {
    const { call } = shared
    const name = await visitorName(call)
    const made = await call('POST /_sandbox/v1/sandboxes', { headers })
    expect(made.status).toBe(status === 200 ? 201 : status)
    expect((await call(`GET /@${name}/_sandbox/v1/outbox`, { headers })).status).toBe(status)
  })

  test('in the local profile names are given as well; a page of this origin may use those alone', async () => {
    const call = inProcess(await openServer())
    const headers = { origin: 'http://192.168.1.7:4010', host: '192.168.1.7:4010' }
    const given = await call('POST /_sandbox/v1/sandboxes', { headers })
    const { name, url } = given.body as { name: string; url: string }
    expect([given.status, url]).toEqual([201, `http://192.168.1.7:4010/@${name}`])
    expect((await call(`POST /@${name}/_sandbox/v1/reset`, { headers })).status).toBe(204)
    expect((await call('POST /@alice/_sandbox/v1/reset', { headers })).status).toBe(403)
    expect((await call('POST /@alice/_sandbox/v1/reset')).status).toBe(204)
  })

  test('names outlive the server, and hold at every replica with the same secret', async () => {
    const data = await temporaryFolder()
    const first = await open({ data })
    const name = await visitorName(first.call)
    await first.server.close()
    const restarted = await open({ data })
    const codeOf = async ({ call }: typeof restarted, sandbox: string) =>
      ((await call(`GET /@${sandbox}/nowhere`)).body as { code: string }).code
    expect(await codeOf(restarted, name)).toBe('path-unknown')
    const secret = { jwtSecret: 's'.repeat(32) }
    const [one, two] = [await open(secret), await open(secret)]
    expect(await codeOf(two, await visitorName(one.call))).toBe('path-unknown')
    expect(await codeOf(two, name)).toBe('sandbox-unknown')
  })

  test('what belongs to a visitor is kept from search engines, refusals too', async () => {
    const { call, server } = shared
    const name = await visitorName(call)
    const robots = async (path: string) => (await get(server, path)).headers.get('x-robots-tag')
    for (const path of [`/@${name}/auth/user`, '/@guess/', '/@A', '/_sandbox/v1/health', '/%40a/'])
      expect([path, await robots(path)]).toEqual([path, 'noindex'])
    for (const path of ['/', '/auth/user', `${mock}/auth/user`])
      expect([path, await robots(path)]).toEqual([path, null])
  })

  test('the mock remembers nothing and needs no name', async () => {
    const { server } = shared
    const authorization = 'Bearer any'
    const status = async (path: string) => (await get(server, path, { authorization })).status
    expect(await status(`${mock}/auth/user`)).toBe(200)
    expect(await status(`/@alice${mock}/auth/user`)).toBe(200)
    expect(await status('/auth/user')).toBe(400)
  })

  test('what the mock answers at the root wants a name that was given', async () => {
    const contract = {
      openapi: '3.0.3',
      info: { title: 'Plain', version: '1' },
      paths: { '/things': { get: { responses: { 204: { description: 'none' } } } } },
    }
    const { server, call } = await open({ contract, state: 'off' } as ServerOptions)
    const status = async (path: string) => (await get(server, path)).status
    expect(await status('/_mock/plain/things')).toBe(204)
    expect(await status('/things')).toBe(400)
    expect(await status('/@alice/things')).toBe(404)
    expect(await status(`/@${await visitorName(call)}/things`)).toBe(204)
  })

  test('requireSandbox: false does not open what is public', async () => {
    const { call } = await open({ requireSandbox: false })
    expect((await call('GET /auth/user')).body).toMatchObject({ code: 'sandbox-required' })
  })
})

describe('COR-3: any page may read, and no cookie means anything', () => {
  const origins = ['http://localhost:3000', 'https://evil.test', undefined]
  const story = async (server: Server, call: Call, headers: Record<string, string>) => {
    const login = await call('POST /auth/login', { body: credentials, headers })
    const { token } = login.body as { token: string }
    const cookie = `access_token=${token}`
    const withCookie = { headers: { ...headers, cookie } }
    return [
      login,
      await call('GET /auth/user', { token, headers }),
      await call('GET /auth/user', withCookie),
      await call('POST /auth/tos-accept', withCookie),
      await call('POST /auth/logout', withCookie),
      await call('GET /nowhere', withCookie),
      await server.fetch(
        new Request(`http://localhost${mock}/auth/login`, {
          method: 'POST',
          headers: { ...withCookie.headers, 'content-type': 'application/json' },
          body: JSON.stringify(credentials),
        }),
      ),
    ]
  }
  test.each(origins)('from %s', async (origin) => {
    const { call, server } = shared
    const name = { 'x-sandbox': await visitorName(call) }
    const answers = await story(server, call, origin === undefined ? name : { ...name, origin })
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 401, 401, 200, 404, 200])
    for (const { headers } of answers) {
      expect(headers.getSetCookie()).toEqual([])
      expect(headers.get('access-control-allow-credentials')).toBeNull()
      expect(headers.get('access-control-allow-origin')).toBe(origin === undefined ? null : '*')
      expect(headers.get('vary')).toMatch(/\bOrigin\b/)
    }
    expect((answers[2] as Answer).text).toMatch(/neither/)
  })

  const apiKey = {
    openapi: '3.0.3',
    info: { title: 'Keys', version: '1' },
    components: {
      securitySchemes: {
        sid: { type: 'apiKey', in: 'cookie', name: 'sid' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
    security: [{ sid: [] }, { bearer: [] }],
    paths: {
      '/me': {
        get: {
          operationId: 'me',
          responses: { 200: { description: 'ok', content: { 'application/json': {} } } },
        },
        post: { operationId: 'set', responses: { 200: { description: 'ok' } } },
      },
    },
  }
  test.each(['verify', 'presence'] as const)(
    'a documented cookie signs nobody in (auth: %s), a header does',
    async (auth) => {
      const handlers = {
        me: (({ principal }: AnyRequest) => ({
          status: 200,
          body: { id: principal?.id },
          headers: { 'Set-Cookie': 'sid=1', 'X-Kept': 'yes' },
        })) as AnyHandler,
      }
      const { server, call } = await open({ contract: apiKey, handlers, auth } as ServerOptions)
      const name = await visitorName(call)
      const { value } = await server.credential({ scheme: 'bearer', sandbox: name })
      const { value: cookie } = await server.credential({ scheme: 'sid', sandbox: name })
      const ask = (headers: Record<string, string>, method = 'GET') =>
        server.fetch(new Request(`http://localhost/@${name}/me`, { method, headers }))
      expect((await ask({ cookie })).status).toBe(401)
      expect((await ask({ cookie, origin: 'https://evil.test' }, 'POST')).status).toBe(401)
      const signedIn = await ask({ authorization: value, cookie: 'sid=other' })
      expect(signedIn.status).toBe(200)
      expect(await signedIn.json()).toEqual({ id: 'user@example.com' })
      expect([signedIn.headers.getSetCookie(), signedIn.headers.get('x-kept')]).toEqual([[], 'yes'])
    },
  )
})

test('COR-10: what fails in a handler or a store of a visitor is told by an id alone', async () => {
  const secret = 'SELECT * FROM users; /home/me/node_modules/lowdb/index.js'
  const handlers = {
    AuthController_logout: () => {
      throw new Error(secret)
    },
  }
  const data = await temporaryFolder()
  const { call, server } = await open({ handlers, data })
  const name = await visitorName(call)
  const failed = await server.fetch(
    new Request(`http://localhost/@${name}/auth/logout`, { method: 'POST' }),
  )
  const broken = await visitorName(call)
  const { mkdir, writeFile } = await import('node:fs/promises')
  await mkdir(`${data}/sandboxes/${broken}`, { recursive: true })
  await writeFile(`${data}/sandboxes/${broken}/db.json`, '{ "broken')
  const damaged = await server.fetch(new Request(`http://localhost/@${broken}/_sandbox/v1/outbox`))
  for (const answer of [failed, damaged]) {
    const text = await answer.text()
    const id = answer.headers.get('x-request-id') ?? '-'
    expect([answer.status, text.includes(id)]).toEqual([500, true])
    expect(text).not.toMatch(/SELECT|node_modules|lowdb|sandboxes|\.js|db\.json| at \w/)
    expect([...answer.headers].join()).not.toMatch(/SELECT|lowdb|db\.json/)
  }
})

/** What a proxy asks in the place of a client. */
const behindProxy = (port: number, path: string, headers: Record<string, string>) =>
  new Promise<{ status: number; body: Record<string, string> }>((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path, headers }, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += String(chunk)))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as never }),
      )
    })
    sent.on('error', reject)
    sent.end()
  })

describe('publicUrl: where clients reach the server', () => {
  const publicUrl = 'https://demo.test'
  const contract = {
    openapi: '3.0.3',
    info: { title: 'Keys', version: '1' },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/me': { get: { security: [{ bearer: [] }], responses: { 200: { description: 'ok' } } } },
    },
  }

  test('its host is answered, and URLs begin with it, whatever the proxy writes', async () => {
    const server = await openServer({ contract, publicUrl })
    const { port } = await server.listen()
    const metadata = '/.well-known/openid-configuration'
    for (const host of ['demo.test', `localhost:${port}`, `127.0.0.1:${port}`]) {
      const { status, body } = await behindProxy(port, `/@alice${metadata}`, { host })
      expect([status, body['issuer']]).toEqual([200, 'https://demo.test/@alice'])
    }
    const own = await behindProxy(port, metadata, { host: `alice.localhost:${port}` })
    expect(own.body['issuer']).toBe(`http://alice.localhost:${port}`)
    const other = await behindProxy(port, metadata, { host: 'other.test' })
    expect(other.status).toBe(421)
    const { body } = await behindProxy(port, '/_sandbox/v1/health', { host: 'demo.test' })
    expect(body['status']).toBe('ok')
  })

  test('names are given with it, and credentials name it', async () => {
    const server = await openServer({ contract, publicUrl: 'https://demo.test/' })
    const call = inProcess(server)
    const { name, url } = (await call('POST /_sandbox/v1/sandboxes')).body as Record<string, string>
    expect(url).toBe(`https://demo.test/@${name}`)
    const claims = async (sandbox: string) => {
      const { credential } = await server.credential({ sandbox })
      const [, payload = ''] = credential.split('.')
      return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, string>
    }
    expect((await claims('default'))['iss']).toBe('https://demo.test')
    expect((await claims('alice'))['iss']).toBe('https://demo.test/@alice')
  })

  test('a page of it is a page of this origin', async () => {
    const call = inProcess(await openServer({ publicUrl }))
    const page = await call('POST /auth/login', {
      body: credentials,
      headers: { origin: publicUrl },
    })
    expect(page.headers.get('access-control-allow-credentials')).toBe('true')
    const control = (origin: string) =>
      call('POST /_sandbox/v1/sandboxes', { headers: { origin, host: 'localhost:4010' } })
    expect((await control(publicUrl)).status).toBe(201)
    expect((await control('http://demo.test')).status).toBe(403)
  })

  test.each(['demo.test', 'ftp://demo.test', 'https://demo.test/path', 'https://a@demo.test', ''])(
    '%j is none',
    async (text) => {
      await expect(openServer({ publicUrl: text })).rejects.toMatchObject({
        ...{ code: 'option-invalid', message: expect.stringContaining('publicUrl') },
      })
    },
  )
})
