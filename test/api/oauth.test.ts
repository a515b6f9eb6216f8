import { createHash, createPublicKey, verify } from 'node:crypto'
import { createServer, type AnyRequest, type Server, type ServerOptions } from '../../src/index.js'
import { openLoggedServer } from './support/open-server.js'
import { oauthContract } from './support/oauth-contract.js'

const handlers = {
  listPets: ({ principal }: AnyRequest) => ({
    status: 200,
    body: { id: principal?.id, claims: principal?.claims },
  }),
}

const servers = new Map<string, Promise<Server>>()

/** One server for each set of options: no test looks at what another has done. */
const open = (options: Partial<ServerOptions> = {}): Promise<Server> => {
  const key = JSON.stringify(options)
  const all = { contract: oauthContract, handlers, auth: 'verify', ...options } as ServerOptions
  const server = servers.get(key) ?? createServer(all)
  servers.set(key, server)
  return server
}
afterAll(async () => {
  for (const server of servers.values()) await (await server).close()
})

interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Record<string, unknown>
}

const send = async (server: Server, path: string, init?: RequestInit): Promise<Answered> => {
  const response = await server.fetch(new Request(new URL(path, 'http://localhost'), init))
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return {
    ...{ status: response.status, headers: response.headers, text },
    body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
  }
}

const post = (
  server: Server,
  path: string,
  form: Record<string, string> | string,
  headers: Record<string, string> = {},
) => send(server, path, { method: 'POST', body: new URLSearchParams(form), headers })

const client = { authorization: `Basic ${btoa('app:secret')}` }
const verifier = 'v'.repeat(43)
const challenge = createHash('sha256').update(verifier).digest('base64url')
const callback = 'http://localhost:5173/callback?kept=1'

const request = (more: Record<string, string | undefined> = {}) => {
  const given = {
    ...{ response_type: 'code', client_id: 'app', redirect_uri: callback, state: 's 1&' },
    ...{ scope: 'openid email read:pets', code_challenge: challenge, nonce: 'n' },
    ...{ code_challenge_method: 'S256', prompt: 'none', login_hint: 'ann@example.com', ...more },
  }
  const pairs = Object.entries(given).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  )
  return `/_oauth/authorize?${new URLSearchParams(pairs).toString()}`
}

const answerOf = ({ status, headers }: Answered): URLSearchParams => {
  expect(status).toBe(303)
  return new URL(headers.get('location') ?? '').searchParams
}

const codeFor = async (server: Server, more: Record<string, string | undefined> = {}) =>
  answerOf(await send(server, request(more))).get('code') ?? ''

const redeem = (server: Server, code: string, more: Record<string, string> = {}) =>
  post(
    server,
    '/_oauth/token',
    {
      ...{ grant_type: 'authorization_code', code, redirect_uri: callback },
      ...{ code_verifier: verifier, ...more },
    },
    client,
  )

const claimsOf = (token: unknown) =>
  JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >

const call = async (server: Server, token: unknown) =>
  send(server, '/pets', { headers: { authorization: `Bearer ${String(token)}` } })

