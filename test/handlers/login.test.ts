import { createPasswords } from '../../src/auth/passwords.js'
import { secureRandom } from '../../src/sandbox/random.js'
import { World } from './world.js'

describe('login', () => {
  test('gives a token and a cookie, each of which says who is signed in', async () => {
    const world = new World()
    const { status, body, headers } = await world.login('user@example.com')
    expect([status, body.message]).toEqual([200, 'Login successful'])
    const cookie = /^access_token=([\w-]{43}); /.exec(String(headers['Set-Cookie']))?.[1] ?? ''
    expect(await world.who({ bearer: String(body.token) })).toBe('user@example.com')
    expect(await world.who({ cookie })).toBe('user@example.com')
  })

  test('knows the address in any spelling of it', async () => {
    const world = new World()
    for (const email of ['User@Example.COM', ' user@example.com ', 'ｕser@example.com']) {
      expect((await world.login(email)).status).toBe(200)
    }
    expect((await world.login('user@examp\u0131e.com')).status).toBe(401)
  })

  test('refuses wrong password, unknown address and disabled user alike, at the same cost', async () => {
    const world = new World()
    await world.login('user@example.com')
    const attempts = [
      ['user@example.com', 'wrong'],
      ['nobody@example.com', 'password123'],
      ['disabled@example.com', 'password123'],
      ['disabled@example.com', 'wrong'],
    ] as const
    const seen = []
    for (const [email, password] of attempts) {
      world.hashed.length = 0
      const { problem, ...answer } = await world.login(email, password)
      seen.push({ ...answer, details: problem?.details, hashed: [...world.hashed] })
    }
    expect(seen[0]).toMatchObject({ status: 401, body: { code: 'credentials-invalid' } })
    expect(seen[0]?.hashed).toHaveLength(1)
    for (const one of seen) expect(one).toEqual(seen[0])
  })

  test('stores the password under the current parameters, sessions stay', async () => {
    const world = new World()
    const before = await world.token('user@example.com')
    const old = createPasswords({ cost: 'public', derive: async (_, { hash }) => hash })
    const phc = await old.hash('password123', secureRandom)
    await world.change('user@example.com', { passwordHash: phc })
    const { hash } = world.auth.passwords
    // The derivation of the tests differs from the one that made `phc`; a match is what counts here.
    const verify = async () => true
    Object.assign(world.auth.passwords, { verify, hash })
    expect((await world.login('user@example.com')).status).toBe(200)
    expect((await world.user('user@example.com')).passwordHash).toMatch(
      /^\$scrypt\$ln=12,r=8,p=1\$/,
    )
    expect(await world.who({ bearer: before })).toBe('user@example.com')
  })

  test('leaves no session behind when it fails', async () => {
    const world = new World()
    await world.login('user@example.com', 'wrong')
    expect(await world.stored()).not.toContain('cookieHash')
  })

  test('removes expired sessions now and then, when they are many', async () => {
    const world = new World()
    const logIn = async (times: number) => {
      for (let login = 0; login < times; login += 1) await world.login('user@example.com')
    }
    const kept = async () => (await world.stored()).match(/cookieHash/g)
    await logIn(99)
    world.now += 25 * 60 * 60_000
    await logIn(200)
    // A clock that is moved back finds the few there were.
    expect(await kept()).toHaveLength(299)
    world.now += 25 * 60 * 60_000
    await logIn(200)
    expect(await kept()).toHaveLength(200)
  })
})

