import { EventEmitter } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allowanceIn } from '../../src/cli/allowance.js'
import { run } from '../../src/cli/run.js'
import { createServer } from '../../src/server/create-server.js'

const fixtures = join(__dirname, '..', 'fixtures', 'testing')
const pets = join(fixtures, 'pets.yaml')
const client = join(fixtures, 'client.mjs')
const folder = mkdtempSync(join(tmpdir(), 'openapi-sandbox-run-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs `openapi-sandbox run` with these words in front of `--` and these behind. */
const gate = async (
  words: readonly string[],
  behind: readonly string[] | undefined,
  signals = new EventEmitter(),
  variables: Readonly<Record<string, string>> = {},
) => {
  const [out, err]: [string[], string[]] = [[], []]
  const all = ['run', pets, ...words, ...(behind ? ['--', ...behind] : [])]
  const code = await run(all, {
    printer: {
      isTerminal: false,
      line: (text) => void out.push(...text.split('\n')),
      error: (text) => void err.push(...text.split('\n')),
      finish: () => Promise.resolve(),
    },
    ...{ signals, hasTerminal: false, folder, exitNow: () => undefined },
    loadServer: () => Promise.resolve(createServer),
    environment: { PATH: process.env['PATH'], FOLDER: folder, ...variables },
  })
  return { code, out, err, text: out.join('\n') }
}

/** False for what has ended, also where nobody has asked for its code yet. */
const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    const status = `/proc/${pid}/status`
    return !existsSync(status) || !/^State:\s*Z/m.test(readFileSync(status, 'utf8'))
  } catch {
    return false
  }
}

const sending = (list: readonly unknown[], code = 0): readonly string[] => [
  process.execPath,
  client,
  JSON.stringify(list),
  String(code),
]

const good = [
  ['GET', '/pets'],
  ['POST', '/pets', { name: 'Rex' }],
  ['GET', '/pets/none'],
]
const bad = [
  ['GET', '/pets?limit=11'],
  ['GET', '/pets?limit=12'],
  ['GET', '/dogs'],
]

test('a client that keeps the contract passes, and coverage is told', async () => {
  const { code, text, err } = await gate([], sending(good))
  expect({ code, err }).toEqual({ code: 0, err: [] })
  expect(text).toContain('3 requests of ')
  expect(text).toContain(', none of which broke the contract.')
  expect(text).toContain('Coverage: operation 100 % (3 of 3), status 50 % (3 of 6)')
  expect(text).toContain('\n  GET /pets/{petId}: 404')
})

test('violations fail the run, each told once with its place and how to repeat it', async () => {
  const { code, text } = await gate([], sending(bad))
  expect(code).toBe(1)
  expect(text).toContain('3 of which broke the contract')
  expect(text).toContain(
    'error V151 invalid request sent: GET /pets (listPets), 2 times, answered 400',
  )
  expect(text).toContain('  query /limit: expected <= 10, got 11\n')
  expect(text).toContain(`  ${pets}:9:71 #/paths/~1pets/get/parameters/0/schema/maximum`)
  expect(text).toContain(
    "curl -i -X GET 'http://localhost:4010/pets?limit=11' \\\n    -H 'x-key: ***'",
  )
  expect(text).toContain('error V150 undocumented endpoint: GET /dogs, once, answered 404')
  expect(text).toContain('not called: POST /pets, GET /pets/{petId}')
})

test('what is allowed is told, and does not fail the run', async () => {
  const { code, text } = await gate(['--allow', 'V151,v150:GET /dogs'], sending(bad))
  expect(code).toBe(0)
  expect(text).toContain('allowed V151')
  expect(text).toContain('allowed V150')
})

test.each([
  ['V151', true],
  ['v151:listPets', true],
  ['V151:GET /pets', true],
  ['V151:getPet', false],
  ['V152', false],
])('--allow %s', async (text, expected) => {
  const server = await createServer({ contract: pets })
  const isAllowed = allowanceIn([text], server.contracts())
  await server.close()
  const finding = { rule: 'V151', operation: 'listPets', method: 'GET', path: '/pets' } as const
  expect(isAllowed(finding)).toBe(expected)
})

test('the code of the command goes before everything', async () => {
  const { code, text } = await gate([], sending(bad, 7))
  expect(code).toBe(7)
  expect(text).toContain('V150')
})

test('a command that a signal ends gives 128 and its number', async () => {
  expect((await gate([], ['sh', '-c', 'kill -TERM $$'])).code).toBe(143)
})

test('a signal is passed on, and all that the command has started ends with it', async () => {
  const signals = new EventEmitter()
  const started = join(folder, 'started')
  // The command takes the signal for a wish to end well; what it leaves behind does not hear it.
  const script =
    'trap "exit 0" INT; (trap "" INT; exec sleep 60) & echo $! > "$FOLDER/part"; mv "$FOLDER/part" "$FOLDER/started"; wait'
  const ended = gate([], ['sh', '-c', script], signals)
  while (!existsSync(started)) await new Promise((resolve) => setTimeout(resolve, 10))
  signals.emit('SIGINT')
  expect((await ended).code).toBe(130)
  expect(isRunning(Number(readFileSync(started, 'utf8')))).toBe(false)
})

