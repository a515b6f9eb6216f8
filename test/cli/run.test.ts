import { EventEmitter } from 'node:events'
import { run } from '../../src/cli/run.js'
import { watchParent } from '../../src/cli/signals.js'
import { SetupError } from '../../src/errors.js'
import type { Environment } from '../../src/options.js'
import { createServer, type Server, type ServerOptions } from '../../src/server/create-server.js'

/** A world in which nothing is real, and a record of what happened in it. */
const createWorld = (environment: Environment = {}, server: Partial<Server> = {}) => {
  const out: string[] = []
  const err: string[] = []
  const events: string[] = []
  const created: (ServerOptions | undefined)[] = []
  const signals = new EventEmitter()
  const fake = {
    controlToken: 'made-token-of-a-server',
    surfaces: () =>
      Promise.resolve([
        {
          title: 'Mock',
          url: '/_mock/x',
          count: 61,
          operations: [
            { id: 'list', method: 'GET', url: '/_mock/x/user?role=USER', summary: 'List' },
          ],
        },
      ]),
    listen: ({ port = 0, host = '' } = {}) => {
      events.push(`listen ${host}:${port}`)
      return Promise.resolve({ url: `http://${host}:${port}`, port })
    },
    close: () => {
      events.push('close')
      return Promise.resolve()
    },
    token: (email: string, sandbox?: string) => Promise.resolve(`token of ${email} in ${sandbox}`),
    ...server,
  } as unknown as Server
  const world = {
    printer: {
      isTerminal: false,
      line: (text: string) => {
        out.push(text)
        if (text.startsWith('Listening')) setImmediate(() => signals.emit('SIGTERM'))
      },
      error: (text: string) => void err.push(text),
      finish: () => Promise.resolve(),
    },
    signals,
    hasTerminal: false,
    exitNow: (code: number) => void events.push(`exit ${code}`),
    loadServer: () =>
      Promise.resolve((options?: ServerOptions) => {
        created.push(options)
        return Promise.resolve(fake)
      }),
    environment,
  }
  return { world, out, err, events, created, signals }
}

