import { askMock } from '../mock/ask.js'
import { openLoggedServer, openServer } from './support/open-server.js'

const body = { email: 1, firstName: 'J' }
const pointers = ['/lastName', '/password', '/role', '/email']

test('error, the default: a 400 with every violation', async () => {
  const answer = await askMock(await openServer(), 'POST /user', { body })
  expect(answer.status).toBe(400)
  const { violations } = answer.json as { violations: { pointer: string }[] }
  expect(violations.map(({ pointer }) => pointer).sort()).toEqual([...pointers].sort())
  expect(answer.headers.has('x-violations')).toBe(false)
})

const lenient = { prefer: 'handling=lenient' }

describe.each([
  ['warn', { validate: 'warn' }, {}],
  ['Prefer: handling=lenient', {}, lenient],
] as const)('%s', (_, options, headers) => {
  test('the answer is the documented one, the violations are counted and logged', async () => {
    const { server, log } = await openLoggedServer(options)
    const answer = await askMock(server, 'POST /user', { body, headers })
    expect(answer.status).toBe(201)
    expect(answer.headers.get('x-violations')).toBe('4')
    expect(log).toMatchObject([{ level: 'warn', request: { status: 201, answeredBy: 'mock' } }])
    const logged = log[0]?.request?.violations?.map(({ pointer }) => pointer).sort()
    expect(logged).toEqual([...pointers].sort())
  })

  test('a request without violations is not counted', async () => {
    const { server, log } = await openLoggedServer(options)
    const answer = await askMock(server, 'GET /user?userRole=x', { headers })
    expect(answer.headers.has('x-violations')).toBe(false)
    expect(log[0]?.level).toBe('info')
    expect(log[0]?.request).not.toHaveProperty('violations')
  })

  const unreadable: readonly (readonly [string, string, Record<string, string>])[] = [
    ['malformed JSON', '{', {}],
    ['another media type', 'email=x', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a forbidden key', '{"__proto__":1}', {}],
  ]

  test.each(unreadable)('%s is one violation', async (__, text, type) => {
    const { server, log } = await openLoggedServer(options)
    const answer = await askMock(server, 'POST /user', {
      body: text,
      headers: { ...headers, ...type },
    })
    expect(answer.status).toBe(201)
    expect(answer.headers.get('x-violations')).toBe('1')
    expect(log[0]?.request?.violations).toMatchObject([{ location: 'body' }])
  })

  test('credentials are asked for all the same', async () => {
    const server = await openServer(options)
    const answer = await askMock(server, 'POST /user', {
      body,
      headers: { ...headers, authorization: '' },
    })
    expect(answer.status).toBe(401)
  })
})

test('off: nothing is looked at or counted', async () => {
  const { server, log } = await openLoggedServer({ validate: 'off' })
  for (const text of ['{}', '{', '']) {
    const answer = await askMock(server, 'POST /user', { body: text })
    expect(answer.status).toBe(201)
    expect(answer.headers.has('x-violations')).toBe(false)
  }
  expect(log.map(({ level }) => level)).toEqual(['info', 'info', 'info'])
})

test('a refusal is logged with its violations', async () => {
  const { server, log } = await openLoggedServer()
  await askMock(server, 'GET /user')
  expect(log).toMatchObject([
    {
      level: 'warn',
      request: {
        status: 400,
        operationId: 'UsersController_findUsers',
        violations: [{ location: 'query', pointer: '/userRole', rule: 'required' }],
      },
    },
  ])
})
