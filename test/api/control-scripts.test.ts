import { ask, bearer } from '../mock/ask.js'
import { logIn, inProcess } from './support/call.js'
import { controlOf } from './support/control-call.js'
import { mockBase } from './support/documented-samples.js'
import { openServer } from './support/open-server.js'

const operationId = 'AuthController_getCurrentUser'
const path = `scripts/${operationId}`

const open = async () => {
  const server = await openServer()
  const get = (headers: Record<string, string> = {}) => ask(server, 'GET /auth/user', { headers })
  return { server, control: controlOf(server), get }
}

test('the next answers in order, whatever is asked, then the usual ones', async () => {
  const { server, control, get } = await open()
  const answers = [
    { status: 503 },
    { answer: { status: 200, headers: { 'x-turn': '2' }, body: { turn: 2 } } },
    {},
    { connection: 'reset' },
    { status: 401, latency: { distribution: 'fixed', ms: 1 } },
  ]
  const set = await control(`PUT ${path}`, { answers })
  expect(set).toMatchObject({ status: 200, body: { operationId, answers } })
  const first = await get()
  expect([first.status, first.headers.get('x-answered-by')]).toEqual([503, 'script'])
  const list = await control('GET scripts')
  expect(list.body).toEqual({ scripts: [{ operationId, answers: answers.slice(1) }] })
  // What is forced comes from the script all the same, and is not said to be honoured.
  const second = await get({ prefer: 'code=404, wait=0' })
  expect([second.status, second.json]).toEqual([200, { turn: 2 }])
  expect(second.headers.get('preference-applied')).toBe('wait=0')
  expect((await get()).status).toBe(401)
  await expect(get()).rejects.toThrow('fetch failed')
  const last = await ask(server, `GET ${mockBase}/auth/user`, { headers: bearer })
  expect(last.status).toBe(401)
  expect((await ask(server, `GET ${mockBase}/auth/user`, { headers: bearer })).status).toBe(200)
  expect((await control('GET scripts')).body).toEqual({ scripts: [] })
})

test('the operation is not carried out', async () => {
  const { server, control } = await open()
  const token = await logIn(inProcess(server))
  await control('PUT scripts/AuthController_logout', { answers: [{ status: 204 }] })
  const headers = { authorization: `Bearer ${token}` }
  expect((await ask(server, 'POST /auth/logout', { headers })).status).toBe(204)
  expect((await ask(server, 'GET /auth/user', { headers })).status).toBe(200)
})

test('each answer is given exactly once, and to one sandbox alone', async () => {
  const { server, control, get } = await open()
  const answers = Array.from({ length: 30 }, (_, turn) => ({ answer: { status: 200, body: turn } }))
  await control(`PUT ${path}`, { answers })
  expect((await server.sandbox('other').fetch('/auth/user')).status).toBe(401)
  const given = await Promise.all(Array.from({ length: 40 }, () => get()))
  const turns = given.filter(({ status }) => status === 200).map(({ json }) => json as number)
  expect(turns.sort((a, b) => a - b)).toEqual(answers.map((_, turn) => turn))
})

test('a fault rule goes first and leaves the script as it is; one that waits for a status sees the script', async () => {
  const { control, get } = await open()
  await control(`PUT ${path}`, { answers: [{ status: 503 }, { status: 500 }] })
  await control('POST faults', { times: 1, answer: { status: 418 } })
  await control('POST faults', { status: '500', answer: { status: 504 } })
  expect([(await get()).status, (await get()).status, (await get()).status]).toEqual([
    418, 503, 504,
  ])
})

test('a script is replaced, ends when it is deleted, and with a reset', async () => {
  const { control, get } = await open()
  await control(`PUT ${path}`, { answers: [{ status: 500 }] })
  await control(`PUT ${path}`, { answers: [{ status: 502 }, { status: 502 }, { status: 502 }] })
  expect((await get()).status).toBe(502)
  expect((await control(`DELETE ${path}`)).status).toBe(204)
  expect((await get()).status).toBe(401)
  await control(`PUT ${path}`, { answers: [{ status: 500 }] })
  await control('POST reset')
  expect((await get()).status).toBe(401)
})

test.each([
  [
    'an unknown operation',
    'PUT scripts/AuthController_getUser',
    { answers: [{}] },
    404,
    'AuthController_getCurrentUser',
  ],
  ['to end that of an unknown one', 'DELETE scripts/nope', undefined, 404, 'nope'],
  ['no answers', `PUT ${path}`, { answers: [] }, 422, '/answers'],
  [
    'two things at once',
    `PUT ${path}`,
    { answers: [{}, { status: 500, connection: 'reset' }] },
    422,
    '/answers/1/connection',
  ],
  [
    'an example that there is not',
    `PUT ${path}`,
    { answers: [{ answer: { status: 200, example: 'no' } }] },
    404,
    'no example no',
  ],
  [
    'a delay without a length',
    `PUT ${path}`,
    { answers: [{ latency: { distribution: 'uniform' } }] },
    422,
    '/answers/0/latency/maxMs',
  ],
] as const)('%s is refused', async (_, request, body, status, said) => {
  const { control } = await open()
  const refused = await control(request, body)
  expect(refused.status).toBe(status)
  expect(JSON.stringify(refused.body)).toContain(said)
  expect((await control('GET scripts')).body).toEqual({ scripts: [] })
})
