import { createServer, type Server, SetupError } from '../../src/index.js'
import { ControlError, openSandbox, type TestSandbox } from '../../src/testing/index.js'

const opened: { close: () => Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
  delete process.env['OPENAPI_SANDBOX_URL']
})

const keep = <T extends { close: () => Promise<void> }>(one: T): T => {
  opened.push(one)
  return one
}

const open = async (...options: Parameters<typeof openSandbox>) =>
  keep(await openSandbox(...options))

const login = (url: string, password = 'password123') =>
  fetch(new URL('/auth/login', url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: 'user@example.com', password }),
  })

const addUser = async (sandbox: TestSandbox, email: string): Promise<void> => {
  const user = { email, firstName: 'Ann', lastName: 'Lee', role: 'NURSE', password: 'secret-word' }
  await sandbox.state.put('users', [user])
}

const emails = async ({ state }: Pick<TestSandbox, 'state'>) =>
  (await state.get('users')).map(({ email }) => email)

/** The ways to have one: a server of its own, one shared in this process, one that listens. */
const ways: readonly (readonly [string, () => Promise<string | URL | Server | undefined>])[] = [
  ['a server of its own', async () => undefined],
  ['a server in this process', async () => keep(await createServer())],
  ['a server that listens', async () => new URL((await keep(await createServer()).listen()).url)],
]

describe.each(ways)('with %s', (_, serverFor) => {
  const openTwo = async () => {
    const server = await serverFor()
    const options = server === undefined ? {} : { server }
    return [await open(options), await open(options)] as const
  }

  test('each is a world of its own, at an origin that needs no header', async () => {
    const [one, other] = await openTwo()
    await addUser(one, 'ann@example.com')
    expect(await emails(one)).toContain('ann@example.com')
    expect(await emails(other)).not.toContain('ann@example.com')
    expect(one.url).toMatch(/^http:\/\/[\w.-]+:\d+$/)
    expect(one.headers).toEqual({ 'X-Sandbox': one.name })
    expect((await login(one.url)).status).toBe(200)
    expect(await one.journal.calls('AuthController_login')).toHaveLength(1)
    expect(await other.journal.count()).toBe(0)
  })

  test('somebody is signed in by role, and by address', async () => {
    const [sandbox] = await openTwo()
    const admin = await sandbox.loginAs('ADMIN')
    const me = await admin.fetch('/auth/user')
    expect(await me.json()).toMatchObject({ email: 'admin@example.com' })
    const { headers, token } = await sandbox.loginAs('new@example.com')
    expect(headers).toEqual({ Authorization: `Bearer ${token}` })
    const hers = await fetch(`${sandbox.url}/auth/user`, { headers })
    expect(await hers.json()).toMatchObject({ email: 'new@example.com' })
    await expect(sandbox.loginAs('PILOT')).rejects.toThrow(
      /"PILOT"; its users have: ADMIN, SITE_USER/,
    )
  })

  test('a snapshot is saved and restored', async () => {
    const [sandbox] = await openTwo()
    await expect(sandbox.restore()).rejects.toBeInstanceOf(SetupError)
    await addUser(sandbox, 'ann@example.com')
    const name = await sandbox.snapshot()
    await addUser(sandbox, 'ben@example.com')
    await sandbox.restore()
    expect(await emails(sandbox)).toEqual(expect.arrayContaining(['ann@example.com']))
    expect(await emails(sandbox)).not.toContain('ben@example.com')
    await sandbox.reset()
    await sandbox.restore(name)
    expect(await emails(sandbox)).toContain('ann@example.com')
  })

  test('clock, faults, scripts and outbox are those of the sandbox', async () => {
    const [one, other] = await openTwo()
    await one.clock.freeze('2030-01-01T00:00:00.000Z')
    await one.faults.add({ operationId: 'AuthController_logout', answer: { status: 503 } })
    await one.scripts.set('AuthController_getCurrentUser', [418])
    const statuses = async ({ fetch }: TestSandbox) => [
      (await fetch('/auth/logout', { method: 'POST' })).status,
      (await fetch('/auth/user')).status,
      (await fetch('/auth/user')).status,
    ]
    expect(await statuses(one)).toEqual([503, 418, 401])
    expect(await statuses(other)).toEqual([200, 401, 401])
    await one.clock.advance({ hours: 1 })
    await one.fetch('/auth/forgot-password', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"email":"user@example.com"}',
    })
    const mail = await one.outbox.waitFor('user@example.com')
    expect(mail).toMatchObject({ kind: 'password-reset', createdAt: '2030-01-01T01:00:00.000Z' })
    await expect(other.outbox.waitFor('user@example.com', { timeoutMs: 0 })).rejects.toMatchObject({
      status: 408,
      code: 'waited-in-vain',
    })
  })

  test('a connection that a fault breaks is broken at its origin', async () => {
    const [sandbox] = await openTwo()
    for (const connection of ['reset', 'empty'] as const) {
      await sandbox.faults.clear()
      await sandbox.faults.add({ connection })
      await expect(login(sandbox.url)).rejects.toThrow('fetch failed')
      await expect(sandbox.fetch('/auth/user')).rejects.toThrow()
    }
    await sandbox.faults.clear()
    expect((await login(sandbox.url)).status).toBe(200)
  })
})

