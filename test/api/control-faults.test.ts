import { ask, bearer } from '../mock/ask.js'
import { inProcess, logIn } from './support/call.js'
import { controlOf } from './support/control-call.js'
import { mockBase } from './support/documented-samples.js'
import { openLoggedServer, openServer, temporaryFolder } from './support/open-server.js'

type FaultList = { faults: { id: string; matched: number; applied: number }[] }

const open = async () => {
  const { server, log } = await openLoggedServer()
  return { server, log, call: inProcess(server), control: controlOf(server) }
}

const statuses = async (count: number, send: () => Promise<{ status: number }>) => {
  const seen: number[] = []
  for (let at = 0; at < count; at++) seen.push((await send()).status)
  return seen
}

/** What `fetch` rejects with, shortened. */
const failureOf = async (sent: Promise<unknown>): Promise<unknown[]> => {
  const error = await sent.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  const { name, message, cause } = error as TypeError
  return [name, message, (cause as { code?: string }).code]
}

test('an error of an operation: in the shape of the contract, on sandbox and mock, and no fault of ours', async () => {
  const { server, log, control } = await open()
  const operationId = 'AuthController_getCurrentUser'
  const added = await control('POST faults', { operationId, answer: { status: 503 } })
  expect(added).toMatchObject({ status: 201, body: { id: '1', matched: 0, applied: 0 } })
  expect(added.headers.get('location')).toBe('faults/1')
  for (const path of ['/auth/user', `${mockBase}/auth/user`]) {
    const answer = await ask(server, `GET ${path}`, { headers: bearer })
    expect(answer.status).toBe(503)
    expect(answer.headers.get('x-answered-by')).toBe('fault')
    expect(answer.json).toMatchObject({ statusCode: 503, message: 'Service Unavailable' })
  }
  expect((await ask(server, `GET ${mockBase}/auth/verify`, { headers: bearer })).status).not.toBe(
    503,
  )
  const { body } = await control<FaultList>('GET faults')
  expect(body.faults[0]).toMatchObject({ matched: 2, applied: 2 })
  const levels = log
    .filter(({ request }) => request?.answeredBy === 'fault')
    .map((one) => one.level)
  expect(levels).toEqual(['info', 'info'])
})

test('the first rule that matches decides; one that has ended leaves it to the next', async () => {
  const { server, control } = await open()
  await control('POST faults', { path: '/auth/*', times: 1, answer: { status: 500 } })
  await control('POST faults', { method: 'get', skip: 1, times: 1, answer: { status: 502 } })
  await control('POST faults', { answer: { status: 418 } })
  const get = () => ask(server, 'GET /auth/user')
  expect(await statuses(5, get)).toEqual([500, 401, 502, 418, 418])
  expect((await ask(server, 'POST /auth/logout')).status).toBe(418)
  const { body } = await control<FaultList>('GET faults')
  expect(body.faults.map(({ matched, applied }) => [matched, applied])).toEqual([
    [1, 1],
    [2, 1],
    [3, 3],
  ])
})

test('rules are replaced in place, removed one by one and all at once', async () => {
  const { server, control } = await open()
  const get = async () => (await ask(server, 'GET /auth/user')).status
  expect((await control('PUT faults/zz', { answer: { status: 500 } })).status).toBe(201)
  expect((await control('POST faults', { answer: { status: 501 } })).body['id']).toBe('2')
  await get()
  const again = await control('PUT faults/zz', { answer: { status: 502 } })
  expect(again).toMatchObject({ status: 200, body: { matched: 0, applied: 0 } })
  expect(await get()).toBe(502)
  expect((await control('DELETE faults/zz')).status).toBe(204)
  expect(await get()).toBe(501)
  expect(await control('DELETE faults/zy')).toMatchObject({ status: 404 })
  expect((await control('DELETE faults')).status).toBe(204)
  expect(await get()).toBe(401)
  expect((await control('GET faults')).body).toEqual({ faults: [] })
})

