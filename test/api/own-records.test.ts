import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createServer, SetupError, type Server } from '../../src/index.js'
import { inProcess } from './support/call.js'
import { openServer, temporaryFolder } from './support/open-server.js'

const v1 = '/_sandbox/v1'

let server: Server
beforeAll(async () => (server = await createServer()))
afterAll(() => server.close())

const at =
  (name: string, of: Server = server) =>
  (request: string, body?: unknown) =>
    inProcess(of)(request.replace(' ', ` /@${name}${v1}/`), { body })

type Records = Readonly<Record<string, unknown>>
const clock = (record: unknown, key = 'clock') => ({ 'sandbox.clock': { [key]: record } })
const rule = (given: unknown, change: object = {}, key = '1') => ({
  'sandbox.faults': { [key]: { id: key, place: 1, rule: given, ...change } },
})
const about = (change: Records) => ({
  'sandbox.about': { about: { sandbox: 'x', createdAt: '2024-01-01T00:00:00Z', ...change } },
})
const many = Object.fromEntries(
  Array.from({ length: 501 }, (_, n) => [`r${n}`, { id: `r${n}`, place: n, rule: {} }]),
)

const broken: Record<string, readonly [collections: Records, pointer: string]> = {
  'a mode that there is not': [clock({ mode: 'slow' }), 'sandbox.clock/clock/mode'],
  'a clock of the machine': [clock({ mode: 'real' }), 'sandbox.clock/clock/mode'],
  'no mode': [clock({ now: '2030-01-01T00:00:00Z' }), 'sandbox.clock/clock/mode'],
  'a frozen clock without a time': [clock({ mode: 'frozen' }), 'sandbox.clock/clock/now'],
  'a time that is none': [clock({ mode: 'frozen', now: 'noon' }), 'sandbox.clock/clock/now'],
  'a year after 9000': [
    clock({ mode: 'frozen', now: '9999-01-01T00:00:00Z' }),
    'sandbox.clock/clock/now',
  ],
  'an offset without a number': [
    clock({ mode: 'offset', now: '2030-01-01T00:00:00Z' }),
    'sandbox.clock/clock/offsetMs',
  ],
  'an offset out of the years': [
    clock({ mode: 'offset', offsetMs: -8640000000000 }),
    'sandbox.clock/clock/offsetMs',
  ],
  'a clock under another key': [clock({ mode: 'offset', offsetMs: 1 }, 'x'), 'sandbox.clock/x'],
  'a rule without a rule': [rule(undefined), 'sandbox.faults/1/rule'],
  'a rule that is a text': [rule('503'), 'sandbox.faults/1/rule'],
  'a rule that does nothing': [rule({}), 'sandbox.faults/1/rule'],
  'a probability of 2': [
    rule({ connection: 'reset', probability: 2 }),
    'sandbox.faults/1/rule/probability',
  ],
  'a header that is none': [
    rule({ answer: { status: 503, headers: { 'a b': 'x' } } }),
    'sandbox.faults/1/rule/answer/headers/a b',
  ],
  'two outcomes': [
    rule({ connection: 'reset', drip: { chunkBytes: 1, everyMs: 1 } }),
    'sandbox.faults/1/rule/drip',
  ],
  'a latency without its number': [
    rule({ latency: { distribution: 'fixed' } }),
    'sandbox.faults/1/rule/latency/ms',
  ],
  'another id': [rule({ connection: 'reset' }, { id: '2' }), 'sandbox.faults/1/id'],
  'no place': [rule({ connection: 'reset' }, { place: 'first' }), 'sandbox.faults/1/place'],
  'too many rules': [{ 'sandbox.faults': many }, 'sandbox.faults'],
  'limits that are none': [
    about({ limits: { journal: -1 } }),
    'sandbox.about/about/limits/journal',
  ],
  'an idle time of 0': [about({ idleSeconds: 0 }), 'sandbox.about/about/idleSeconds'],
  'an origin that is none': [about({ origin: 'seed' }), 'sandbox.about/about/origin'],
  'no time of creation': [about({ createdAt: undefined }), 'sandbox.about/about/createdAt'],
}

