import type { Contract, Operation } from '../../src/contract/contract.js'
import { SetupError } from '../../src/errors.js'
import { createSessions, type KnownCredentials } from '../../src/verify/call/credentials.js'
import { grantToken, tokenGrant } from '../../src/verify/call/grant-token.js'
import { logIn } from '../../src/verify/call/log-in.js'
import { loginOperation } from '../../src/verify/call/login-operation.js'
import type { Actor } from '../../src/verify/stage.js'
import type { WireAnswer, WireRequest } from '../../src/verify/wire.js'
import { contractOf, operationOf } from './support/contract-of.js'
import { replyOf } from './support/reply-of.js'

const responses = { 200: { description: '' } }
const securitySchemes = {
  jwt: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  basic: { type: 'http', scheme: 'basic' },
  query: { type: 'apiKey', in: 'query', name: 'key' },
  cookie: { type: 'apiKey', in: 'cookie', name: 'sid' },
  header: { type: 'apiKey', in: 'header', name: 'X-Key' },
  oauth: {
    type: 'oauth2',
    flows: { password: { tokenUrl: '/token', scopes: { read: '' } } },
  },
  client: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/token', scopes: {} } } },
  mutual: { type: 'mutualTLS' },
}
const tokenReply = {
  200: {
    description: '',
    content: {
      'application/json': {
        schema: {
          type: 'object',
          properties: { data: { type: 'object', properties: { accessToken: { type: 'string' } } } },
        },
      },
    },
  },
}
const account = {
  type: 'object',
  properties: { email: { type: 'string' }, password: { type: 'string' } },
}
const contract = contractOf(
  {
    '/open': { get: { operationId: 'open', security: [], responses } },
    '/one': { get: { operationId: 'one', security: [{ jwt: [] }], responses } },
    '/any': { get: { operationId: 'any', security: [{}, { basic: [] }, { jwt: [] }], responses } },
    '/both': { get: { operationId: 'both', security: [{ query: [], cookie: [] }], responses } },
    '/keys': { get: { operationId: 'keys', security: [{ header: [] }], responses } },
    '/basic': { get: { operationId: 'basic', security: [{ basic: [] }], responses } },
    '/tls': { get: { operationId: 'tls', security: [{ mutual: [] }], responses } },
    '/auth/logout': { post: { operationId: 'logout', security: [{ jwt: [] }], responses } },
    '/auth/login': {
      post: {
        operationId: 'login',
        security: [],
        requestBody: { content: { 'application/json': { schema: account } } },
        responses: tokenReply,
      },
    },
  },
  { components: { securitySchemes } },
)

const sent = async (known: KnownCredentials, id: string, as: Actor = 'user') => {
  const sessions = createSessions(contract, { user: known, other: new Map([['jwt', 'second']]) })
  const found = await sessions.credentials(operationOf(contract, id), as)
  return (
    found && [...found.headers, ...found.query, ...found.cookies].map((pair) => pair.join(': '))
  )
}

const known: KnownCredentials = new Map([
  ['jwt', 'eyJ'],
  ['query', 'q'],
  ['cookie', 'c'],
  ['header', 'h'],
])

/** Operation, who sends it, and what is sent: undefined where nothing is known. */
const rows: readonly (readonly [string, Actor, readonly string[] | undefined])[] = [
  ['open', 'user', []],
  ['one', 'user', ['Authorization: Bearer eyJ']],
  ['one', 'other', ['Authorization: Bearer second']],
  ['one', 'nobody', []],
  ['any', 'user', ['Authorization: Bearer eyJ']],
  ['both', 'user', ['key: q', 'sid: c']],
  ['both', 'other', undefined],
  [
    'both',
    'stranger',
    ['key: not-a-credential-0123456789abcdef', 'sid: not-a-credential-0123456789abcdef'],
  ],
  ['keys', 'user', ['X-Key: h']],
  ['basic', 'user', undefined],
  ['basic', 'stranger', ['Authorization: Basic bm9ib2R5Om5vdC1hLXBhc3N3b3Jk']],
  ['tls', 'user', undefined],
  ['tls', 'stranger', undefined],
  // It would end the session that all others need.
  ['logout', 'user', undefined],
]
test.each(rows)('%s as %s: %j', async (id, as, wanted) =>
  expect(await sent(known, id, as)).toEqual(wanted),
)

