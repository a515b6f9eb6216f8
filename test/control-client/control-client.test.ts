import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import {
  type ControlClient,
  ControlError,
  createControlClient,
} from '../../src/control-client/index.js'
import { controlOperations } from '../../src/control-client/control-operations.js'

const documented = (): Record<string, string> => {
  const { paths } = load(readFileSync('spec/control.yaml', 'utf8')) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, { operationId?: string }>>>>
  }
  return Object.fromEntries(
    Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).flatMap(([method, { operationId }]) =>
        operationId === undefined ? [] : [[operationId, `${method.toUpperCase()} ${path}`]],
      ),
    ),
  )
}

test('knows where the contract says that its operations are', () => {
  expect(controlOperations).toEqual(documented())
})

/** Everything that can be called, and the request that it sends. */
const calls: readonly (readonly [
  string,
  (client: ControlClient) => Promise<unknown>,
  string,
  unknown?,
])[] = [
  ['getHealth', (client) => client.health(), 'GET /health'],
  ['listOperations', (client) => client.operations(), 'GET /operations'],
  ['listSandboxes', (client) => client.sandboxes.list(), 'GET /sandboxes'],
  ['createSandbox', (client) => client.sandboxes.create(), 'POST /sandboxes', {}],
  [
    'createSandbox',
    (client) => client.sandboxes.create({ name: 'a', from: { sandbox: 'b' } }),
    'POST /sandboxes',
    { name: 'a', from: { sandbox: 'b' } },
  ],
  ['getSandbox', (client) => client.sandboxes.get('a'), 'GET /sandboxes/a'],
  ['deleteSandbox', (client) => client.sandboxes.remove('a'), 'DELETE /sandboxes/a'],
  ['getSamples', (client) => client.samples('a/b'), 'GET /samples/a%2Fb'],
  ['resetSandbox', (client) => client.reset(), 'POST /reset'],
  ['createToken', (client) => client.tokens.create('a@b.c'), 'POST /tokens', { email: 'a@b.c' }],
  ['createCredential', (client) => client.tokens.credential(), 'POST /credentials', {}],
  ['listSnapshots', (client) => client.snapshots.list(), 'GET /snapshots'],
  ['saveSnapshot', (client) => client.snapshots.save(), 'POST /snapshots', {}],
  ['saveSnapshot', (client) => client.snapshots.save('s'), 'POST /snapshots', { name: 's' }],
  ['exportSnapshot', (client) => client.snapshots.export('s'), 'GET /snapshots/s'],
  [
    'importSnapshot',
    (client) => client.snapshots.import('s', { format: 1, collections: {} }),
    'PUT /snapshots/s',
    { format: 1, collections: {} },
  ],
  ['deleteSnapshot', (client) => client.snapshots.remove('s'), 'DELETE /snapshots/s'],
  ['restoreSnapshot', (client) => client.snapshots.restore('s'), 'POST /snapshots/s/restore'],
  ['diffSnapshots', (client) => client.snapshots.diff('s'), 'GET /snapshots/s/diff'],
  ['diffSnapshots', (client) => client.snapshots.diff('s', 't'), 'GET /snapshots/s/diff?to=t'],
  ['getClock', (client) => client.clock.get(), 'GET /clock'],
  ['setClock', (client) => client.clock.useReal(), 'PUT /clock', { mode: 'real' }],
  ['setClock', (client) => client.clock.freeze(), 'PUT /clock', { mode: 'frozen' }],
  [
    'setClock',
    (client) => client.clock.freeze(new Date(0)),
    'PUT /clock',
    { mode: 'frozen', now: '1970-01-01T00:00:00.000Z' },
  ],
  [
    'setClock',
    (client) => client.clock.runFrom('2030-01-01T00:00:00Z'),
    'PUT /clock',
    { mode: 'offset', now: '2030-01-01T00:00:00Z' },
  ],
  [
    'advanceClock',
    (client) => client.clock.advance({ days: 1, hours: 1, minutes: -1, milliseconds: 500 }),
    'POST /clock/advance',
    { seconds: 25 * 3600 - 60 + 0.5 },
  ],
  ['listFaults', (client) => client.faults.list(), 'GET /faults'],
  [
    'addFault',
    (client) => client.faults.add({ answer: { status: 503 } }),
    'POST /faults',
    { probability: 1, answer: { status: 503 } },
  ],
  ['clearFaults', (client) => client.faults.clear(), 'DELETE /faults'],
  [
    'replaceFault',
    (client) => client.faults.replace('f', { probability: 0.5, connection: 'reset' }),
    'PUT /faults/f',
    { probability: 0.5, connection: 'reset' },
  ],
  ['deleteFault', (client) => client.faults.remove('f'), 'DELETE /faults/f'],
  ['listScripts', (client) => client.scripts.list(), 'GET /scripts'],
  [
    'setScript',
    (client) => client.scripts.set('a', [503, { connection: 'reset' }, {}]),
    'PUT /scripts/a',
    { answers: [{ status: 503 }, { connection: 'reset' }, {}] },
  ],
  ['deleteScript', (client) => client.scripts.remove('a'), 'DELETE /scripts/a'],
  ['listJournal', (client) => client.journal.list(), 'GET /journal'],
  ['listJournal', (client) => client.journal.calls('a'), 'GET /journal?operationId=a'],
  [
    'listJournal',
    (client) => client.journal.count({ path: '/*' }),
    'GET /journal?path=%2F*&limit=0',
  ],
  ['clearJournal', (client) => client.journal.clear(), 'DELETE /journal'],
  [
    'waitForCalls',
    (client) => client.journal.waitFor({ operationId: 'a', atLeast: 2, timeoutMs: 9 }),
    'GET /journal/wait?operationId=a&atLeast=2&timeoutMs=9',
  ],
  [
    'watchJournal',
    async (client) => {
      for await (const entry of client.journal.events({ status: '4XX' })) return entry
    },
    'GET /journal/events?status=4XX',
  ],
  ['exportHar', (client) => client.journal.har(), 'GET /journal.har'],
  ['listMails', (client) => client.outbox.list({ to: 'a@b.c' }), 'GET /outbox?to=a%40b.c'],
  ['clearOutbox', (client) => client.outbox.clear(), 'DELETE /outbox'],
  [
    'waitForMail',
    (client) => client.outbox.waitFor('a@b.c', { kind: 'invitation', timeoutMs: 9 }),
    'GET /outbox/wait?kind=invitation&timeoutMs=9&to=a%40b.c',
  ],
  ['listCollections', (client) => client.state.collections(), 'GET /state'],
  ['listRecords', (client) => client.state.get('users'), 'GET /state/users'],
  [
    'putRecords',
    (client) => client.state.put('users', [{ id: 1 }]),
    'PUT /state/users',
    { records: [{ id: 1 }] },
  ],
  ['getRecord', (client) => client.state.get('users', 0), 'GET /state/users/0'],
  ['putRecord', (client) => client.state.put('users', 7, { a: 1 }), 'PUT /state/users/7', { a: 1 }],
  ['deleteRecord', (client) => client.state.remove('users', 7), 'DELETE /state/users/7'],
  ['listSeeds', (client) => client.seed.list(), 'GET /seeds'],
  ['replaceSeed', (client) => client.seed.replace('many'), 'PUT /seed', { name: 'many' }],
  [
    'replaceSeed',
    (client) => client.seed.replace({ users: [] }),
    'PUT /seed',
    { seed: { users: [] } },
  ],
  [
    'generateRecords',
    (client) => client.seed.generate({ count: 3 }),
    'POST /seed/generate',
    { seed: 1, count: 3 },
  ],
]