describe('GET /auth/user', () => {
  test('answers exactly what is documented', async () => {
    const world = new World()
    const bearer = await world.token('user@example.com')
    const { status, body } = await world.call('AuthController_getCurrentUser', { bearer })
    expect(status).toBe(200)
    expect(JSON.stringify(body)).toBe(
      JSON.stringify({
        email: 'user@example.com',
        fhirStoreId: 'heydonto-sandbox',
        id: '1234',
        organizationIds: ['1', '2'],
        brandIds: ['1', '3'],
        siteIds: ['4', '5'],
        role: 'SITE_USER',
        firstName: 'John',
        lastName: 'Doe',
        tosAcceptedAt: '2024-01-02T00:00:00.000Z',
      }),
    )
  })

  test('lets the bearer decide alone: a cookie never helps one that fails (AUN-15)', async () => {
    const world = new World()
    const { headers } = await world.login('user@example.com')
    const cookie = /=([\w-]+)/.exec(String(headers['Set-Cookie']))?.[1] ?? ''
    const bearer = await world.token('admin@example.com')
    expect(await world.who({ cookie })).toBe('user@example.com')
    expect(await world.who({ cookie, bearer })).toBe('admin@example.com')
    for (const bad of ['', 'x', `${bearer}x`])
      expect(await world.who({ cookie, bearer: bad })).toBe(401)
  })

  test('ends with the session after 24 hours, for token and cookie', async () => {
    const world = new World()
    const { body, headers } = await world.login('user@example.com')
    const bearer = String(body.token)
    const cookie = /=([\w-]+)/.exec(String(headers['Set-Cookie']))?.[1] ?? ''
    world.now += 24 * 60 * 60_000 - 1
    expect([await world.who({ bearer }), await world.who({ cookie })]).toEqual(
      Array(2).fill('user@example.com'),
    )
    world.now += 1
    expect([await world.who({ bearer }), await world.who({ cookie })]).toEqual([401, 401])
  })

  test('knows no token whose user is not the one of its session', async () => {
    const world = new World()
    await world.login('user@example.com')
    const { sessions } = JSON.parse(await world.stored()) as { sessions: { id: string }[] }
    const subject = {
      sandbox: 'default',
      sessionId: sessions[0]?.id ?? '',
      now: world.now,
    }
    const status = async (userId: number) =>
      world.who({ bearer: world.auth.tokens.issue({ ...subject, userId }) })
    expect([await status(1234), await status(1)]).toEqual(['user@example.com', 401])
  })

  test('knows no token of another world', async () => {
    const world = new World('a')
    const other = new World('b', world.store)
    const bearer = await world.token('user@example.com')
    await other.login('user@example.com')
    expect(await other.who({ bearer })).toBe(401)
  })
})

describe('logout', () => {
  test('ends the session of the bearer, and clears the cookie', async () => {
    const world = new World()
    const [bearer, other] = [
      await world.token('user@example.com'),
      await world.token('user@example.com'),
    ]
    const { status, body, headers } = await world.call('AuthController_logout', { bearer })
    expect([status, body]).toEqual([200, { message: 'Successfully logged out.' }])
    expect(headers['Set-Cookie']).toMatch(/^access_token=; /)
    expect([await world.who({ bearer }), await world.who({ bearer: other })]).toEqual([
      401,
      'user@example.com',
    ])
  })

  test('ends the session of the cookie, and its token with it', async () => {
    const world = new World()
    const { body, headers } = await world.login('user@example.com')
    const cookie = /=([\w-]+)/.exec(String(headers['Set-Cookie']))?.[1] ?? ''
    await world.call('AuthController_logout', { cookie })
    expect(await world.who({ bearer: String(body.token) })).toBe(401)
    expect(await world.who({ cookie })).toBe(401)
  })

  test.each([{}, { bearer: '<YOUR_JWT_HERE>' }, { bearer: 'x', cookie: 'y' }])(
    'succeeds without a session: %j',
    async (sent) => {
      expect((await new World().call('AuthController_logout', sent)).status).toBe(200)
    },
  )
})

test('tos-accept stamps the time of the sandbox', async () => {
  const world = new World()
  const bearer = await world.token('new@example.com')
  const seen = async () =>
    (await world.call('AuthController_getCurrentUser', { bearer })).body.tosAcceptedAt
  expect(await seen()).toBeNull()
  world.now += 1234
  const { status } = await world.call('AuthController_acceptTermsOfService', { bearer })
  expect([status, await seen()]).toEqual([200, '2026-01-01T00:00:01.234Z'])
})