describe('the authorization code grant with PKCE', () => {
  test('gives tokens that the API takes, once', async () => {
    const server = await open()
    const answer = answerOf(await send(server, request()))
    expect([answer.get('state'), answer.get('iss'), answer.get('kept')]).toEqual([
      ...['s 1&', 'http://localhost', '1'],
    ])
    const code = answer.get('code') ?? ''
    const { status, body, headers } = await redeem(server, code)
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(body).toEqual({
      ...{ access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600 },
      ...{ refresh_token: expect.any(String), id_token: expect.any(String) },
      scope: 'openid email read:pets',
    })
    const now = Math.floor(Date.now() / 1000)
    const claims = claimsOf(body['access_token'])
    expect(claims).toEqual({
      ...{ iss: 'http://localhost', aud: 'default', sub: 'ann@example.com', sandbox: 'default' },
      ...{ scope: 'openid email read:pets', client_id: 'app', email: 'ann@example.com' },
      ...{ iat: expect.any(Number), exp: Number(claims['iat']) + 3600 },
      ...{ jti: expect.any(String), grant: expect.any(String) },
    })
    expect(Math.abs(now - Number(claims['iat']))).toBeLessThan(5)
    expect(claimsOf(body['id_token'])).toMatchObject({
      ...{ aud: 'app', nonce: 'n', email: 'ann@example.com', sub: 'ann@example.com' },
    })
    expect((await call(server, body['access_token'])).body['id']).toBe('ann@example.com')
    // No ID token and no refresh token opens the API.
    expect((await call(server, body['id_token'])).status).toBe(401)
    expect((await call(server, body['refresh_token'])).status).toBe(401)

    const again = await redeem(server, code)
    expect([again.status, again.body['error']]).toEqual([400, 'invalid_grant'])
    expect((await call(server, body['access_token'])).status).toBe(401)
  })

  test('its tokens are signed with the published key', async () => {
    const server = await open()
    const { body } = await redeem(server, await codeFor(server))
    const { keys } = (await send(server, '/_oauth/jwks')).body as { keys: object[] }
    expect(keys).toHaveLength(1)
    expect(Object.keys(keys[0] ?? {})).not.toContain('d')
    const key = createPublicKey({ key: keys[0] as never, format: 'jwk' })
    for (const token of [body['access_token'], body['id_token']]) {
      const [header = '', payload = '', signature = ''] = String(token).split('.')
      const data = Buffer.from(`${header}.${payload}`)
      const given = { key, dsaEncoding: 'ieee-p1363' as const }
      expect(verify('sha256', data, given, Buffer.from(signature, 'base64url'))).toBe(true)
    }
  })

  const wrong: readonly (readonly [string, Record<string, string>, string])[] = [
    ['another verifier', { code_verifier: 'w'.repeat(43) }, 'invalid_grant'],
    ['no proper verifier', { code_verifier: 'short' }, 'invalid_grant'],
    ['another redirect_uri', { redirect_uri: `${callback}&x=1` }, 'invalid_grant'],
    ['another code', { code: 'osc_none' }, 'invalid_grant'],
    ['an unknown grant', { grant_type: 'urn:x' }, 'unsupported_grant_type'],
  ]
  test.each(wrong)('not with %s', async (_name, more, error) => {
    const server = await open()
    const { status, body } = await redeem(server, await codeFor(server), more)
    expect([status, body['error']]).toEqual([400, error])
    expect(body['access_token']).toBeUndefined()
  })

  test('not for another client, and not without the verifier', async () => {
    const server = await open()
    const form = { grant_type: 'authorization_code', redirect_uri: callback }
    const other = { authorization: `Basic ${btoa('other:secret')}` }
    const code = await codeFor(server)
    const stolen = { ...form, code, code_verifier: verifier }
    expect((await post(server, '/_oauth/token', stolen, other)).body['error']).toBe('invalid_grant')
    const bare = await post(server, '/_oauth/token', { ...form, code }, client)
    expect(bare.body['error']).toBe('invalid_grant')
    // A verifier for a code that has no challenge is a downgrade (RFC 9700 §2.1.1).
    const without = { code_challenge: undefined, code_challenge_method: undefined }
    expect((await redeem(server, await codeFor(server, without))).body['error']).toBe(
      'invalid_grant',
    )
  })

  test('a public client names itself in the body', async () => {
    const server = await open()
    const { status } = await post(server, '/_oauth/token', {
      ...{ grant_type: 'authorization_code', code: await codeFor(server), client_id: 'app' },
      ...{ redirect_uri: callback, code_verifier: verifier },
    })
    expect(status).toBe(200)
  })
})