describe('serve', () => {
  test('prints each surface and operation, then the Listening line, and ends at SIGTERM', async () => {
    const { world, out, events, created } = createWorld()
    expect(await run(['--port', '4011'], world)).toBe(0)
    expect(out).toEqual([
      'Mock http://localhost:4011/_mock/x',
      '  GET     http://localhost:4011/_mock/x/user?role=USER  List',
      '  … and 60 more: GET http://localhost:4011/ lists all',
      '',
      'Console http://localhost:4011/_sandbox/',
      'Listening on http://localhost:4011',
    ])
    expect(events).toEqual(['listen localhost:4011', 'close'])
    expect(created[0]).toMatchObject({ data: './data', store: 'file', contract: undefined })
  })

  test('with --log-format json the list is JSON, the last line is as always', async () => {
    const { world, out } = createWorld()
    await run(['--log-format', 'json'], world)
    expect(out.at(-1)).toBe('Listening on http://localhost:4010')
    const entries = out.slice(0, -1).map((line) => JSON.parse(line) as object)
    expect(entries).toMatchObject([
      { level: 'info', surface: 'Mock', url: 'http://localhost:4010/_mock/x', operations: 61 },
      { message: 'operation', id: 'list', url: 'http://localhost:4010/_mock/x/user?role=USER' },
      { message: 'console', url: 'http://localhost:4010/_sandbox/' },
    ])
  })

  test('an operation that another contract answers is listed at its own mock', async () => {
    const shadowed = [{ id: 'get', method: 'GET', url: '/_mock/b/x', answeredAs: '/_mock/a/x' }]
    const listing = { title: 'Root (mock) of b', url: '/', count: 0, operations: [], shadowed }
    const surfaces = () => Promise.resolve([listing])
    const text = createWorld({}, { surfaces })
    await run([], text.world)
    expect(text.out[1]).toBe(
      '  GET     http://localhost:4010/_mock/b/x  not at the root: /_mock/a/x is',
    )
    const json = createWorld({}, { surfaces })
    await run(['--log-format', 'json'], json.world)
    expect(JSON.parse(json.out[1] ?? '')).toMatchObject({
      message: 'shadowed',
      id: 'get',
      url: 'http://localhost:4010/_mock/b/x',
      answeredAs: 'http://localhost:4010/_mock/a/x',
    })
  })

  test.each(['silent', 'error', 'warn'])(
    'at level %s only the last line is printed',
    async (level) => {
      const { world, out } = createWorld()
      await run(['--log-level', level], world)
      expect(out).toEqual(['Listening on http://localhost:4010'])
    },
  )

  test.each([
    [['api.yaml'], ['api.yaml']],
    [['serve', 'api'], ['api']],
    [['./specs/api'], ['./specs/api']],
    [
      ['serve', 'a.yaml', '-', 'b.json'],
      ['a.yaml', '-', 'b.json'],
    ],
    [['serve'], undefined],
  ])('%j serves the contracts %s', async (words, contract) => {
    const { world, created } = createWorld()
    expect(await run(words, world)).toBe(0)
    expect(created[0]?.contract).toEqual(contract)
  })

  test.each([
    [[], {}, true],
    [['--no-watch'], {}, false],
    [[], { OPENAPI_SANDBOX_WATCH: 'false' }, false],
  ])('%j %j: the files are watched: %s', async (words, environment, watch) => {
    const { world, created } = createWorld(environment)
    expect(await run(words, world)).toBe(0)
    expect(created[0]?.watch).toBe(watch)
  })

  test.each([
    [false, 1],
    [true, 0],
  ])(
    'SIGHUP loads the contracts anew, unless there is a terminal (%s)',
    async (hasTerminal, times) => {
      let reloads = 0
      const reload = () => {
        reloads += 1
        return Promise.reject(new SetupError('contract-malformed', 'told in the log'))
      }
      const { world, signals, events } = createWorld({}, { reload })
      signals.prependListener('SIGTERM', () => signals.emit('SIGHUP'))
      expect(await run([], { ...world, hasTerminal })).toBe(0)
      expect([reloads, events.at(-1)]).toEqual([times, 'close'])
    },
  )

  test('every option reaches the server', async () => {
    const { world, created } = createWorld({ OPENAPI_SANDBOX_JWT_SECRET: 'key' })
    const words = '--data d --seed s.json --validate warn --reply-check off --mock-credentials off'
    const more = '--authorization admin --max-body 2kb --allow-origin http://a --allow-host h'
    const reach = '--allow-header X-A --allow-local-network --public-url https://b.test/'
    const rest = '--require-sandbox --strict --store memory --app-url http://app --profile public'
    await run(`${words} ${more} ${reach} ${rest}`.split(' '), world)
    expect(created[0]).toMatchObject({
      data: 'd',
      seed: 's.json',
      validate: 'warn',
      replyCheck: 'off',
      mockCredentials: 'off',
      authorization: 'admin',
      maxBody: 2048,
      allowOrigin: ['http://a'],
      allowHost: ['h'],
      allowHeader: ['X-A'],
      allowLocalNetwork: true,
      publicUrl: 'https://b.test',
      requireSandbox: true,
      strict: true,
      store: 'memory',
      appUrl: 'http://app',
      profile: 'public',
      jwtSecret: 'key',
    })
  })

  test('closes the server when it cannot listen', async () => {
    const busy = new SetupError('port-unavailable', 'Port 4010 is in use')
    const { world, err, events } = createWorld({}, { listen: () => Promise.reject(busy) })
    expect(await run([], world)).toBe(2)
    expect(events).toEqual(['close'])
    expect(err).toEqual([
      'error port-unavailable: Port 4010 is in use. Choose another with --port, or end the process that holds it.',
    ])
  })
})