test('has a method for every operation', () => {
  expect(new Set(calls.map(([id]) => id))).toEqual(new Set(Object.keys(controlOperations)))
})

/** A client of which every request is answered by `respond`. */
const clientOf = (respond: (url: string, init: RequestInit) => Response): ControlClient =>
  createControlClient({
    url: 'http://localhost:4010/',
    sandbox: 'worker-1',
    token: 'secret',
    fetch: async (url, init) => respond(url, init),
  })

// Every row as long as the function takes: for one that is shorter Jest waits for a callback.
const rows = calls.map(([id, call, request, body]) => [id, call, request, body] as const)

test.each(rows)('%s', async (_id, call, request, body) => {
  const seen: unknown[] = []
  const client = clientOf((url, init) => {
    const [base, rest] = url.split('/_sandbox/v1')
    const sent = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined
    seen.push([base, `${init.method} ${rest}`, sent])
    expect(init.headers).toMatchObject({
      'X-Sandbox': 'worker-1',
      Authorization: 'Bearer secret',
      ...(sent !== undefined && { 'Content-Type': 'application/json' }),
    })
    return new Response('{}')
  })
  await call(client)
  expect(seen).toEqual([['http://localhost:4010', request, body]])
})

describe('a refusal', () => {
  test('is a ControlError with the members of the problem', async () => {
    const problem = {
      title: 'No',
      status: 404,
      detail: 'There is no a.',
      code: 'not-found',
      fix: 'b?',
    }
    const client = clientOf(() => Response.json(problem, { status: 404 }))
    const error = await client.snapshots.restore('a').catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ControlError)
    expect(error).toMatchObject({ operation: 'restoreSnapshot', problem })
    expect(error).toMatchObject({
      status: 404,
      detail: 'There is no a.',
      code: 'not-found',
      fix: 'b?',
    })
    expect((error as Error).message).toBe('restoreSnapshot was refused with 404: There is no a. b?')
  })

  test('in words of a proxy tells these', async () => {
    const client = clientOf(() => new Response('Bad gateway', { status: 502 }))
    await expect(client.reset()).rejects.toThrow('resetSandbox was refused with 502: Bad gateway')
  })
})

describe('events', () => {
  const streamOf = (...pieces: string[]): Response =>
    new Response(
      new ReadableStream<Uint8Array>({
        start: (controller) => {
          for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece))
          controller.close()
        },
      }),
    )

  test('come whole, wherever the stream is cut', async () => {
    const client = clientOf(() =>
      streamOf(
        ': hello\n\nevent: exch',
        'ange\nid: 1\ndata: {"number"',
        ':1}\r',
        '\n\r\nevent: ex',
        'change\r\rdata: 1',
        '\n\nevent: exchange\ndata: {"number":\ndata: 2}\n\ndata: unfinished',
      ),
    )
    const numbers: number[] = []
    for await (const { number } of client.journal.events()) numbers.push(number)
    expect(numbers).toEqual([1, 2])
  })

  test('end the request when the loop is left', async () => {
    let cancelled = false
    const body = new ReadableStream<Uint8Array>({
      start: (controller) =>
        controller.enqueue(new TextEncoder().encode('event: exchange\ndata: {}\n\n')),
      cancel: () => void (cancelled = true),
    })
    const client = clientOf(() => new Response(body))
    for await (const entry of client.journal.events()) {
      expect(entry).toEqual({})
      break
    }
    expect(cancelled).toBe(true)
  })
})
