import { createLog, type LogSettings } from '../../src/cli/log.js'
import { createPrinter, type Sink } from '../../src/cli/print.js'
import { SetupError, type Violation } from '../../src/errors.js'
import type { LogEntry } from '../../src/server/log-entry.js'

const request = {
  id: 'r1',
  sandbox: 'default',
  method: 'GET',
  path: '/auth/user',
  status: 200,
  durationMs: 1.25,
  operationId: 'getUser',
}

const entryOf = (members: Partial<LogEntry> = {}): LogEntry => ({
  level: 'info',
  time: '2026-01-02T03:04:05.678Z',
  message: 'request',
  ...members,
})

const written = (entries: LogEntry[], settings: Partial<LogSettings> = {}): string => {
  const texts: string[] = []
  const sink: Sink = { write: (text) => texts.push(text) > 0, on: () => undefined }
  let flush = (): void => undefined
  const printer = createPrinter(sink, sink, (work) => (flush = work))
  const log = createLog(printer, { level: 'info', format: 'json', isColoured: false, ...settings })
  for (const entry of entries) log(entry)
  flush()
  return texts.join('')
}

const pretty = (entry: LogEntry): string => written([entry], { format: 'pretty' })
const json = (entry: LogEntry): LogEntry => JSON.parse(written([entry])) as LogEntry

const violation: Violation = {
  location: 'body',
  pointer: '/password',
  rule: 'type',
  expected: 'string',
  got: 'hunter2hunter2',
  message: 'must be string, not hunter2hunter2',
}

test('one request is one line, pretty', () => {
  expect(pretty(entryOf({ request }))).toBe('03:04:05Z GET    200 /auth/user 1.3 ms getUser\n')
  const named = { ...request, sandbox: 'team-a', answeredBy: 'mock' as const }
  expect(pretty(entryOf({ request: named }))).toContain('/@team-a/auth/user 1.3 ms getUser mock')
})

test('one request is one line, JSON', () => {
  const text = written([entryOf({ request }), entryOf({ request })])
  expect(text.split('\n')).toHaveLength(3)
  expect(json(entryOf({ request }))).toEqual(entryOf({ request }))
})

test('colours are only there when asked for', () => {
  const entry = entryOf({ level: 'warn', request: { ...request, status: 503 } })
  expect(written([entry], { format: 'pretty', isColoured: true })).toContain(
    '\u001b[31m503\u001b[0m',
  )
  expect(pretty(entry)).not.toContain('\u001b')
})

test.each([
  ['silent', 0],
  ['error', 1],
  ['warn', 2],
  ['info', 3],
  ['debug', 4],
] as const)('level %s writes %d of 4 entries', (level, count) => {
  const entries = (['debug', 'info', 'warn', 'error'] as const).map((name) =>
    entryOf({ level: name }),
  )
  expect(written(entries, { level }).split('\n')).toHaveLength(count + 1)
})

describe.each(['pretty', 'json'] as const)('%s', (format) => {
  const line = (entry: LogEntry): string => written([entry], { format })

  test('a request cannot steer the terminal nor forge a line', () => {
    const path = '/a\r\n03:04:05Z GET 200 /forged\u001b[2J\u009b1m\u202e\u2028\u0000'
    const text = line(entryOf({ request: { ...request, path, method: 'G\nET' } }))
    expect(text.match(/\n/g)).toHaveLength(1)
    // eslint-disable-next-line no-control-regex
    expect(text.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]/)
    expect(text).toContain('\\u001b')
  })

  test.each([
    '/auth/set?token=s3cr3t-value&a=1',
    '/auth/set?a=1&access_token=s3cr3t-value',
    '/x?password=s3cr3t-value#f',
    '/x/Bearer%20s3cr3t-value',
    '/x/eyJhbGciOiJIUzI1NiJ9.s3cr3t-value.abc',
  ])('no secret of %s', (path) => {
    const text = line(
      entryOf({ level: 'warn', message: `No: ${path}`, request: { ...request, path } }),
    )
    expect(text).not.toContain('s3cr3t')
    expect(text).toContain('***')
  })

  test('no secret of a violation or an error', () => {
    const error = new Error('Authorization: Bearer abcdefghijkl')
    const violations = [violation]
    const text = line(entryOf({ level: 'error', error, request: { ...request, violations } }))
    expect(text).not.toMatch(/hunter2|abcdefghijkl/)
    expect(text).toContain('/password')
  })

  test.each([
    ['letters', 'a'],
    ['three bytes each', '€'],
    ['control characters', '\u0001'],
    ['lone surrogates', '\ud800'],
  ])('is at most 8 kB for a path of %s', (_, character) => {
    const path = `/${character.repeat(20_000)}`
    const violations = Array.from({ length: 50 }, () => ({ ...violation, message: path }))
    const error = new Error(path)
    const text = line(
      entryOf({ level: 'error', message: path, error, request: { ...request, path, violations } }),
    )
    expect(Buffer.byteLength(text.trimEnd())).toBeLessThanOrEqual(8192)
    if (format === 'json') expect(JSON.parse(text)).toMatchObject({ request: { id: 'r1' } })
  })
})

test('an error comes with its stack: indented when pretty, a member in JSON', () => {
  const error = new TypeError('broken\nforged')
  const lines = pretty(entryOf({ level: 'error', message: 'Failed', error }))
    .trimEnd()
    .split('\n')
  expect(lines[0]).toBe('03:04:05Z error Failed')
  expect(lines.slice(1).every((line) => line.startsWith('    '))).toBe(true)
  expect(json(entryOf({ error }))).toMatchObject({
    error: { name: 'TypeError', message: 'broken\nforged' },
  })
  const setup = new SetupError('data-unwritable', 'Full')
  expect(json(entryOf({ error: setup }))).toMatchObject({ error: { code: 'data-unwritable' } })
  expect(json(entryOf({ error: 'text' }))).toMatchObject({ error: 'text' })
})

test('a warning names its place and lists the violations', () => {
  const place = { file: 'spec/openapi.yaml', line: 3, column: 7, pointer: '/paths' }
  expect(pretty(entryOf({ level: 'warn', message: 'Odd', place }))).toBe(
    '03:04:05Z warn Odd (spec/openapi.yaml:3:7 #/paths)\n',
  )
  const email = { ...violation, pointer: '/email', got: '1', message: 'must be string' }
  const text = pretty(
    entryOf({
      level: 'warn',
      message: 'Breaks the contract',
      request: { ...request, violations: [email] },
    }),
  )
  expect(text).toContain('warn GET    200 /auth/user')
  expect(text).toContain('Breaks the contract - body /email: must be string')
})