describe('the other grants', () => {
  test('client credentials: for the client itself, with the scopes it asks for', async () => {
    const server = await open()
    const form = { grant_type: 'client_credentials', scope: 'write:pets', resource: 'https://api' }
    const { status, body } = await post(server, '/login/oauth/access_token', form, client)
    expect([status, body['refresh_token'], body['scope']]).toEqual([200, undefined, 'write:pets'])
    expect(claimsOf(body['access_token'])).toMatchObject({ sub: 'app', aud: 'https://api' })
    // The second alternative (oidc) asks for no scope.
    expect((await call(server, body['access_token'])).status).toBe(200)
    const none = await post(server, '/_oauth/token', { ...form, client_id: 'app' })
    expect([none.status, none.body['error']]).toEqual([401, 'invalid_client'])
    expect(none.headers.get('www-authenticate')).toContain('Basic')
    const unknown = await post(server, '/_oauth/token', { ...form, scope: 'read:cats' }, client)
    expect(unknown.body['error']).toBe('invalid_scope')
  })

  test('refresh tokens rotate; one that was used before ends everything', async () => {
    const server = await open()
    const first = (await redeem(server, await codeFor(server))).body
    const refresh = (token: unknown, more: Record<string, string> = {}) =>
      post(
        server,
        '/login/oauth/refresh',
        { grant_type: 'refresh_token', refresh_token: String(token), ...more },
        client,
      )
    const second = await refresh(first['refresh_token'], { scope: 'read:pets' })
    expect([second.status, second.body['scope']]).toEqual([200, 'read:pets'])
    expect(second.body['refresh_token']).not.toBe(first['refresh_token'])
    const wider = await refresh(second.body['refresh_token'], { scope: 'read:pets write:pets' })
    expect(wider.body['error']).toBe('invalid_scope')
    expect((await refresh('osr_bogus')).body['error']).toBe('invalid_grant')
    expect((await call(server, second.body['access_token'])).status).toBe(200)
    expect((await refresh(first['refresh_token'])).body['error']).toBe('invalid_grant')
    expect((await refresh(second.body['refresh_token'])).body['error']).toBe('invalid_grant')
    expect((await call(server, second.body['access_token'])).status).toBe(401)
  })

  test('passwords: users of the seed where credentials are verified, else anybody', async () => {
    const strict = await open()
    const form = (username: string, password: string) => ({
      grant_type: 'password',
      username,
      password,
    })
    const grant = async (server: Server, username: string, password: string) =>
      (await post(server, '/_oauth/token', form(username, password))).body
    const known = await grant(strict, 'user@example.com', 'password123')
    expect(claimsOf(known['access_token'])).toMatchObject({ email: 'user@example.com' })
    expect((await grant(strict, 'user@example.com', 'wrong'))['error']).toBe('invalid_grant')
    expect((await grant(strict, 'ann', 'x'))['error']).toBe('invalid_grant')
    const lax = await grant(await open({ auth: 'presence' }), 'ann', 'x')
    expect(claimsOf(lax['access_token'])['sub']).toBe('ann')
  })

  const broken: readonly (readonly [string, string, Record<string, string>, number, string])[] = [
    ['no grant', 'client_id=a', {}, 400, 'invalid_request'],
    ['one twice', 'grant_type=password&grant_type=password', {}, 400, 'invalid_request'],
    [
      'a client twice',
      'grant_type=client_credentials&client_secret=x',
      client,
      400,
      'invalid_request',
    ],
    [
      'a header that is none',
      'grant_type=password',
      { authorization: 'Basic !' },
      401,
      'invalid_client',
    ],
    ['a code without client', 'grant_type=authorization_code&code=x', {}, 401, 'invalid_client'],
  ]
  test.each(broken)('%s', async (_name, form, headers, status, error) => {
    const answer = await post(await open(), '/_oauth/token', form, headers)
    expect([answer.status, answer.body['error']]).toEqual([status, error])
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })
})

