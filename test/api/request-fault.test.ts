import { Problem, type AnyHandler, type ServerOptions } from '../../src/index.js'
import { ask } from '../mock/ask.js'
import { museum } from '../mock/museum.js'
import { message, sendRaw } from '../mock/raw-http.js'
import { openLoggedServer, openServer } from './support/open-server.js'

const secret = 'SELECT password FROM users; /home/me/secret.js'

const faults: readonly (readonly [string, () => unknown])[] = [
  [
    'an Error',
    () => {
      throw new Error(secret)
    },
  ],
  ['a rejection', () => Promise.reject(new TypeError(secret))],
  [
    'text',
    () => {
      throw secret
    },
  ],
  [
    'nothing at all',
    () => {
      throw undefined
    },
  ],
  [
    'a problem of the start',
    () => {
      throw new Problem('contract-unreadable', { detail: secret })
    },
  ],
  [
    'a problem of ours',
    () => {
      throw new Problem('internal', { detail: secret, extensions: { secret } })
    },
  ],
  ['no reply', () => undefined],
  ['an undocumented status', () => ({ status: 299, body: { secret } })],
  ['a status that is none', () => ({ status: 99 })],
  ['a body against the schema', () => ({ status: 200, body: { secret } })],
  ['a body that is no JSON', () => ({ status: 200, body: { message: 1n } })],
  [
    'a header with a line in it',
    () => ({ status: 200, body: { message: 'x' }, headers: { 'X-A': `1\r\nX-Evil: ${secret}` } }),
  ],
  [
    'a header without a name',
    () => ({ status: 200, body: { message: 'x' }, headers: { '': secret } }),
  ],
]

const withHandler = (handler: () => unknown): ServerOptions => ({
  handlers: { AuthController_logout: handler as AnyHandler } as Record<string, AnyHandler>,
})

test.each(faults)(
  'a handler gives %s: 500 with the id alone, the log has the rest',
  async (_, handler) => {
    const { server, log } = await openLoggedServer(withHandler(handler))
    const answer = await ask(server, 'POST /auth/logout')
    const id = answer.headers.get('x-request-id') ?? ''
    expect(answer.status).toBe(500)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(Object.keys(answer.json as object).sort()).toEqual([
      'detail',
      'instance',
      'status',
      'title',
      'type',
    ])
    expect(answer.json).toMatchObject({
      status: 500,
      detail: `The request ${id} could not be answered.`,
      instance: `urn:openapi-sandbox:request:${id}`,
    })
    expect(answer.text).not.toMatch(/SELECT|secret|\.[jt]s|at /)
    expect([...answer.headers].join()).not.toMatch(/SELECT|evil/i)
    const [entry] = log.filter(({ level, request }) => level === 'error' && !request)
    expect(entry?.message).toContain(id)
    expect(entry).toHaveProperty('error')
    expect(log.at(-1)).toMatchObject({ level: 'error', request: { id, status: 500 } })
  },
)

test('the log has what was thrown, with its stack', async () => {
  const thrown = new Error(secret)
  const handler = () => Promise.reject(thrown)
  const { server, log } = await openLoggedServer(withHandler(handler))
  await ask(server, 'POST /auth/logout')
  expect(log.find(({ error }) => error !== undefined)?.error).toBe(thrown)
})

test('over a port as well, and the connection lives on', async () => {
  const server = await openServer(withHandler(faults[0]?.[1] ?? (() => undefined)))
  const { port } = await server.listen({ port: 0, host: '127.0.0.1' })
  const twice = message('POST /auth/logout') + message('POST /auth/logout')
  const { text } = await sendRaw(port, twice)
  expect(text.match(/^HTTP\/1\.1 500 /gm)).toHaveLength(1)
  expect(text.match(/HTTP\/1\.1 500 /g)).toHaveLength(2)
  expect(text).not.toContain('SELECT')
})

test('what a faulty handler wrote is not kept', async () => {
  const logout: AnyHandler = ({ sandbox }) => {
    sandbox.reset()
    throw new Error(secret)
  }
  const server = await openServer({ handlers: { AuthController_logout: logout } as object })
  const headers = { authorization: `Bearer ${await server.token('user@example.com')}` }
  expect((await ask(server, 'POST /auth/logout')).status).toBe(500)
  expect((await ask(server, 'GET /auth/user', { headers })).status).toBe(200)
})

describe('where the contract is at fault log and answer (501) say where', () => {
  const broken = (schema: object) => {
    const contract = structuredClone(museum)
    Object.assign(contract.components.schemas, { Painting: schema })
    return contract
  }
  const rows: readonly (readonly [string, object, RegExp])[] = [
    ['a dangling reference', { $ref: '#/components/schemas/None' }, /schemas\/None leads nowhere/],
    ['an invalid pattern', { type: 'string', pattern: '(' }, /Unterminated group/],
    ['a type that there is not', { type: 'strings' }, /no type strings/],
  ]

  test.each(rows)('%s', async (_, schema, diagnosis) => {
    const { server, log } = await openLoggedServer({ contract: broken(schema) })
    for (let time = 0; time < 2; time++) {
      const answer = await ask(server, 'POST /paintings', { body: {} })
      expect(answer.status).toBe(501)
      expect(answer.json).toMatchObject({ code: 'contract-broken', place: {} })
    }
    expect(log[0]).toMatchObject({
      level: 'warn',
      message: expect.stringMatching(diagnosis) as string,
      place: { pointer: expect.stringMatching(/^\/components\/schemas\/Painting/) as string },
    })
    expect((await ask(server, 'DELETE /paintings/1')).status).toBe(204)
  })
})
