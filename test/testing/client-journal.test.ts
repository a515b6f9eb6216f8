import { join } from 'node:path'
import { Problem } from '../../src/errors.js'
import { createServer, type ServerOptions } from '../../src/server/create-server.js'
import { ClientJournal } from '../../src/testing/client-journal.js'

const pets = join(__dirname, '..', 'fixtures', 'testing', 'pets.yaml')

const key = { 'x-key': 'secret-key' }
const json = { ...key, 'content-type': 'application/json' }

type Sent = readonly [target: string, init?: RequestInit]

/** What a journal has after these requests, sent one after another. */
const journalOf = async (sent: readonly Sent[], options: Partial<ServerOptions> = {}) => {
  const hits: string[] = []
  const server = await createServer({
    ...{ contract: pets, onExchange: (seen) => journal.note(seen) },
    ...options,
  } as ServerOptions)
  const journal = new ClientJournal(server.contracts(), ({ id }, _, { status }) =>
    hits.push(`${id} ${status}`),
  )
  for (const [target, init] of sent)
    await (await server.fetch(new Request(`http://localhost${target}`, init))).text()
  await server.close()
  return { ...(await journal.report()), hits }
}

const post = (body: string, headers: Record<string, string> = json): Sent => [
  '/pets',
  { method: 'POST', headers, body },
]

test('what keeps the contract is no violation, a refusal because of state neither', async () => {
  const report = await journalOf([
    ['/pets', { headers: key }],
    ['/pets?limit=10&more=1', { headers: key }],
    post('{"name": "Rex", "more": 1}'),
    ['/pets/none', { headers: key }],
    ['/pets', { method: 'HEAD', headers: key }],
    ['/_mock/pets/pets', { headers: key }],
  ])
  expect(report).toMatchObject({ requests: 6, broken: 0, violations: [], sandboxFaults: [] })
  expect(report.hits).toEqual([
    'listPets 200',
    'listPets 200',
    'createPet 201',
    'getPet 404',
    'listPets 200',
    'listPets 200',
  ])
})

const breaks: readonly (readonly [what: string, sent: Sent, rule: string, message: string])[] = [
  [
    'a path',
    ['/pet/1', { headers: key }],
    'V150',
    'No operation has the path /pet/1. The nearest: /pets/{petId}',
  ],
  [
    'a path of the mock',
    ['/_mock/pets/pet', { headers: key }],
    'V150',
    'No operation has the path',
  ],
  ['a method', ['/pets', { method: 'DELETE', headers: key }], 'V150', '/pets has no DELETE'],
  [
    'a parameter',
    ['/pets?limit=11', { headers: key }],
    'V151',
    'query /limit: expected <= 10, got 11',
  ],
  ['a body', post('{"name": 7}'), 'V151', 'body /name: expected string, got 7'],
  ['no body', ['/pets', { method: 'POST', headers: key }], 'V151', 'body'],
  ['a media type', post('name', { ...key, 'content-type': 'text/csv' }), 'V151', 'text/csv'],
  ['broken JSON', post('{'), 'V151', 'JSON'],
  ['what is read-only', post('{"name": "x", "id": "1"}'), 'V151', 'read-only'],
  ['no credentials', ['/pets'], 'V152', 'asks for credentials: key'],
]

describe.each([
  ['the default', {}],
  ['--validate off --auth off', { validate: 'off', auth: 'off', mockCredentials: 'off' }],
] as const)('with %s', (_, options) => {
  test.each(breaks)('%s is found', async (_what, sent, rule, message) => {
    const report = await journalOf([sent, sent], options)
    expect(report).toMatchObject({ requests: 2, broken: 2, sandboxFaults: [] })
    expect(report.violations).toHaveLength(2)
    expect(report.violations[0]).toMatchObject({ rule, severity: 'error' })
    expect(report.violations[0]?.message).toContain(message)
    expect(report.violations[0]?.place.line).toBeGreaterThan(4)
    expect(report.violations[1]?.fingerprint).toBe(report.violations[0]?.fingerprint)
  })
})