describe('closing', () => {
  test('deletes the sandbox, and gives its port back', async () => {
    const server = keep(await createServer())
    const sandbox = await openSandbox({ server, name: 'short' })
    expect((await sandbox.control.sandboxes.list()).map(({ name }) => name)).toContain('short')
    const closing = sandbox.close()
    await sandbox[Symbol.asyncDispose]()
    await closing
    const others = await open({ server })
    expect((await others.control.sandboxes.list()).map(({ name }) => name)).not.toContain('short')
    await expect(login(sandbox.url)).rejects.toThrow('fetch failed')
  })

  test('does not mind that somebody else has deleted it', async () => {
    const sandbox = await openSandbox()
    await sandbox.control.sandboxes.remove(sandbox.name)
    await sandbox.close()
  })
})

describe('a name', () => {
  test('that is taken is refused, or taken over', async () => {
    const server = keep(await createServer())
    const first = await open({ server, name: 'mine' })
    await addUser(first, 'ann@example.com')
    const taken = openSandbox({ server, name: 'mine' })
    await expect(taken).rejects.toBeInstanceOf(ControlError)
    await expect(taken).rejects.toMatchObject({ status: 409, code: 'sandbox-exists' })
    const second = await open({ server, name: 'mine', replace: true })
    expect(await emails(second)).not.toContain('ann@example.com')
  })

  test('that nobody can guess is given where none is said', async () => {
    const server = keep(await createServer())
    const names = [(await open({ server })).name, (await open({ server })).name]
    expect(names[0]).toMatch(/^[a-z0-9-]{20,}$/)
    expect(names[0]).not.toBe(names[1])
  })
})

test('begins as another sandbox is, or with a seed of its own', async () => {
  const server = keep(await createServer())
  const first = await open({ server })
  await addUser(first, 'ann@example.com')
  const fork = await open({ server, from: { sandbox: first.name } })
  expect(await emails(fork)).toContain('ann@example.com')
  const user = { id: 1, email: 'me@example.com', firstName: 'A', lastName: 'B', role: 'ADMIN' }
  const own = await open({ seed: { users: [{ ...user, password: 'secret-word' }] } })
  expect(await emails(own)).toEqual(['me@example.com'])
})

test('OPENAPI_SANDBOX_URL names the server, unless options make one', async () => {
  const server = keep(await createServer())
  process.env['OPENAPI_SANDBOX_URL'] = (await server.listen()).url
  const shared = await open()
  expect(shared.serverUrl).toBe(process.env['OPENAPI_SANDBOX_URL'])
  expect(shared.server).toBeUndefined()
  const own = await open({ authorization: 'any' })
  expect(own.serverUrl).toBeUndefined()
  expect(own.server).toBeDefined()
})

test('another contract: its ids, its resources, its credentials', async () => {
  const sandbox = keep(
    await openSandbox<'createPet' | 'listPets'>({
      contract: 'test/fixtures/testing/pets.yaml',
      ...{ auth: 'verify', seed: { resources: {} } },
    }),
  )
  expect((await sandbox.fetch('/pets')).status).toBe(401)
  const ann = await sandbox.loginAs('ann')
  expect(ann.headers).toEqual({ 'X-Key': ann.token })
  const made = await ann.fetch('/pets', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"name":"Rex"}',
  })
  expect(made.status).toBe(201)
  expect(await sandbox.state.get('pets')).toMatchObject([{ name: 'Rex' }])
  expect(await sandbox.journal.calls('createPet')).toHaveLength(1)
  // @ts-expect-error: the contract has no such operation
  await expect(sandbox.scripts.set('createPat', [503])).rejects.toMatchObject({ status: 404 })
})

describe('what cannot be opened says why', () => {
  test.each<[string, Parameters<typeof openSandbox>[0], string]>([
    ['no server', { server: 'http://127.0.0.1:9' }, 'target-unreachable'],
    ['no URL', { server: 'localhost:4010' }, 'option-invalid'],
    [
      'options of a server that runs',
      { server: 'http://127.0.0.1:9', replyCheck: 'off' },
      'option-invalid',
    ],
  ])('%s', async (_, options, code) => {
    const error = await openSandbox(options).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(SetupError)
    expect(error).toMatchObject({ code, fix: expect.stringMatching(/\S/) })
  })
})