test('a made-up JWT has the form of one', async () => {
  const [header = ''] = (await sent(known, 'one', 'stranger')) ?? []
  const parts = header.replace('Authorization: Bearer ', '').split('.')
  expect(parts).toHaveLength(3)
  expect(JSON.parse(Buffer.from(parts[0]!, 'base64url').toString())).toMatchObject({ typ: 'JWT' })
})

describe('a session', () => {
  const setUp = () => {
    let count = 0
    const get = () => Promise.resolve(new Map([['jwt', `token-${++count}`]]))
    const sessions = createSessions(contract, {
      user: new Map([['jwt', { get }]]),
      other: new Map(),
    })
    const one: Operation = operationOf(contract, 'one')
    const token = async (operation = one) =>
      (await sessions.credentials(operation, 'user'))?.headers[0]?.[1]
    return { sessions, one, token }
  }

  test('is begun once, and again when it has ended', async () => {
    const { sessions, one, token } = setUp()
    await sessions.begin()
    expect([await token(), await token()]).toEqual(['Bearer token-1', 'Bearer token-1'])
    sessions.answered(one, 'user', 401)
    expect(await token()).toBe('Bearer token-1')
    sessions.answered(one, 'user', 200)
    sessions.answered(one, 'nobody', 401)
    sessions.answered(one, 'user', 403)
    expect(await token()).toBe('Bearer token-1')
    sessions.answered(one, 'user', 401)
    expect(await token()).toBe('Bearer token-2')
    expect(sessions.secrets()).toEqual(['token-1', 'token-2'])
  })
  test('that is ended on purpose is another one', async () => {
    const { token } = setUp()
    expect(await token()).toBe('Bearer token-1')
    expect(await token(operationOf(contract, 'logout'))).toBe('Bearer token-2')
    expect(await token()).toBe('Bearer token-1')
  })
  test('that cannot be begun ends a run before it begins, and leaves cases unverified later', async () => {
    const get = () => Promise.reject(new SetupError('credential-unavailable', 'no'))
    const sessions = createSessions(contract, {
      user: new Map([['jwt', { get }]]),
      other: new Map(),
    })
    await expect(sessions.begin()).rejects.toThrow(SetupError)
    expect(await sessions.credentials(operationOf(contract, 'one'), 'user')).toBeUndefined()
  })
})

const texts = ({ method, target, headers, body }: WireRequest): string =>
  [
    `${method} ${target}`,
    ...headers.map((pair) => pair.join(': ')),
    Buffer.from(body ?? []).toString(),
  ].join('\n')

/** Sends to nobody: notes what was sent and gives this answer. */
const told = (answer: WireAnswer) => {
  const requests: string[] = []
  const send = (request: WireRequest) => {
    requests.push(texts(request))
    return Promise.resolve(answer)
  }
  return { requests, send }
}
const json = (body: object, headers: string[] = []) =>
  replyOf(200, ['Content-Type', 'application/json', ...headers], JSON.stringify(body))

