import { createServer, type AnyRequest, type Server } from '../../src/index.js'
import { openServer } from './support/open-server.js'

const ok = {
  200: { description: 'OK', content: { 'application/json': { schema: { type: 'object' } } } },
}
const error = (description: string) => ({
  description,
  content: {
    'application/json': {
      schema: {
        type: 'object',
        required: ['error'],
        properties: { error: { type: 'object', properties: { message: { type: 'string' } } } },
      },
      example: { error: { message: 'What went wrong' } },
    },
  },
})

const guarded = (operationId: string, security: unknown) => ({
  get: { operationId, security, responses: ok },
})

/** One operation for each scheme, and for what may be combined. */
export const keys = {
  openapi: '3.1.0',
  info: { title: 'Keys', version: '1' },
  components: {
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer' },
      basic: { type: 'http', scheme: 'basic' },
      header: { type: 'apiKey', in: 'header', name: 'X-Key' },
      query: { type: 'apiKey', in: 'query', name: 'key' },
      cookie: { type: 'apiKey', in: 'cookie', name: 'sid' },
      authorization: { type: 'apiKey', in: 'header', name: 'Authorization' },
      custom: { type: 'http', scheme: 'hoba' },
      digest: { type: 'http', scheme: 'digest' },
      oauth: {
        type: 'oauth2',
        flows: {
          clientCredentials: {
            tokenUrl: 'https://auth.example.com/token',
            scopes: { 'read:things': 'Read', 'write:things': 'Write' },
          },
        },
      },
      oidc: { type: 'openIdConnect', openIdConnectUrl: '/.well-known/openid-configuration' },
    },
  },
  paths: {
    ...Object.fromEntries(
      ['bearer', 'basic', 'header', 'query', 'cookie', 'authorization', 'custom', 'oidc'].map(
        (name) => [`/${name}`, guarded(name, [{ [name]: [] }])],
      ),
    ),
    '/optional': guarded('optional', [{ bearer: [] }, {}]),
    '/both': guarded('both', [{ header: [], bearer: [] }]),
    '/open': guarded('open', []),
    '/scoped': {
      get: {
        operationId: 'scoped',
        security: [{ oauth: ['read:things', 'write:things'] }],
        responses: { ...ok, 401: error('Not signed in'), 403: error('Not allowed') },
      },
    },
    '/cookie-write': { post: { operationId: 'write', security: [{ cookie: [] }], responses: ok } },
  },
}

const handlers = Object.fromEntries(
  Object.values(keys.paths)
    .flatMap((item) => Object.values(item))
    .map(({ operationId }: { operationId: string }) => [
      operationId,
      ({ principal }: AnyRequest) => ({ status: 200, body: { id: principal?.id ?? null } }),
    ]),
)

type Wish = Parameters<Server['credential']>[0]

/** Sends a request with a credential where its scheme wants it. */
const ask = async (
  server: Server,
  path: string,
  wish?: Wish,
  sandbox = 'default',
  headers: Record<string, string> = {},
) => {
  const url = new URL(path, 'http://localhost')
  const sent: Record<string, string> = { ...headers }
  if (wish) {
    const made = await server.credential(wish)
    if (made.in === 'query') url.searchParams.set(made.name, made.value)
    else if (made.in === 'cookie') sent['cookie'] = `${made.name}=${made.value}`
    else sent[made.name] = made.value
  }
  const method = path === '/cookie-write' ? 'POST' : 'GET'
  const response = await server.sandbox(sandbox).fetch(url, { method, headers: sent })
  const body = (await response.json()) as { id?: unknown; detail?: string; error?: unknown }
  return { status: response.status, body, challenge: response.headers.get('www-authenticate') }
}

const schemes = ['bearer', 'basic', 'header', 'query', 'cookie', 'authorization', 'custom', 'oidc']