test('the sandbox is gone with the command, and knows nothing of the run before', async () => {
  const list = [['POST', '/pets', { name: 'Rex' }]]
  const script = `echo "$OPENAPI_SANDBOX_URL $OPENAPI_SANDBOX_MOCK_URL" > "$FOLDER/url"`
  expect((await gate([], ['sh', '-c', script])).code).toBe(0)
  const [url = '', mock] = readFileSync(join(folder, 'url'), 'utf8').trim().split(' ')
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(mock).toBe(`${url}/_mock/pets`)
  await expect(fetch(url)).rejects.toThrow()
  expect((await gate(['--json'], sending(list))).code).toBe(0)
  expect(existsSync(join(folder, 'data'))).toBe(false)
})

test('coverage is written, merged, and may be asked for', async () => {
  const file = join(folder, 'coverage', 'one.json')
  const first = await gate(
    ['--coverage-file', file, '--min-coverage', 'operation=50'],
    sending([good[0]]),
  )
  expect(first.code).toBe(3)
  expect(first.err).toEqual(['Coverage by operation is 33 % (1 of 3), and 50 % is asked for.'])
  const words = ['--merge-coverage', join(folder, 'coverage'), '--min-coverage', 'operation=100']
  const second = await gate(words, sending(good.slice(1)))
  expect(second).toMatchObject({ code: 0, err: [] })
  expect((await gate(words, sending(good.slice(1), 5))).code).toBe(5)
})

test('--json prints one document', async () => {
  const file = join(folder, 'reports', 'run.json')
  const words = ['--json', '--report', `json=${file}`]
  const { code, out } = await gate(words, sending([...bad, good[0]]))
  expect(readFileSync(file, 'utf8')).toBe(`${out.join('\n')}\n`)
  const report = JSON.parse(out.join('\n')) as Record<string, unknown>
  expect(code).toBe(1)
  expect(report).toMatchObject({
    ...{ format: 'openapi-sandbox-run', exitCode: 1, requests: 4, broken: 3, sandboxFaults: [] },
    violations: [
      { rule: 'V151', operation: 'listPets', count: 2, status: 400, fails: true },
      { rule: 'V150', operation: 'GET /dogs', count: 1 },
    ],
    operations: [
      { id: 'listPets', method: 'GET', path: '/pets', requests: 3, statuses: ['200', '400'] },
      { id: 'createPet', requests: 0, statuses: [] },
      { id: 'getPet' },
    ],
  })
})

test('GitHub gets annotations, and the summary of the step', async () => {
  const summary = join(folder, 'summary.md')
  const github = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary }
  const { code, out } = await gate(['--allow', 'V150'], sending(bad), undefined, github)
  expect(code).toBe(1)
  const marks = out.filter((line) => line.startsWith('::'))
  expect(marks).toEqual([
    expect.stringMatching(
      /^::error file=.*pets\.yaml,line=9,col=71,title=V151 invalid request sent::/,
    ),
  ])
  const text = readFileSync(summary, 'utf8')
  expect(text).toContain('### Requests against the contract\n\n```text\n3 requests of ')
  expect(text).toContain('allowed V150')
})

test('a command that never calls the sandbox is told', async () => {
  const { code, text } = await gate([], [process.execPath, '-e', ''])
  expect(code).toBe(0)
  expect(text).toContain('No request of ')
})

test.each([
  [[], undefined, /^error option-invalid: run needs the command .* behind --\./],
  [[], [], /run needs the command/],
  [
    [],
    ['no-such-program-here'],
    /^error command-unstartable: no-such-program-here could not be started: there is no such program\./,
  ],
  [['--allow', 'V1510'], ['true'], /no rule V1510\. Did you mean V110 or V150/],
  [['--allow', 'V151:createPat'], ['true'], /no operation createPat\. Did you mean createPet\?/],
  [['--min-coverage', 'state=1'], ['true'], /Did you mean status\?/],
  [['--merge-coverage', 'none.json'], ['true'], /coverage-invalid.*none\.json/],
  [['--report', 'sarif=x'], ['true'], /run writes json=FILE and markdown=FILE/],
  [['--host', '0.0.0.0'], ['true'], /--host is an option of serve, not of run/],
] as const)('%j %j is refused with code 2', async (words, behind, message) => {
  const { code, err, out } = await gate(words, behind)
  expect({ code, out }).toEqual({ code: 2, out: [] })
  expect(err.join('\n')).toMatch(message)
})

test('words of the command are its own, also those that look like ours', async () => {
  const script = 'process.exitCode = process.argv.slice(1).join() === "--port,--help,--,x" ? 0 : 9'
  const { code } = await gate(
    [],
    [process.execPath, '-e', script, '--', '--port', '--help', '--', 'x'],
  )
  expect(code).toBe(0)
})