test('chance is repeatable: the same seed meets the same requests', async () => {
  const run = async (seed?: number) => {
    const { server, control } = await open()
    const rule = { probability: 0.5, answer: { status: 500 }, ...(seed && { seed }) }
    await control('POST faults', rule)
    return statuses(40, () => ask(server, 'GET /auth/user'))
  }
  const [first, again, other, unsaid, unsaidAgain] = await Promise.all([
    ...[run(7), run(7), run(8)],
    ...[run(), run()],
  ])
  expect(again).toEqual(first)
  expect(other).not.toEqual(first)
  expect(unsaidAgain).toEqual(unsaid)
  expect(first?.filter((status) => status === 500).length).toBeGreaterThan(8)
  expect(first?.filter((status) => status === 500).length).toBeLessThan(32)
})

test('a lost answer: the operation is carried out, and only its answer is gone', async () => {
  const { call, server, control } = await open()
  const token = await logIn(call)
  const user = {
    ...{ email: 'lost@example.com', firstName: 'Lost', lastName: 'Answer' },
    ...{ password: 'password123', role: 'USER' },
  }
  const create = () =>
    server.fetch(
      new Request('http://localhost/user', {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(user),
      }),
    )
  const rule = { operationId: 'UsersController_createUser', times: 1, connection: 'reset' }
  await control('POST faults', { ...rule, status: '2XX' })
  expect(await failureOf(create())).toEqual(['TypeError', 'fetch failed', 'ECONNRESET'])
  // Sent again, as clients do: the first time has worked.
  expect((await create()).status).toBe(409)
  await control('PUT faults/1', { status: '409', answer: { status: 504, body: 'late' } })
  const late = await create()
  expect([late.status, await late.text()]).toEqual([504, '"late"'])
})

test('an operation whose answer is replaced is not carried out', async () => {
  const { call, server, control } = await open()
  await control('POST faults', { path: '/auth/logout', answer: { status: 500 } })
  const token = await logIn(call)
  const answer = await ask(server, 'POST /auth/logout', {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(answer.status).toBe(500)
  await control('DELETE faults')
  expect((await call('GET /auth/user', { token })).status).toBe(200)
})

test('a rate limit lets so many pass in its window, by the clock of the sandbox', async () => {
  const { server, control } = await open()
  await control('PUT clock', { mode: 'frozen', now: '2030-01-01T00:00:00Z' })
  await control('POST faults', { rateLimit: { requests: 2, perSeconds: 60 } })
  const get = () => ask(server, 'GET /auth/user')
  expect(await statuses(3, get)).toEqual([401, 401, 429])
  await control('POST clock/advance', { seconds: 18.2 })
  expect((await get()).headers.get('retry-after')).toBe('42')
  await control('POST clock/advance', { seconds: 41.8 })
  expect(await statuses(3, get)).toEqual([401, 401, 429])
  await control('POST clock/advance', { seconds: -600 })
  expect((await get()).status).toBe(401)
})

test('a set answer: any status, headers and body, or a documented example', async () => {
  const { server, control } = await open()
  const answerWith = async (answer: unknown) => {
    await control('PUT faults/one', { answer })
    return ask(server, 'GET /auth/user')
  }
  const headers = { 'Content-Type': 'text/plain', 'X-Way': 'out' }
  const text = await answerWith({ status: 299, headers, body: 'as it is' })
  expect([text.status, text.text, text.headers.get('x-way')]).toEqual([299, 'as it is', 'out'])
  const json = await answerWith({ status: 200, body: null })
  expect([json.text, json.headers.get('content-type')]).toEqual(['null', 'application/json'])
  const documented = await answerWith({ status: 200, headers: { 'x-way': 'in' } })
  expect(documented.json).toHaveProperty('email')
  expect(documented.headers.get('x-way')).toBe('in')
  const bare = await answerWith({ status: 204 })
  expect([bare.status, bare.headers.get('content-length')]).toEqual([204, null])
  const undocumented = await answerWith({ status: 207 })
  expect([undocumented.status, undocumented.text]).toEqual([207, ''])
})

test('empty answers, truncated and dripping bodies, as fetch sees them', async () => {
  const { server, control } = await open()
  const get = () =>
    server.fetch(new Request(`http://localhost${mockBase}/auth/user`, { headers: bearer }))
  const whole = await (await get()).text()
  await control('PUT faults/one', { connection: 'empty' })
  expect(await failureOf(get())).toEqual(['TypeError', 'fetch failed', 'UND_ERR_SOCKET'])
  await control('PUT faults/one', { truncateAfterBytes: 10 })
  const cut = await get()
  expect(cut.headers.get('content-length')).toBe(String(Buffer.byteLength(whole)))
  const pieces: Uint8Array[] = []
  const reading = (async () => {
    for await (const piece of cut.body as unknown as AsyncIterable<Uint8Array>) pieces.push(piece)
  })()
  expect(await failureOf(reading)).toEqual(['TypeError', 'terminated', 'UND_ERR_SOCKET'])
  expect(Buffer.concat(pieces).toString()).toBe(whole.slice(0, 10))
  await control('PUT faults/one', { drip: { chunkBytes: 50, everyMs: 1 } })
  const dripping = await get()
  const lengths: number[] = []
  const body = dripping.body as unknown as AsyncIterable<Uint8Array>
  for await (const piece of body) lengths.push(piece.length)
  expect(lengths.length).toBe(Math.ceil(Buffer.byteLength(whole) / 50))
  expect(lengths[0]).toBe(50)
})

test('rules are of one sandbox, spare the control API and preflights, and take what hits no operation', async () => {
  const { server, control } = await open()
  await control('POST faults', { connection: 'reset' })
  expect((await control('GET faults')).status).toBe(200)
  expect((await server.sandbox('other').fetch('/auth/user')).status).toBe(401)
  const headers = { origin: 'http://localhost:3000', 'access-control-request-method': 'GET' }
  expect((await ask(server, 'OPTIONS /auth/user', { headers })).status).toBe(204)
  expect((await ask(server, 'OPTIONS /auth/user')).status).toBe(204)
  expect(await failureOf(ask(server, 'GET /no/such/path'))).toContain('ECONNRESET')
  expect((await ask(server, 'GET /')).status).toBe(200)
})

test('rules survive a restart in their order, and go with a reset', async () => {
  const data = await temporaryFolder()
  const first = await openServer({ data })
  const control = controlOf(first, 'ann')
  await control('PUT faults/zz', { times: 1, answer: { status: 500 } })
  await control('POST faults', { answer: { status: 502 } })
  await first.close()
  const second = await openServer({ data })
  const get = () => second.sandbox('ann').fetch('/auth/user')
  expect(await statuses(2, get)).toEqual([500, 502])
  await controlOf(second, 'ann')('POST reset')
  expect((await get()).status).toBe(401)
})

test('counting is exact when requests come at once', async () => {
  const { server, control } = await open()
  await control('POST faults', { skip: 3, times: 5, answer: { status: 500 } })
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => ask(server, `GET ${mockBase}/auth/user`, { headers: bearer })),
  )
  expect(answers.filter(({ status }) => status === 500)).toHaveLength(5)
})