describe('listening to the network', () => {
  test.each(['0.0.0.0', '::', '192.168.1.2', 'example.com', '127.evil.com'])(
    '%s needs --profile',
    async (host) => {
      const { world, err, created } = createWorld()
      expect(await run(['--host', host], world)).toBe(2)
      expect(err[0]).toMatch(/^error option-unsafe: .*--profile local/)
      expect(created).toEqual([])
    },
  )

  test.each(['localhost', '127.0.0.1', '127.1.2.3', '::1', 'a.localhost'])(
    '%s is loopback',
    async (host) => {
      const { world, out } = createWorld()
      expect(await run(['--host', host], world)).toBe(0)
      expect(out.join()).not.toContain('warn')
    },
  )

  test('--profile local is a warning, from the environment too; public is none', async () => {
    const local = createWorld({ OPENAPI_SANDBOX_PROFILE: 'local' })
    expect(await run(['--host', '0.0.0.0'], local.world)).toBe(0)
    expect(JSON.parse(local.out[0] ?? '')).toMatchObject({ level: 'warn' })
    expect(local.out[0]).toContain('--host 0.0.0.0 --profile local')
    const open = createWorld()
    expect(await run(['--host', '0.0.0.0', '--profile', 'public'], open.world)).toBe(0)
    expect(open.out.join()).not.toContain('"warn"')
  })

  test('COR-12: what to look at is printed on standard error, only where others can reach it', async () => {
    const printed = async (words: string, environment: Environment = {}) => {
      const { world, err } = createWorld(environment)
      expect(await run(words.split(' '), world)).toBe(0)
      return err.join('\n')
    }
    const open = await printed('--host 0.0.0.0 --profile public --allow-host a.test,b.test')
    expect(open).toMatch(/open to other machines, on 0\.0\.0\.0/)
    expect(open).toMatch(/profile +public/)
    expect(open).toMatch(/control API +open to whoever has the control token \(made/)
    expect(open).toMatch(/^Control token made-token-of-a-server /m)
    expect(open).toMatch(/signing key +generated .* \.\/data\/secret\.key/)
    expect(open).toMatch(/localhost, addresses, a\.test, b\.test;/)
    const secret = {
      OPENAPI_SANDBOX_JWT_SECRET: 'x'.repeat(40),
      OPENAPI_SANDBOX_CONTROL_TOKEN: 'yyyy-9876543210-abcd',
    }
    const local = await printed('--host :: --profile local --public-url https://c.test', secret)
    expect(local).toMatch(/profile +local: whoever/)
    expect(local).toMatch(/control API +open to whoever has the control token \(given/)
    expect(local).not.toMatch(/yyyy|Control token/)
    expect(local).toMatch(/signing key +given/)
    expect(local).toContain('addresses, c.test;')
    expect(local).not.toContain('xxxx')
    const memory = await printed('--host :: --profile public --store memory')
    expect(memory).toMatch(/signing key +generated, kept in memory/)
    for (const words of ['--profile public', '--public-url https://c.test', '--log-level error'])
      expect([words, await printed(`--host 127.0.0.1 ${words}`)]).toEqual([
        words,
        words.startsWith('--log') ? '' : expect.stringMatching(/^Control token [^\n]+$/),
      ])
    expect(await printed('--host :: --profile local --log-level error')).toMatch(/^Control token/)
    expect(await printed('--host :: --profile public --log-level silent')).toBe('')
  })
})

describe('signals', () => {
  const emitWhileClosing = async (waitMs: number): Promise<string[]> => {
    const { world, events, signals } = createWorld(
      {},
      {
        close: async () => {
          await new Promise((resolve) => setTimeout(resolve, waitMs))
          signals.emit('SIGINT')
        },
      },
    )
    await run([], world)
    return events
  }

  test('a second one exits at once', async () => {
    expect(await emitWhileClosing(150)).toContain('exit 130')
  })

  test('the same one sent again by npm does not', async () => {
    expect(await emitWhileClosing(1)).not.toContain('exit 130')
  })
})

test('the end of the parent is noticed once', async () => {
  const self = { ppid: 7 }
  let ends = 0
  watchParent(self, () => (ends += 1), 5)
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(ends).toBe(0)
  self.ppid = 1
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(ends).toBe(1)
})

describe('token', () => {
  test('prints the token and nothing else', async () => {
    const { world, out, events, created } = createWorld()
    expect(await run(['token', 'a@b.c', '--sandbox', 'team', '--data', 'd'], world)).toBe(0)
    expect(out).toEqual(['token of a@b.c in team'])
    expect(events).toEqual(['close'])
    expect(created[0]).toMatchObject({ data: 'd', store: 'file' })
  })

  test('needs one address', async () => {
    const { world, err } = createWorld()
    expect(await run(['token'], world)).toBe(2)
    expect(err[0]).toContain('token needs an EMAIL')
    expect(await run(['token', 'a@b.c', 'd@e.f'], world)).toBe(2)
  })

  const locked = new SetupError('data-unwritable', 'The folder ./data is in use')
  const loadServer = () => Promise.resolve(() => Promise.reject(locked))

  test('asks the server that holds the folder', async () => {
    const { world, out, err } = createWorld()
    const server = await createServer()
    const { port } = await server.listen()
    const held = { ...world, loadServer }
    const words = ['token', 'user@example.com', '--sandbox', 'team', '--port', String(port)]
    expect(await run(words, held)).toBe(0)
    const headers = { authorization: `Bearer ${out[0]}` }
    expect((await server.sandbox('team').fetch('/auth/user', { headers })).status).toBe(200)
    expect((await server.sandbox('other').fetch('/auth/user', { headers })).status).toBe(401)
    expect(await run([...words.slice(0, 1), 'nobody@example.com', ...words.slice(2)], held)).toBe(2)
    expect(err[0]).toContain('No enabled user has the address nobody@example.com')
    await server.close()
  })

  test('says what to do when something else holds the folder', async () => {
    const { world, err } = createWorld()
    expect(await run(['token', 'a@b.c', '--port', '1'], { ...world, loadServer })).toBe(2)
    expect(err[0]).toContain('The folder ./data is in use; no server on port 1')
    expect(err[0]).toContain('name its port with --port')
  })
})

describe('help and mistakes', () => {
  test.each([
    [['--help'], 'Usage: openapi-sandbox [serve]'],
    [['help'], 'Usage: openapi-sandbox [serve]'],
    [['help', 'token'], 'Usage: openapi-sandbox token [EMAIL | CONTRACT...]'],
    [['token', '--help'], 'Usage: openapi-sandbox token [EMAIL | CONTRACT...]'],
    [['--version'], '0.'],
    [['-V'], '0.'],
  ])('%j prints %s', async (words, start) => {
    const { world, out, created } = createWorld()
    expect(await run(words, world)).toBe(0)
    expect(out.join()).toContain(start)
    expect(created).toEqual([])
  })

  test.each([
    [['sevre'], 'command-unknown', 'Did you mean serve?'],
    [['help', 'tokn'], 'command-unknown', 'Did you mean token?'],
    [['--prot'], 'option-unknown', 'Did you mean --port?'],
    [['-h'], 'option-invalid', '--help'],
  ])('%j is %s', async (words, code, hint) => {
    const { world, err } = createWorld()
    expect(await run(words, world)).toBe(2)
    expect(err).toHaveLength(1)
    expect(err[0]).toMatch(new RegExp(`^error ${code}: .*${hint.replace('?', '\\?')}`))
  })

  test('a setup error is one line with its place, and its own exit code', async () => {
    const { world, err } = createWorld()
    const place = { file: 'data/sandboxes/a/db.json', line: 3, column: 7, pointer: '/users' }
    const damaged = new SetupError('store-damaged', 'Not JSON:\n\u001b[2Jx', place)
    const loadServer = () => Promise.resolve(() => Promise.reject(damaged))
    expect(await run([], { ...world, loadServer })).toBe(3)
    expect(err[0]).toMatch(
      /^error store-damaged: data\/sandboxes\/a\/db\.json:3:7 #\/users: Not JSON:\\u000a\\u001b\[2Jx\. Restore[^\n]*$/,
    )
  })

  test('anything else is our fault: exit 70 with the stack', async () => {
    const { world, err } = createWorld()
    const loadServer = () => Promise.reject(new TypeError('x is not a function'))
    expect(await run([], { ...world, loadServer })).toBe(70)
    expect(err[0]).toMatch(/report it:\nTypeError: x is not a function\n +at /)
  })
})

describe('webhook', () => {
  const result = {
    request: {
      method: 'POST',
      url: 'http://localhost:1/x',
      headers: [['A', 'b']],
      body: new TextEncoder().encode('{"a":1}'),
    },
    answer: { status: 418, headers: [['C', 'd']], body: new TextEncoder().encode('no\u001b') },
    violations: [{ message: 'undocumented' }],
  }

  test('prints request, answer and violations, and tells by its exit code', async () => {
    const calls: unknown[] = []
    const send = (...call: unknown[]) => {
      calls.push(call)
      return Promise.resolve(result)
    }
    const { world, out, created, events } = createWorld({}, { webhook: send as never })
    const words = ['webhook', 'pet', 'a.yaml', '--to', 'http://localhost:1/x', '--example', 'cat']
    expect(await run([...words, '--body-seed', '7', '--body', 'x'], world)).toBe(1)
    const to = 'http://localhost:1/x'
    expect(calls).toEqual([
      ['pet', { to, example: 'cat', seed: '7', body: 'x', allowRemote: false }],
    ])
    expect([created, events]).toEqual([[{ contract: 'a.yaml' }], ['close']])
    const sent = ['> POST http://localhost:1/x', '> A: b', '>', '> {"a":1}']
    expect(out).toEqual([...sent, '< 418', '< C: d', '<', '< no\\u001b', '! undocumented'])
  })

  test('without a name it lists them', async () => {
    const webhooks = () => [{ name: 'pet', method: 'POST', summary: 'New' }]
    const { world, out } = createWorld({}, { webhooks })
    expect(await run(['webhook', './a.yaml'], world)).toBe(0)
    expect(out).toEqual(['pet  POST  New'])
  })

  test.each([
    [['webhook', 'pet'], /--to/],
    [['webhook', 'pet', 'a.yaml', 'b'], /NAME and a CONTRACT/],
    [['webhook', 'pet', '--to', 'http://a', '--body', '@none.json'], /none\.json/],
    [['webhook', 'pet', '--to', 'a'], /--to/],
  ])('%j is refused', async (words, message) => {
    const { world, err } = createWorld()
    expect(await run(words, world)).toBe(2)
    expect(err.join('')).toMatch(message)
  })
})
