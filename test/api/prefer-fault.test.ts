import { ask, bearer } from '../mock/ask.js'
import { controlOf } from './support/control-call.js'
import { mockBase } from './support/documented-samples.js'
import { openServer } from './support/open-server.js'

const path = `${mockBase}/auth/user`

const open = async () => {
  const server = await openServer()
  const get = (prefer: string, target = path) =>
    ask(server, `GET ${target}`, { headers: { ...bearer, prefer } })
  return { server, get, control: controlOf(server) }
}

test.each([
  ['reset', 'fetch failed'],
  ['empty', 'fetch failed'],
  ['"truncate:7"', 'terminated'],
])('fault=%s breaks the connection, on mock and sandbox', async (fault, message) => {
  const { get } = await open()
  await expect(get(`fault=${fault}`)).rejects.toThrow(message)
  await expect(get(`fault=${fault}`, '/auth/user')).rejects.toThrow(message)
})

test('fault=STATUS is the documented answer, and the operation is not carried out', async () => {
  const { get } = await open()
  const answer = await get('fault=503')
  expect(answer.status).toBe(503)
  expect(answer.json).toMatchObject({ statusCode: 503 })
  expect(answer.headers.get('preference-applied')).toBe('fault=503')
  expect(answer.headers.get('x-answered-by')).toBe('fault')
  expect((await get('code=401, fault=200')).headers.get('preference-applied')).toBe('fault=200')
})

test('a delay and a drip come on top of what is answered', async () => {
  const { get } = await open()
  const late = await get('fault="latency:5", code=401, wait=0')
  expect(late.status).toBe(401)
  expect(late.headers.get('preference-applied')).toBe('code=401, wait=0, fault="latency:5"')
  const usual = await get('')
  const dripping = await get('fault="drip:40/1"')
  expect([dripping.status, dripping.json]).toEqual([200, usual.json])
  expect((await get('fault="drip:9/1"', '/no/such/path')).status).toBe(404)
})

test.each([
  ...['', 'slow', '099', '600', '1e3', 'reset:1', 'latency', 'latency:-1', 'latency:60001'],
  ...[
    'latency:1/1',
    'truncate:x',
    'truncate:1/2',
    'drip:10',
    'drip:0/1',
    'drip:1/60001',
    'drip:1/0',
  ],
])('fault=%j is a 422 that says what there is', async (fault) => {
  const { get } = await open()
  const answer = await get(`fault="${fault}"`)
  expect(answer.status).toBe(422)
  expect(answer.json).toMatchObject({ code: 'preference-malformed' })
  expect((answer.json as { detail: string }).detail).toContain('truncate:BYTES')
})

test('a request that asks for a fault of its own is none of the rules and scripts', async () => {
  const { get, control } = await open()
  await control('POST faults', { answer: { status: 500 } })
  await control('PUT scripts/AuthController_getCurrentUser', { answers: [{ status: 502 }] })
  expect((await get('fault=418')).status).toBe(418)
  expect((await control('GET faults')).body).toMatchObject({ faults: [{ matched: 0 }] })
  await control('DELETE faults')
  expect((await get('fault="latency:1"')).status).toBe(502)
  expect((await get('')).status).toBe(200)
})