describe.each(['presence', 'verify'] as const)('auth: %s', (auth) => {
  let server: Server
  beforeAll(async () => {
    server = await createServer({ contract: keys, handlers, auth })
  })
  afterAll(() => server.close())

  test.each(schemes)('a credential made for %s says who sends it', async (scheme) => {
    const answer = await ask(server, `/${scheme}`, { scheme, user: 'ann@example.com' })
    expect([answer.status, answer.body.id]).toEqual([200, 'ann@example.com'])
  })

  test.each(schemes)('one for %s that is over, or of another sandbox, is a 401', async (scheme) => {
    const over = await ask(server, `/${scheme}`, { scheme, expiresIn: 0 })
    expect([over.status, over.body.detail]).toEqual([401, expect.stringContaining('has expired')])
    const other = await ask(server, `/${scheme}`, { scheme }, 'other')
    expect([other.status, other.body.detail]).toEqual([
      401,
      expect.stringContaining('another sandbox'),
    ])
  })

  test.each(schemes)('nothing for %s is a 401', async (scheme) => {
    expect((await ask(server, `/${scheme}`)).status).toBe(401)
  })

  test('a challenge says what is wrong with a bearer (RFC 6750)', async () => {
    const answer = await ask(server, '/bearer', { scheme: 'bearer', expiresIn: 0 })
    expect(answer.challenge).toBe(
      'Bearer realm="*", error="invalid_token", error_description="it has expired"',
    )
    expect((await ask(server, '/bearer')).challenge).toBe('Bearer realm="*"')
  })

  test('scopes are asked of what carries scopes, in the shape of the contract', async () => {
    const scoped = (scope?: string) => ask(server, '/scoped', { scheme: 'oauth', scope })
    expect((await scoped()).status).toBe(200)
    expect((await scoped('write:things openid read:things')).status).toBe(200)
    const refused = await scoped('read:things')
    expect(refused.status).toBe(403)
    expect(refused.challenge).toBe(
      'Bearer realm="*", error="insufficient_scope", error_description="The token lacks the scope write:things", scope="read:things write:things"',
    )
    expect(refused.body.error).toEqual({ message: 'What went wrong' })
    expect((await scoped('')).status).toBe(403)
  })

  test('optional credentials may be left out; those that are over may not be sent', async () => {
    expect(await ask(server, '/optional')).toMatchObject({ status: 200, body: { id: null } })
    expect(await ask(server, '/optional', { scheme: 'bearer', user: 'ann' })).toMatchObject({
      ...{ status: 200, body: { id: 'ann' } },
    })
    expect((await ask(server, '/optional', { scheme: 'bearer', expiresIn: 0 })).status).toBe(401)
  })

  test('where two are asked for, both are judged', async () => {
    const key = (await server.credential({ scheme: 'header' })).value
    const both = (expiresIn: number) =>
      ask(server, '/both', { scheme: 'bearer', expiresIn }, 'default', { 'X-Key': key })
    expect((await both(60)).status).toBe(200)
    expect((await both(0)).status).toBe(401)
    expect((await ask(server, '/both', { scheme: 'bearer' })).status).toBe(401)
  })

  test('an open operation asks for nothing and knows who sends it all the same', async () => {
    expect(await ask(server, '/open', { scheme: 'bearer', user: 'ann' })).toMatchObject({
      ...{ status: 200, body: { id: 'ann' } },
    })
    expect((await ask(server, '/open', { scheme: 'bearer', expiresIn: 0 })).status).toBe(200)
  })

  test('a changed token or key is worth nothing', async () => {
    for (const scheme of ['bearer', 'header']) {
      const { name, value } = await server.credential({ scheme })
      const at = value.length - 30
      const changed = value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1)
      const answer = await ask(server, `/${scheme}`, undefined, 'default', { [name]: changed })
      expect([scheme, answer.status]).toEqual([scheme, 401])
    }
  })

  test('a password made for one user is not that of another', async () => {
    const { credential } = await server.credential({ scheme: 'basic', user: 'ann' })
    const as = async (user: string) => {
      const text = Buffer.from(credential.replace(/^ann/, user)).toString('base64')
      const headers = { authorization: `Basic ${text}` }
      return (await ask(server, '/basic', undefined, 'default', headers)).status
    }
    expect([await as('ann'), await as('bob')]).toEqual([200, 401])
  })

  test('a page of another origin does not act with a cookie', async () => {
    const wish = { scheme: 'cookie' }
    const send = (headers: Record<string, string>) =>
      ask(server, '/cookie-write', wish, 'default', headers)
    expect((await send({})).status).toBe(200)
    expect((await send({ origin: 'https://evil.example' })).status).toBe(403)
    expect((await send({ origin: 'http://localhost:5173' })).status).toBe(200)
  })
})

