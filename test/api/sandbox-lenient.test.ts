import { Problem } from '../../src/index.js'
import { inProcess, logIn } from './support/call.js'
import { openLoggedServer, openServer } from './support/open-server.js'

const lenient = { prefer: 'handling=lenient' }

test('violations that a handler can live with pass, counted and logged', async () => {
  const { server, log } = await openLoggedServer()
  const call = inProcess(server)
  const token = await logIn(call)
  const body = { email: 'j@x.y', firstName: 'J', lastName: 'D', role: 'R', password: 'pw' }
  const answer = await call('POST /user', {
    token,
    body: { ...body, organizationId: 'seven' },
    headers: lenient,
  })
  expect(answer.status).toBe(201)
  expect(answer.headers.get('x-violations')).toBe('1')
  expect(answer.headers.get('preference-applied')).toBe('handling=lenient')
  expect(log.at(-1)).toMatchObject({
    level: 'warn',
    request: { violations: [expect.objectContaining({ pointer: '/organizationId' })] },
  })
})

const hopeless: readonly (readonly [string, unknown])[] = [
  ['POST /auth/login', {}],
  ['POST /auth/login', { email: 1, password: 2 }],
  ['POST /auth/login', []],
  ['POST /auth/login', null],
  ['POST /auth/login', 'not JSON'],
  ['POST /user', { email: null }],
  ['POST /user', undefined],
  ['PUT /user/abc', { id: 'abc' }],
  ['DELETE /user/abc', undefined],
  ['GET /user', undefined],
  ['POST /auth/forgot-password', { email: 7 }],
  ['POST /auth/set-password', { token: {}, password: 1 }],
]

describe.each(['handling=lenient', 'warn', 'off'] as const)('%s', (how) => {
  test.each(hopeless)('%s %j: never a 5xx, and nothing is written', async (request, body) => {
    const server = await openServer({ validate: how === 'handling=lenient' ? 'error' : how })
    const call = inProcess(server)
    const token = await logIn(call, 'admin@example.com')
    const headers = how === 'handling=lenient' ? lenient : {}
    const answer = await call(request, { token, body, headers })
    expect([answer.text, answer.status < 500]).toEqual([answer.text, true])
    const users = await call('GET /user?userRole=ADMIN', { token })
    expect(users.body).toHaveLength(1)
    expect(await server.sandbox().outbox()).toHaveLength(1)
  })
})

test('a handler that trips over what was let pass: 400 with the violations, not 500', async () => {
  const server = await openServer()
  const call = inProcess(server)
  const answer = await call('POST /auth/login', { body: {}, headers: lenient })
  expect(answer.status).toBe(400)
  const { violations } = answer.body as { violations: { pointer: string }[] }
  expect(violations.map(({ pointer }) => pointer)).toEqual(['/email', '/password'])
})

test('what a handler refuses by itself stays as it is', async () => {
  const refuse = () => {
    throw new Problem('conflict', { detail: 'Taken.' })
  }
  const server = await openServer({ handlers: { UsersController_createUser: refuse } })
  const call = inProcess(server)
  const token = await logIn(call)
  const answer = await call('POST /user', { token, body: {}, headers: lenient })
  expect(answer.status).toBe(409)
})