test('in public a visitor has faults in the own sandbox, and nobody else has them', async () => {
  const server = await openServer({ profile: 'public' })
  const given = await ask(server, 'POST /_sandbox/v1/sandboxes')
  const own = `/@${(given.json as { name: string }).name}`
  const rule = { answer: { status: 503 } }
  expect((await ask(server, `POST ${own}/_sandbox/v1/faults`, { body: rule })).status).toBe(201)
  expect((await ask(server, 'POST /_sandbox/v1/faults', { body: rule })).status).toBeGreaterThan(
    399,
  )
  expect((await ask(server, `GET ${own}/auth/user`)).status).toBe(503)
  expect((await ask(server, `GET ${own}${mockBase}/auth/user`, { headers: bearer })).status).toBe(
    503,
  )
  expect((await ask(server, `GET ${mockBase}/auth/user`, { headers: bearer })).status).toBe(200)
})

test('a delay of a rule comes before the answer, however it is made', async () => {
  const { server, control } = await open()
  const rule = { latency: { distribution: 'fixed', ms: 40 } }
  await control('PUT faults/slow', rule)
  const started = performance.now()
  expect((await ask(server, 'GET /auth/user')).status).toBe(401)
  // Timers of Node may fire a millisecond early.
  expect(performance.now() - started).toBeGreaterThan(38)
  await control('PUT faults/slow', { ...rule, connection: 'reset' })
  const again = performance.now()
  await expect(ask(server, 'GET /auth/user')).rejects.toThrow('fetch failed')
  expect(performance.now() - again).toBeGreaterThan(38)
})
