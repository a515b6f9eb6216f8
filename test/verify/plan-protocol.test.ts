import { expect, test } from '@jest/globals'
import { contractOf } from './support/contract-of.js'
import { type Fetch, runOn, settings, told } from './support/run-on.js'

const answer = { description: 'OK', content: { 'application/json': { schema: {} } } }
const responses = { 200: answer, 400: answer, 401: answer, 404: answer, 415: answer }
const note = { type: 'object', properties: { text: { type: 'string' } } }
const requestBody = { required: true, content: { 'application/json': { schema: note } } }

const contract = contractOf(
  {
    '/notes/search': { post: { operationId: 'search', requestBody, responses } },
    '/open': { get: { operationId: 'open', security: [{}, { key: [] }], responses } },
    '/users/me': { get: { operationId: 'me', responses } },
    '/users/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      put: { operationId: 'put', requestBody, responses },
    },
  },
  {
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
  },
)

const methods: Readonly<Record<string, string>> = {
  '/notes/search': 'POST',
  '/open': 'GET',
  '/users/me': 'GET',
}

/** What a server does not look at. */
type Blind = 'nobody' | 'strangers' | 'methods' | 'types' | 'ends'

const reply = (status: number, headers: Record<string, string> = {}): Response =>
  new Response('{}', { status, headers: { 'content-type': 'application/json', ...headers } })

const isJson = (text: string, blind: Blind | undefined): boolean => {
  try {
    JSON.parse(blind === 'ends' ? text.replace(/\}[^}]*$/, '}') : text)
    return true
  } catch {
    return false
  }
}

/** Judges the body of a request that may come in. */
const take = async (request: Request, blind: Blind | undefined): Promise<Response> => {
  const type = request.headers.get('content-type')
  if (type !== 'application/json' && blind !== 'types') return reply(415)
  return reply(isJson(await request.text(), blind) ? 200 : 400)
}

const server =
  (blind?: Blind): Fetch =>
  async (request) => {
    const { pathname } = new URL(request.url)
    const method = methods[pathname] ?? 'PUT'
    const key = request.headers.get('x-key')
    const isKnown = blind === 'strangers' ? key !== null : key === 'mine'
    if (pathname !== '/open' && !isKnown && !(blind === 'nobody' && key === null)) return reply(401)
    const isOther =
      request.method !== method && !(pathname === '/users/me' && request.method === 'PUT')
    if (isOther && blind !== 'methods') return reply(405, { allow: method })
    return request.method === 'GET' || isOther ? reply(200) : take(request, blind)
  }

const keys = { user: 'mine', other: 'mine', nobody: undefined, stranger: 'made-up' } as const

const found = async (blind?: Blind, stateless = false): Promise<readonly string[]> => {
  const result = await runOn(contract, server(blind), {
    settings: { ...settings, stateless },
    credentials: (_, as) => {
      const key = keys[as]
      return { headers: key === undefined ? [] : [['X-Key', key]], query: [], cookies: [] }
    },
  })
  return told(result).filter((one) => /^V11[2-5]/.test(one))
}

test('a server that looks at all of it has no finding', async () => {
  expect(await found()).toEqual([])
})

const rows: readonly (readonly [Blind, readonly RegExp[]])[] = [
  ['nobody', [/^V112 search: without/, /^V112 me: without/, /^V112 put: without/]],
  [
    'strangers',
    [/^V112 search: with made-up/, /^V112 me: with made-up/, /^V112 put: with made-up/],
  ],
  ['types', [/^V114 search: .*text\/plain/, /^V114 put: .*text\/plain/]],
  ['ends', [/^V115 search: JSON with more behind it/, /^V115 put: JSON with more behind it/]],
]

test.each(rows)(
  'a server blind to %s is found where it is, and nowhere else',
  async (blind, all) => {
    const alarms = await found(blind)
    expect(alarms).toHaveLength(all.length)
    for (const message of all) expect(alarms).toContainEqual(expect.stringMatching(message))
  },
)

test('methods that are not documented are tried, but not where another template takes the path', async () => {
  const alarms = await found('methods')
  const [ids] = [alarms.map((one) => one.split(':')[0])]
  expect([...new Set(ids)]).toEqual(['V113 search', 'V113 open', 'V113 put'])
})

test('what forgets everything is not asked for any of it', async () => {
  for (const [blind] of rows) expect(await found(blind, true)).toEqual([])
})