test('ids in unknown paths make no difference, other paths do', async () => {
  const { violations } = await journalOf([['/dogs/1'], ['/dogs/22'], ['/cats/1']])
  const prints = new Set(violations.map(({ fingerprint }) => fingerprint))
  expect(violations.map(({ path }) => path)).toEqual(['/dogs/*', '/dogs/*', '/cats/*'])
  expect(prints.size).toBe(2)
})

test('pages, the control API and preflights do not count', async () => {
  const preflight = { Origin: 'http://localhost:3000', 'Access-Control-Request-Method': 'GET' }
  const report = await journalOf([
    ['/'],
    ['/pets/docs-that-are-not-there', { headers: key }],
    ['/_sandbox/v1/health'],
    ['/_sandbox/nothing'],
    ['/pets', { method: 'OPTIONS', headers: preflight }],
    ['/pets', { method: 'OPTIONS' }],
  ])
  expect(report).toMatchObject({ requests: 1, broken: 0 })
})

test('a named sandbox is no part of the path', async () => {
  const report = await journalOf([
    ['/@mine/pets', { headers: key }],
    ['/@mine/dogs', { headers: key }],
  ])
  expect(report.hits).toEqual(['listPets 200'])
  expect(report.violations.map(({ path }) => path)).toEqual(['/dogs'])
})

test('what was sent in place of a secret is in no message', async () => {
  const { violations } = await journalOf([post('{"name": "x", "password": "hunter22"}')])
  expect(violations.map(({ message }) => message)).toEqual([
    'body /password: expected at most 3 characters',
  ])
})

test('answers of the sandbox that break the contract are told apart', async () => {
  const wrong = { listPets: () => ({ status: 200, body: [{ name: 7 }] }) }
  const report = await journalOf([['/pets', { headers: key }]], {
    handlers: wrong,
    replyCheck: 'off',
  } as Partial<ServerOptions>)
  expect(report).toMatchObject({ requests: 1, broken: 0, violations: [] })
  expect(report.sandboxFaults).toMatchObject([{ rule: 'V104', operation: 'listPets', status: 200 }])
})

test('an answer that was asked for is no fault of the sandbox', async () => {
  const headers = { ...key, Prefer: 'code=404' }
  const report = await journalOf([['/_mock/pets/pets/1', { headers }]])
  expect(report).toMatchObject({ requests: 1, broken: 0, sandboxFaults: [] })
  expect(report.hits).toEqual(['getPet 404'])
})

test('without onExchange a body is read once, with it the handler sees the same', async () => {
  const bodies: unknown[] = []
  const seen: (Uint8Array | undefined)[] = []
  const handlers = {
    createPet: ({ body }: { body: unknown }) => {
      bodies.push(body)
      return { status: 201, body }
    },
  }
  const options = { contract: pets, handlers } as ServerOptions
  for (const onExchange of [
    undefined,
    (one: { body: Uint8Array | undefined }) => seen.push(one.body),
  ]) {
    const server = await createServer({ ...options, ...(onExchange && { onExchange }) })
    await server.fetch(
      new Request('http://localhost/pets', { method: 'POST', headers: json, body: '{"name":"a"}' }),
    )
    await server.close()
  }
  expect(bodies).toEqual([{ name: 'a' }, { name: 'a' }])
  expect(seen.map((bytes) => new TextDecoder().decode(bytes))).toEqual(['{"name":"a"}'])
})

test('what the sandbox refuses for reasons of its own has a shape of its own', async () => {
  const body = '{"name": 7}'
  const reply = { status: 404, headers: ['Content-Type', 'application/json'], body } as const
  const wrong = { ...reply, status: 200 } as const
  const refusal = new Problem('not-found', { detail: 'There is none.' })
  const counts: number[] = []
  for (const more of [{ reply: wrong }, { reply: wrong, refusal }, { reply, refusal }]) {
    const server = await createServer({
      contract: pets,
      onExchange: (seen) => journal.note({ ...seen, ...more }),
    })
    const journal = new ClientJournal(server.contracts(), () => undefined)
    await server.fetch(new Request('http://localhost/_mock/pets/pets/1', { headers: key }))
    await server.close()
    counts.push((await journal.report()).sandboxFaults.length)
  }
  expect(counts).toEqual([1, 0, 0])
})
