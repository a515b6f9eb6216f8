import { controlOf } from './support/control-call.js'
import { openServer } from './support/open-server.js'

const ok = { status: 503 }

test.each([
  [
    'an unknown operation',
    { operationId: 'UsersController_createUsr', answer: ok },
    404,
    'Did you mean UsersController_createUser',
  ],
  [
    'an undocumented example',
    { operationId: 'AuthController_login', answer: { status: 200, example: 'nope' } },
    404,
    'no example nope',
  ],
  [
    'two things at once',
    { connection: 'reset', truncateAfterBytes: 3 },
    422,
    '/truncateAfterBytes',
  ],
  [
    'a limit and an answer',
    { answer: ok, rateLimit: { requests: 1, perSeconds: 1 } },
    422,
    '/rateLimit',
  ],
  ['nothing at all', { operationId: 'AuthController_login' }, 422, 'latency or one of'],
  ['a delay without a length', { latency: { distribution: 'fixed' } }, 422, '/latency/ms'],
  [
    'a lognormal delay without a median',
    { latency: { distribution: 'lognormal' } },
    422,
    '/latency/medianMs',
  ],
  [
    'a delay of more than a minute',
    { latency: { distribution: 'fixed', ms: 60_001 } },
    422,
    '/latency/ms',
  ],
  [
    'a shortest delay above the longest',
    { latency: { distribution: 'uniform', minMs: 2, maxMs: 1 } },
    422,
    '/latency/minMs',
  ],
  [
    'a header over two lines',
    { answer: { status: 200, headers: { a: 'b\r\nc: d' } } },
    422,
    '/answer/headers/a',
  ],
  [
    'a header that has no name',
    { answer: { status: 200, headers: { 'a b': 'c' } } },
    422,
    '/answer/headers/a b',
  ],
  [
    'a length of its own',
    { answer: { status: 200, headers: { 'Content-Length': '1' } } },
    422,
    'Content-Length',
  ],
  ['a body where there is none', { answer: { status: 204, body: {} } }, 422, '/answer/body'],
  [
    'a body and an example',
    { answer: { status: 200, body: {}, example: 'a' } },
    422,
    '/answer/example',
  ],
  ['a path without its slash', { path: 'auth/*', answer: ok }, 422, '/path'],
  ['a method that is none', { method: 'G T', answer: ok }, 422, '/method'],
  ['a status that there is not', { status: '2xx', answer: ok }, 422, '/status'],
  ['an interim answer', { answer: { status: 100 } }, 422, '/answer/status'],
] as const)('%s is refused, and nothing is kept', async (_, rule, status, said) => {
  const control = controlOf(await openServer())
  const refused = await control('POST faults', rule)
  expect(refused.status).toBe(status)
  expect(JSON.stringify(refused.body)).toContain(said)
  expect((await control('PUT faults/mine', rule)).status).toBe(status)
  expect((await control('GET faults')).body).toEqual({ faults: [] })
})

test('there is an end to the number of rules', async () => {
  const control = controlOf(await openServer())
  const added = await Promise.all(
    Array.from({ length: 505 }, () => control('POST faults', { answer: ok })),
  )
  expect(added.filter(({ status }) => status === 422)).toHaveLength(5)
  expect(new Set(added.map(({ body }) => body['id'])).size).toBe(501)
  expect((await control('PUT faults/one-more', { answer: ok })).status).toBe(422)
  expect((await control('PUT faults/1', { answer: ok })).status).toBe(200)
})