describe('a login', () => {
  const login = loginOperation(contract)!
  const me = { name: 'me@example.com', password: 'pass:word' }
  const parts = { contract, login, schemes: ['jwt', 'cookie'], account: me }

  test('fills name and password in, and takes token and cookie out', async () => {
    const cookies = ['Set-Cookie', 'a=b', 'Set-Cookie', 'sid=s1; HttpOnly']
    const { requests, send } = told(json({ data: { accessToken: 't1' } }, cookies))
    expect(await logIn({ ...parts, send })).toEqual(
      new Map([
        ['jwt', 't1'],
        ['cookie', 's1'],
      ]),
    )
    expect(requests[0]).toContain('POST /auth/login')
    expect(requests[0]).toContain('{"email":"me@example.com","password":"pass:word"}')
  })

  /** Answers in which the token is found, whatever the contract says. */
  const tokens: readonly WireAnswer[] = [
    json({ token: 't1' }),
    json({ user: { id: 1 }, tokens: { access_token: 't1' } }),
    json({ token: 'Bearer t1' }),
    replyOf(200, ['Content-Type', 'text/plain'], 't1\n'),
    replyOf(200, ['Content-Type', 'application/json'], '"t1"'),
  ]
  test.each(tokens)('%j', async (answer) => {
    const { send } = told(answer)
    expect((await logIn({ ...parts, schemes: ['jwt'], send })).get('jwt')).toBe('t1')
  })

  const failures: readonly (readonly [WireAnswer, string])[] = [
    [replyOf(401), 'The login login (POST /auth/login) was answered 401.'],
    [json({ id: 1 }), 'without a token that could be found'],
    [{ failure: 'reset', milliseconds: 1 }, 'got no answer: reset'],
  ]
  test.each(failures)('%j: %s', async (answer, text) => {
    const { send } = told(answer)
    await expect(logIn({ ...parts, send })).rejects.toThrow(text)
  })

  test('may ask for its parameters in the query, or for basic authentication', async () => {
    const parameter = (name: string) => ({
      name,
      in: 'query',
      required: true,
      schema: { type: 'string' },
    })
    const other: Contract = contractOf(
      {
        '/user/login': {
          get: {
            operationId: 'loginUser',
            parameters: [parameter('username'), parameter('password')],
            security: [{ basic: [] }],
            responses: {
              200: { description: '', content: { 'text/plain': { schema: { type: 'string' } } } },
            },
          },
        },
      },
      { components: { securitySchemes } },
    )
    const { requests, send } = told(replyOf(200, ['Content-Type', 'text/plain'], 't1'))
    await logIn({
      ...parts,
      contract: other,
      login: { operation: operationOf(other, 'loginUser') },
      send,
    })
    expect(requests[0]).toContain('GET /user/login?username=me%40example.com&password=pass%3Aword')
    expect(requests[0]).toContain(`Authorization: Basic ${btoa('me@example.com:pass:word')}`)
  })
})

describe('an OAuth 2.0 grant', () => {
  const grantOf = (name: string) => tokenGrant(contract.securitySchemes.get(name)!)!
  const me = { name: 'me', password: 'p&w' }
  test('password', async () => {
    const { requests, send } = told(json({ access_token: 't1', refresh_token: 'r' }))
    expect(await grantToken(grantOf('oauth'), me, send)).toBe('t1')
    expect(requests[0]).toContain('grant_type=password&username=me&password=p%26w&scope=read')
  })
  test('client credentials', async () => {
    const { requests, send } = told(json({ access_token: 't1' }))
    expect(await grantToken(grantOf('client'), me, send)).toBe('t1')
    expect(requests[0]).toMatch(/grant_type=client_credentials$/)
    expect(requests[0]).toContain(`Authorization: Basic ${btoa('me:p&w')}`)
  })
  test('that is refused', async () => {
    const { send } = told(replyOf(400))
    await expect(grantToken(grantOf('oauth'), me, send)).rejects.toThrow('/token answered 400')
    expect(tokenGrant(contract.securitySchemes.get('jwt')!)).toBeUndefined()
  })
})

test('a login is known by its name and its password where its answer says nothing', () => {
  const body = (name: string) => ({
    content: {
      'application/json': {
        schema: { type: 'object', properties: { [name]: { type: 'string' } } },
      },
    },
  })
  const responses = { '200': { description: '' } }
  const found = (path: string, requestBody: object) =>
    loginOperation(contractOf({ [path]: { post: { operationId: 'a', requestBody, responses } } }))
  expect(found('/auth/login', body('password'))?.operation.id).toBe('a')
  expect(found('/auth/login', body('name'))).toBeUndefined()
  expect(found('/auth/reset', body('password'))).toBeUndefined()
})
