import { askMock } from '../mock/ask.js'
import { currentUser } from './support/documented-samples.js'
import { openLoggedServer, openServer } from './support/open-server.js'

type Row = readonly [string, string, Record<string, string>, number]

const byCode: readonly Row[] = [
  ['Prefer', '', { prefer: 'code=401' }, 401],
  ['Prefer in quotes', '', { prefer: 'code="401"' }, 401],
  ['Prefer among others', '', { prefer: 'respond-async, code=401; x=1, return=minimal' }, 401],
  ['the first of two', '', { prefer: 'code=401, code=200' }, 401],
  ["Redocly's header", '', { 'x-redocly-response-status': '401' }, 401],
  ['the query', '?__code=401', {}, 401],
  ['Prefer before the others', '?__code=200', { prefer: 'code=401' }, 401],
  ["Redocly's header before the query", '?__code=200', { 'x-redocly-response-status': '401' }, 401],
]

test.each(byCode)('a documented code by %s', async (_, query, headers, status) => {
  const answer = await askMock(await openServer(), `GET /auth/user${query}`, { headers })
  expect(answer.status).toBe(status)
  expect(answer.json).toEqual({
    statusCode: 401,
    message: 'Unauthorized',
    error: 'Unauthorized',
  })
})

const undocumented: readonly (readonly [number, string])[] = [
  [404, 'Not Found'],
  [418, "I'm a Teapot"],
  [429, 'Too Many Requests'],
  [451, 'Unavailable For Legal Reasons'],
  [499, 'Client Error'],
  [500, 'Internal Server Error'],
  [503, 'Service Unavailable'],
  [599, 'Server Error'],
]

test.each(undocumented)(
  "an undocumented %i in the contract's error shape",
  async (code, phrase) => {
    const headers = { prefer: `code=${code}` }
    const answer = await askMock(await openServer(), 'GET /auth/user', { headers })
    expect(answer.status).toBe(code)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(answer.headers.get('preference-applied')).toBe(`code=${code}`)
    expect(answer.json).toEqual({ statusCode: code, message: phrase, error: phrase })
  },
)

const unknown: readonly Row[] = [
  ['an undocumented 2xx', '', { prefer: 'code=204' }, 404],
  ['an undocumented 3xx', '', { prefer: 'code=302' }, 404],
  ['an interim 1xx', '', { prefer: 'code=100' }, 404],
  ['an unknown example', '', { prefer: 'example=nope' }, 404],
  [
    "an unknown example by Redocly's header",
    '',
    { 'x-redocly-response-body-example': 'nope' },
    404,
  ],
  ['an unknown example by the query', '?__example=nope', {}, 404],
  ['an example of an undocumented error', '', { prefer: 'code=503, example=nope' }, 404],
]

test.each(unknown)('%s: a 404 problem that lists what there is', async (_, query, headers) => {
  const answer = await askMock(await openServer(), `GET /auth/user${query}`, { headers })
  expect(answer.status).toBe(404)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.headers.get('preference-applied')).toBeNull()
  expect(answer.json).toMatchObject({ code: 'reply-undocumented', status: 404 })
  const { documented } = answer.json as { documented: string[] }
  const ofCode = /code=(\d)(?!.*example)/.test(headers['prefer'] ?? '')
  expect(documented).toEqual(ofCode ? ['200', '401'] : [])
})

const malformed: readonly Row[] = [
  ...['code=abc', 'code=', 'code=20', 'code=600', 'code=4xx', 'code=-404'].map(rowOf),
  ...['dynamic=yes', 'dynamic=', 'dynamic=1'].map(rowOf),
  ...['wait=61', 'wait=60.001', 'wait=-1', 'wait=soon', 'wait=1e1', 'wait='].map(rowOf),
  ["Redocly's header", '', { 'x-redocly-response-status': 'teapot' }, 422],
  ['__code', '?__code=teapot', {}, 422],
  ['__dynamic', '?__dynamic=maybe', {}, 422],
]

function rowOf(prefer: string): Row {
  return [`Prefer: ${prefer}`, '', { prefer }, 422]
}

test.each(malformed)('%s is malformed: a 422 problem', async (_, query, headers) => {
  const answer = await askMock(await openServer(), `GET /auth/user${query}`, { headers })
  expect(answer.status).toBe(422)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.json).toMatchObject({ code: 'preference-malformed' })
})

test.each([
  'respond-async',
  'return=representation',
  'foo="a, code=404"',
  'x;code=404',
  ',,;=',
  '"',
])('Prefer: %s is none of ours and ignored', async (prefer) => {
  const answer = await askMock(await openServer(), 'GET /auth/user', { headers: { prefer } })
  expect(answer).toMatchObject({ status: 200, json: currentUser })
  expect(answer.headers.get('preference-applied')).toBeNull()
})

const applied: readonly (readonly [string, string | null])[] = [
  ['code=401', 'code=401'],
  ['CODE=401', 'code=401'],
  ['dynamic=true', 'dynamic=true'],
  ['seed="a b"', 'seed="a b"'],
  ['wait=0.01', 'wait=0.01'],
  ['handling=lenient', 'handling=lenient'],
  ['handling=strict', null],
  ['code=401, dynamic=false, wait=0, foo', 'code=401, dynamic=false, wait=0'],
]

test.each(applied)('of %s, %s is said to be honoured', async (prefer, honoured) => {
  const answer = await askMock(await openServer(), 'GET /auth/user', { headers: { prefer } })
  expect(answer.headers.get('preference-applied')).toBe(honoured)
})

test('a refusal is not what was asked for, and does not say that it was', async () => {
  const headers = { prefer: 'code=503, wait=0.01' }
  const answer = await askMock(await openServer(), 'GET /user', { headers })
  expect(answer.status).toBe(400)
  expect(answer.headers.get('preference-applied')).toBe('wait=0.01')
})

test('a forced 5xx is no fault of ours: the log says so', async () => {
  const { server, log } = await openLoggedServer()
  await askMock(server, 'GET /auth/user', { headers: { prefer: 'code=500' } })
  expect(log).toMatchObject([{ level: 'info', request: { status: 500, answeredBy: 'mock' } }])
})

test.each([
  ['0.2', 200],
  ['0.35', 350],
])('wait=%s delays the answer', async (seconds, milliseconds) => {
  const server = await openServer()
  const started = performance.now()
  await askMock(server, 'GET /auth/user', { headers: { prefer: `wait=${seconds}` } })
  expect(performance.now() - started).toBeGreaterThanOrEqual(milliseconds - 5)
})

test('waiting for one answer keeps no other waiting', async () => {
  const server = await openServer()
  const order: string[] = []
  const slow = askMock(server, 'GET /auth/user', { headers: { prefer: 'wait=0.5' } })
  await Promise.all([
    slow.then(() => order.push('slow')),
    askMock(server, 'GET /auth/user').then(() => order.push('quick')),
  ])
  expect(order).toEqual(['quick', 'slow'])
})

test('the header cannot be made to take long to read', async () => {
  const server = await openServer()
  // Quadratic work would outlast the test's time.
  for (const evil of [`a${' '.repeat(100_000)}(`, `${'a;'.repeat(50_000)}`, '"\\'.repeat(50_000)])
    expect((await askMock(server, 'GET /auth/user', { headers: { prefer: evil } })).status).toBe(
      200,
    )
})