const foreign: readonly (readonly [path: string, headers: Record<string, string>])[] = [
  ['/bearer', { authorization: 'Bearer anything' }],
  ['/header', { 'x-key': 'anything' }],
  ['/query?key=anything', {}],
  ['/cookie', { cookie: 'sid=anything' }],
  ['/basic', { authorization: `Basic ${btoa('ann:anything')}` }],
  ['/scoped', { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.' }],
]

test('what somebody else has made is let in unless auth is verify', async () => {
  const statuses = async (auth: 'off' | 'presence' | 'verify', withHeaders: boolean) => {
    const server = await openServer({ contract: keys, handlers, auth })
    const answers = foreign.map(([path, headers]) =>
      withHeaders
        ? ask(server, path, undefined, 'default', headers)
        : ask(server, path.replace(/\?.*/, '')),
    )
    return [...new Set((await Promise.all(answers)).map(({ status }) => status))]
  }
  expect(await statuses('presence', true)).toEqual([200])
  expect(await statuses('verify', true)).toEqual([401])
  expect(await statuses('off', true)).toEqual([200])
  expect(await statuses('off', false)).toEqual([200])
})

test('verify takes the users of the seed with their passwords, and sessions of theirs', async () => {
  const server = await openServer({ contract: keys, handlers, auth: 'verify' })
  const basic = (pair: string) =>
    ask(server, '/basic', undefined, 'default', { authorization: `Basic ${btoa(pair)}` })
  expect(await basic('user@example.com:password123')).toMatchObject({
    ...{ status: 200, body: { id: '1234' } },
  })
  expect((await basic('user@example.com:wrong')).status).toBe(401)
  const authorization = `Bearer ${await server.token('user@example.com')}`
  expect((await ask(server, '/bearer', undefined, 'default', { authorization })).status).toBe(200)
})

test('what the mock answers at the root is judged as well; the mock itself never is', async () => {
  const server = await openServer({ contract: keys })
  const { value } = await server.credential({ scheme: 'bearer', expiresIn: 0 })
  const headers = { authorization: value }
  expect((await server.sandbox().fetch('/bearer', { headers })).status).toBe(401)
  expect((await server.sandbox().fetch('/_mock/keys/bearer', { headers })).status).toBe(200)
})

test('the public profile asks for credentials that were made here', async () => {
  const server = await openServer({ contract: keys, handlers, profile: 'public' })
  const headers = { authorization: 'Bearer anything' }
  expect((await ask(server, '/bearer', undefined, 'mine', headers)).status).toBe(401)
  expect((await ask(server, '/bearer', { scheme: 'bearer', sandbox: 'mine' }, 'mine')).status).toBe(
    200,
  )
})

test('a scheme that there is not, and one that nothing can be made for', async () => {
  const server = await openServer({ contract: keys })
  const refusal = (scheme: string) => server.credential({ scheme }).catch((error: unknown) => error)
  expect(await refusal('bearrer')).toMatchObject({
    ...{ code: 'option-invalid', fix: expect.stringContaining('Did you mean bearer?') },
  })
  expect(await refusal('digest')).toMatchObject({ message: expect.stringContaining('is digest') })
  expect((await server.credential()).scheme).toBe('bearer')
})

test('the control API makes them too, and names the schemes that there are', async () => {
  const server = await openServer({ contract: keys, handlers, auth: 'verify' })
  const make = async (body: object) => {
    const response = await server.sandbox('team').fetch('/_sandbox/v1/credentials', {
      ...{ method: 'POST', body: JSON.stringify(body) },
      headers: { 'content-type': 'application/json' },
    })
    return { status: response.status, body: (await response.json()) as Record<string, string> }
  }
  const { status, body } = await make({ scheme: 'header', user: 'ann', expiresIn: 60 })
  expect([status, body]).toEqual([
    201,
    {
      ...{ credential: expect.stringMatching(/^osk_/), scheme: 'header', in: 'header' },
      ...{ name: 'X-Key', value: body['credential'], expiresAt: expect.any(String) },
    },
  ])
  const headers = { 'x-key': body['value'] ?? '' }
  expect((await ask(server, '/header', undefined, 'team', headers)).body.id).toBe('ann')
  expect(await make({ scheme: 'heder' })).toMatchObject({
    ...{ status: 404, body: { code: 'not-found' } },
  })
  expect((await make({ expiresIn: -1 })).status).toBe(422)
})