test.each(Object.entries(broken))('%s is not imported', async (_, [collections, place]) => {
  const call = at('judged')
  const refused = await call('PUT snapshots/bad', { format: 1, collections })
  expect([refused.status, refused.body]).toEqual([
    422,
    expect.objectContaining({
      violations: [expect.objectContaining({ pointer: `/collections/${place}` })],
    }),
  ])
  expect((await call('GET snapshots/bad')).status).toBe(404)
})

test('what was exported is imported, with the clock and the rules', async () => {
  const [from, into] = [at('from'), at('into')]
  const set = { mode: 'frozen', now: '2030-01-01T00:00:00.000Z' }
  await from('PUT clock', set)
  await from('PUT faults/slow', { latency: { distribution: 'uniform', maxMs: 1 } })
  await from('POST faults', { operationId: 'nowhere', answer: { status: 503 } })
  await from('POST faults', { path: '/user', times: 1, answer: { status: 503 } })
  await from('POST snapshots', { name: 'out' })
  const { body } = await from('GET snapshots/out')
  expect((await into('PUT snapshots/in', body)).status).toBe(201)
  expect((await into('POST snapshots/in/restore')).status).toBe(204)
  expect((await into('GET clock')).body).toMatchObject(set)
  expect((await into('GET faults')).body).toEqual((await from('GET faults')).body)
})

test('numbers that have come to their end stop nobody', async () => {
  const call = at('counted')
  const last = Number.MAX_SAFE_INTEGER
  const counters = { users: last, 'sandbox.faults': last }
  await call('PUT snapshots/last', { format: 1, collections: {}, counters })
  await call('POST snapshots/last/restore')
  const ids: unknown[] = []
  for (const name of ['ann', 'bob']) {
    const user = { email: `${name}@x.org`, firstName: name, lastName: 'Lee', role: 'ADMIN' }
    const put = await call('PUT state/users', { records: [user] })
    const rule = await call('POST faults', { connection: 'reset', path: '/x' })
    const [record] = (put.body as { records: { id: number }[] }).records
    ids.push(record?.id, (rule.body as { id: string }).id)
  }
  expect(ids).toEqual([last, String(last), 1, '1'])
})

const stored = async (name: string, collections: Records): Promise<[string, string]> => {
  const data = await temporaryFolder()
  const folder = join(data, 'sandboxes', name)
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'db.json')
  await writeFile(file, JSON.stringify({ format: 1, collections }))
  return [data, file]
}

test.each(Object.entries(broken))(
  '%s in a file ends the start',
  async (_, [collections, place]) => {
    const [data, file] = await stored('alice', collections)
    const before = await readFile(file, 'utf8')
    const refusal = await createServer({ data }).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(SetupError)
    expect(refusal).toMatchObject({ code: 'store-damaged', place: { file } })
    expect((refusal as Error).message).toContain(`/collections/${place}`)
    expect(await readFile(file, 'utf8')).toBe(before)
  },
)

test('what a person changes to another sound clock is read', async () => {
  const [data] = await stored('alice', clock({ mode: 'frozen', now: '2031-05-05T00:00:00Z' }))
  const call = at('alice', await openServer({ data }))
  expect((await call('GET clock')).body).toMatchObject({ now: '2031-05-05T00:00:00.000Z' })
})

test('a broken one that comes while the server runs is a 500 of that sandbox alone', async () => {
  const [data, file] = await stored('alice', {})
  const running = await openServer({ data })
  await writeFile(file, JSON.stringify({ format: 1, collections: clock({ mode: 'slow' }) }))
  expect((await at('alice', running)('GET clock')).status).toBe(500)
  expect((await at('bob', running)('GET clock')).status).toBe(200)
})