describe('what is over', () => {
  afterEach(() => jest.restoreAllMocks())
  /** Lets the clock of the machine, and so of every sandbox, be so many seconds ahead. */
  const later = (seconds: number): void => {
    const now = Date.now()
    jest.spyOn(Date, 'now').mockImplementation(() => now + seconds * 1000)
  }

  test('a code after a minute, a token after an hour, a refresh token after a month', async () => {
    const server = await open()
    const code = await codeFor(server)
    const kept = (await redeem(server, await codeFor(server))).body
    const refresh = (headers: Record<string, string> = client) =>
      post(
        server,
        '/_oauth/token',
        { grant_type: 'refresh_token', refresh_token: String(kept['refresh_token']) },
        headers,
      )
    const other = { authorization: `Basic ${btoa('other:secret')}` }
    expect((await refresh(other)).body['error']).toBe('invalid_grant')
    later(59)
    expect((await redeem(server, code, { code_verifier: 'w'.repeat(43) })).status).toBe(400)
    later(2)
    expect((await redeem(server, code)).body['error_description']).toBe('The code has expired')
    expect((await call(server, kept['access_token'])).status).toBe(200)
    later(3600)
    expect((await call(server, kept['access_token'])).status).toBe(401)
    later(30 * 24 * 3600)
    expect((await refresh()).body['error_description']).toBe('The refresh token has expired')
  })

  test('a consent page after ten minutes', async () => {
    const server = await open()
    const page = await send(server, request({ prompt: undefined }))
    const ticket = /name="ticket" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
    const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? ''
    const decide = () => post(server, '/_oauth/authorize', { ticket, decision: 'deny' }, { cookie })
    expect((await decide()).status).toBe(303)
    later(601)
    expect((await decide()).status).toBe(403)
  })
})

test('tokens can be asked about, and ended', async () => {
  const server = await open()
  const { body } = await redeem(server, await codeFor(server))
  const token = String(body['access_token'])
  const ask = async (one: string) =>
    (await post(server, '/_oauth/introspect', { token: one }, client)).body
  expect(await ask(token)).toMatchObject({
    ...{ active: true, client_id: 'app', username: 'ann@example.com', token_type: 'Bearer' },
  })
  expect(await ask(String(body['refresh_token']))).toMatchObject({ token_type: 'refresh_token' })
  expect(await ask('x')).toEqual({ active: false })
  expect((await post(server, '/_oauth/introspect', { token })).status).toBe(401)
  const info = await send(server, '/_oauth/userinfo', {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(info.body).toEqual({
    sub: 'ann@example.com',
    email: 'ann@example.com',
    email_verified: true,
  })
  expect((await send(server, '/_oauth/userinfo')).status).toBe(401)

  expect((await post(server, '/_oauth/revoke', { token }, client)).status).toBe(200)
  expect(await ask(token)).toEqual({ active: false })
  expect((await call(server, token)).status).toBe(401)
  expect(await ask(String(body['refresh_token']))).toMatchObject({ active: true })
  await post(server, '/_oauth/revoke', { token: String(body['refresh_token']) }, client)
  expect(await ask(String(body['refresh_token']))).toEqual({ active: false })
  expect((await post(server, '/_oauth/revoke', { token: 'unknown' }, client)).status).toBe(200)
})

describe('discovery', () => {
  const places: readonly (readonly [string, string])[] = [
    ['/.well-known/openid-configuration', 'http://localhost'],
    ['/.well-known/oauth-authorization-server', 'http://localhost'],
    ['/@team/.well-known/openid-configuration', 'http://localhost/@team'],
    ['/.well-known/oauth-authorization-server/@team', 'http://localhost/@team'],
    ['/realms/pets/.well-known/openid-configuration', 'http://localhost/realms/pets'],
  ]
  test.each(places)('%s is that of %s', async (path, issuer) => {
    const server = await open()
    const { body } = await send(server, path)
    expect(body).toMatchObject({
      ...{ issuer, token_endpoint: `${issuer}/_oauth/token`, jwks_uri: `${issuer}/_oauth/jwks` },
      code_challenge_methods_supported: ['S256'],
    })
    expect(body['scopes_supported']).toEqual(expect.arrayContaining(['openid', 'read:pets']))
    const form = { grant_type: 'client_credentials' }
    const issued = await post(server, String(body['token_endpoint']), form, client)
    expect(claimsOf(issued.body['access_token'])['iss']).toBe(issuer)
  })

  test('an operation of the contract wins at its path', async () => {
    expect((await post(await open(), '/taken/token', {})).body).toEqual({ mine: true })
  })

  test('other methods are refused; HeyDonto has none of it', async () => {
    const server = await open()
    const refused = await send(server, '/_oauth/token')
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
    const own = await createServer()
    expect((await send(own, '/.well-known/openid-configuration')).status).toBe(404)
    await own.close()
  })
})

describe('the consent page', () => {
  const shown = async (server: Server, more: Record<string, string | undefined> = {}) => {
    const page = await send(server, request({ prompt: undefined, ...more }))
    const ticket = /name="ticket" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
    const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? ''
    return { page, ticket, cookie }
  }
  const choose = (
    server: Server,
    ticket: string,
    headers: Record<string, string>,
    form: readonly (readonly [string, string])[] = [
      ...([
        ['user', ''],
        ['other', 'bob'],
        ['scope', 'read:pets'],
        ['decision', 'allow'],
      ] as const),
    ],
  ) =>
    send(server, '/_oauth/authorize', {
      method: 'POST',
      body: new URLSearchParams([['ticket', ticket], ...form] as [string, string][]),
      headers: { origin: 'http://localhost', 'sec-fetch-site': 'same-origin', ...headers },
    })

  test('is safe to show, and lets user and scopes be chosen', async () => {
    const server = await open()
    const { page, ticket, cookie } = await shown(server, { client_id: '<b>app</b>' })
    expect([page.status, page.headers.get('x-frame-options')]).toEqual([200, 'DENY'])
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self' http://localhost:5173; frame-ancestors 'none'; base-uri 'none'",
    )
    expect(page.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict$/)
    expect(page.text).not.toContain('<b>app')
    expect(page.text).not.toContain('<script')
    expect(page.text).toContain('Pets &amp; &lt;Owners&gt;')
    expect(page.text).toContain('See pets')
    const code = answerOf(await choose(server, ticket, { cookie })).get('code') ?? ''
    const app = { authorization: `Basic ${btoa('%3Cb%3Eapp%3C%2Fb%3E:secret')}` }
    const { body } = await post(
      server,
      '/_oauth/token',
      {
        ...{ grant_type: 'authorization_code', code, redirect_uri: callback },
        code_verifier: verifier,
      },
      app,
    )
    expect(claimsOf(body['access_token'])).toMatchObject({ sub: 'bob', scope: 'read:pets' })
  })

  test('a user may say no', async () => {
    const server = await open()
    const { ticket, cookie } = await shown(server)
    const answer = answerOf(await choose(server, ticket, { cookie }, [['decision', 'deny']]))
    expect([answer.get('error'), answer.get('state'), answer.get('code')]).toEqual([
      ...['access_denied', 's 1&', null],
    ])
  })

  test('no other page and no other browser may send its form', async () => {
    const server = await open()
    const { ticket, cookie } = await shown(server)
    const other = (await shown(server)).cookie
    const tries: Record<string, string>[] = [
      { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { cookie, origin: 'http://localhost:5173', 'sec-fetch-site': 'same-site' },
      { cookie: other },
      {},
    ]
    for (const headers of tries) expect((await choose(server, ticket, headers)).status).toBe(403)
    expect((await choose(server, `${ticket.slice(0, -2)}xx`, { cookie })).status).toBe(403)
    expect((await choose(server, ticket, { cookie })).status).toBe(303)
  })
})

describe('redirect targets', () => {
  const refusedTargets = [
    ...['javascript:alert(1)', 'data:text/html,x', '/relative', 'http://localhost/#x'],
    ...['https://user@localhost/', 'http://a;sandbox/', 'http://localhost\\@evil.example/'],
    'http://localhost/\u00fc',
  ]
  test.each(refusedTargets)('never %s', async (target) => {
    const { status, headers } = await send(await open(), request({ redirect_uri: target }))
    expect([status, headers.get('location')]).toEqual([400, null])
  })

  test('another site is answered only after somebody has agreed, or when it is allowed', async () => {
    const redirect_uri = 'https://app.example.com/cb'
    const server = await open()
    expect((await send(server, request({ redirect_uri }))).status).toBe(400)
    const wrong = { redirect_uri, response_type: 'x', prompt: undefined }
    expect((await send(server, request(wrong))).status).toBe(400)
    const page = await send(server, request({ redirect_uri, prompt: undefined }))
    expect([page.status, page.text.includes(redirect_uri)]).toEqual([200, true])
    const allowed = await open({ allowOrigin: ['https://app.example.com'] })
    expect((await send(allowed, request({ redirect_uri }))).status).toBe(303)
  })

  test('in public only this machine and allowed origins', async () => {
    const server = await open({ profile: 'public' })
    const given = await send(server, '/_sandbox/v1/sandboxes', { method: 'POST' })
    const own = `/@${String(given.body['name'])}`
    const at = async (redirect_uri: string) =>
      (await send(server, own + request({ redirect_uri, prompt: undefined }))).status
    expect((await send(server, `/@mine${request()}`)).status).toBe(404)
    expect(await at('https://app.example.com/cb')).toBe(400)
    expect(await at('myapp://cb')).toBe(400)
    expect(await at('http://127.0.0.1:1/cb')).toBe(200)
    expect((await send(server, request())).status).toBe(400)
  })

  test('COR-3: in public the page works without a cookie, for its own form alone', async () => {
    const server = await open({ profile: 'public' })
    const given = await send(server, '/_sandbox/v1/sandboxes', { method: 'POST' })
    const own = `/@${String(given.body['name'])}`
    const page = await send(server, own + request({ prompt: undefined }))
    expect([page.status, page.headers.getSetCookie()]).toEqual([200, []])
    const ticket = /name="ticket" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
    const form = { ticket, decision: 'allow', user: 'ann@example.com', scope: 'openid' }
    const choose = (headers: Record<string, string>) =>
      post(server, `${own}/_oauth/authorize`, form, headers)
    const foreign = { origin: 'https://evil.test', cookie: 'sandbox_consent=public' }
    expect((await choose(foreign)).status).toBe(403)
    expect((await choose({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    const answer = await choose({ origin: 'http://localhost', 'sec-fetch-site': 'same-origin' })
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([303, []])
    expect(new URL(answer.headers.get('location') ?? '').searchParams.get('code')).toMatch(/./)
  })

  test('what is wrong with a request is told to the client', async () => {
    const server = await open()
    const flaws: readonly (readonly [Record<string, string | undefined>, string])[] = [
      [{ response_type: 'id_token' }, 'unsupported_response_type'],
      [{ code_challenge_method: 'plain' }, 'invalid_request'],
      [{ scope: 'read:cats' }, 'invalid_scope'],
    ]
    for (const [more, error] of flaws) {
      const answer = answerOf(await send(server, request(more)))
      expect([answer.get('error'), answer.get('state')]).toEqual([error, 's 1&'])
    }
    const implicit = await send(server, request({ response_type: 'token' }))
    const location = new URL(implicit.headers.get('location') ?? '')
    const fragment = new URLSearchParams(location.hash.slice(1))
    expect(claimsOf(fragment.get('access_token'))).toMatchObject({ sub: 'ann@example.com' })
  })
})

test('nothing secret is kept, and nothing of it is logged', async () => {
  const { server, log } = await openLoggedServer({
    contract: oauthContract,
    handlers,
    auth: 'verify',
  })
  const seen: unknown[] = []
  server.sandbox().use('listPets', async ({ sandbox }) => {
    for (const name of ['opaqueTokens', 'revocations'])
      seen.push(...(await sandbox.state.list({ name, key: () => '' })))
    return { status: 200, body: {} }
  })
  const code = await codeFor(server)
  const { body } = await redeem(server, code)
  await post(server, '/_oauth/revoke', { token: String(body['refresh_token']) }, client)
  const { value } = await server.credential({ scheme: 'oauth' })
  await send(server, '/pets', { headers: { authorization: value } })
  const kept = JSON.stringify(seen)
  expect(seen.length).toBeGreaterThan(1)
  for (const secret of [code, body['access_token'], body['refresh_token']]) {
    expect(kept).not.toContain(String(secret))
    expect(JSON.stringify(log)).not.toContain(String(secret))
  }
})
