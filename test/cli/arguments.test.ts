import { parseArguments } from '../../src/cli/arguments.js'
import { resolveOptions } from '../../src/cli/resolve-options.js'
import type { CommandName, Environment } from '../../src/options.js'

const read = (words: string[], environment: Environment = {}, command: CommandName = 'serve') =>
  resolveOptions(command, parseArguments(words).flags, environment).values

describe('flags', () => {
  const table: [string[], object][] = [
    [[], { port: 4010, host: 'localhost', data: './data', maxBody: 1_048_576 }],
    [['--port', '4011'], { port: 4011 }],
    [['--port=4011'], { port: 4011 }],
    [['-p', '4011', '-h', '127.0.0.1'], { port: 4011, host: '127.0.0.1' }],
    [['-p4011'], { port: 4011 }],
    [['-p=0'], { port: 0 }],
    [['--port', '1', '--port', '2'], { port: 2 }],
    [['--data', '-'], { data: '-' }],
    [['--jwt-secret=--x=y'], { jwtSecret: '--x=y' }],
    [['--require-sandbox'], { requireSandbox: true }],
    [['--require-sandbox', 'api.yaml'], { requireSandbox: true }],
    [['--no-require-sandbox'], { requireSandbox: false }],
    [['--require-sandbox=false'], { requireSandbox: false }],
    [['--require-sandbox=1'], { requireSandbox: true }],
    [['--max-body', '1mb'], { maxBody: 1_048_576 }],
    [['--max-body', '1048576'], { maxBody: 1_048_576 }],
    [['--max-body=1.5KB'], { maxBody: 1536 }],
    [['--max-body=2 MiB'], { maxBody: 2_097_152 }],
    [['--allow-host', 'a,b', '--allow-host=c'], { allowHost: ['a', 'b', 'c'] }],
    [
      ['--allow-origin', 'https://App.example.com:443/, http://b:81'],
      { allowOrigin: ['https://app.example.com', 'http://b:81'] },
    ],
    [['--app-url', 'https://app.example.com/front/'], { appUrl: 'https://app.example.com/front' }],
    [['--log-level', 'silent', '--log-format', 'json'], { logLevel: 'silent', logFormat: 'json' }],
  ]
  test.each(table)('%j', (words, expected) => {
    expect(read(words)).toMatchObject(expected)
  })

  test('words, and all after --, are positional', () => {
    const { positionals, flags } = parseArguments([
      'serve',
      '-p',
      '1',
      'a.yaml',
      '--',
      '--port',
      '-',
    ])
    expect(positionals).toEqual(['serve', 'a.yaml', '--port', '-'])
    expect(flags).toHaveLength(1)
  })
})

describe('environment', () => {
  test('a flag goes before the environment, which goes before the default', () => {
    const environment = { OPENAPI_SANDBOX_PORT: '5000', OPENAPI_SANDBOX_MAX_BODY: '2kb' }
    expect(read([], environment)).toMatchObject({ port: 5000, maxBody: 2048, host: 'localhost' })
    expect(read(['-p', '6000'], environment)).toMatchObject({ port: 6000, maxBody: 2048 })
  })

  test('a list flag replaces the whole list of the environment', () => {
    const environment = { OPENAPI_SANDBOX_ALLOW_HOST: 'a,b' }
    expect(read([], environment).allowHost).toEqual(['a', 'b'])
    expect(read(['--allow-host', 'c'], environment).allowHost).toEqual(['c'])
  })

  test.each([
    ['1', true],
    ['true', true],
    ['0', false],
    ['FALSE', false],
    ['', false],
  ])('a switch reads %j', (text, expected) => {
    expect(read([], { OPENAPI_SANDBOX_REQUIRE_SANDBOX: text }).requireSandbox).toBe(expected)
  })

  test('an empty variable counts as absent, one of another command is not read', () => {
    expect(read([], { OPENAPI_SANDBOX_PORT: '' }).port).toBe(4010)
    expect(read([], { OPENAPI_SANDBOX_HOST: 'x' }, 'token').host).toBe('localhost')
  })

  test('what only a flag can say is not read', () => {
    expect(read([], { OPENAPI_SANDBOX_HELP: '1' }).help).toBe(false)
  })

  test('tells what was said', () => {
    const environment = { OPENAPI_SANDBOX_PROFILE: 'local' }
    const { said } = resolveOptions('serve', parseArguments(['-p', '1']).flags, environment)
    expect([...said].sort()).toEqual(['port', 'profile'])
  })
})

describe('refusals', () => {
  const table: [string[], string, string[]][] = [
    [['--prot', '1'], 'option-unknown', ['--prot', 'Did you mean --port']],
    [['--mock-credential=off'], 'option-unknown', ['--mock-credentials']],
    [['--no-port'], 'option-unknown', ['--no-port']],
    [['-x'], 'option-unknown', ['-x']],
    [['--sandbox', 'a'], 'option-unknown', ['--sandbox', 'token', 'not of serve']],
    [['--port'], 'option-invalid', ['--port', 'needs a value']],
    [['--port', '--host'], 'option-invalid', ['--port', 'needs a value']],
    [['--no-require-sandbox=true'], 'option-invalid', ['takes no value']],
    [['-p', '70000'], 'option-invalid', ['-p', '"70000"', '0 to 65535']],
    [['--port', '4010x'], 'option-invalid', ['"4010x"']],
    [['--validate', 'on'], 'option-invalid', ['--validate', 'error, warn, off']],
    [['--validate', 'constructor'], 'option-invalid', ['error, warn, off']],
    [['--require-sandbox=constructor'], 'option-invalid', ['true, false']],
    [['--max-body', '0'], 'option-invalid', ['--max-body', '1mb']],
    [['--max-body', '1tb'], 'option-invalid', ['"1tb"']],
    [['--data='], 'option-invalid', ['--data', 'not empty']],
    [['--allow-host', 'a,,b'], 'option-invalid', ['--allow-host']],
    [['--allow-origin', '*'], 'option-invalid', ['"*"', 'https://app.example.com']],
    [['--allow-origin', 'https://a.b/path'], 'option-invalid', ['"https://a.b/path"']],
    [['--allow-header', 'X-A,b c'], 'option-invalid', ['"b c"', 'names of headers']],
    [
      ['--public-url', 'https://a.b/path'],
      'option-invalid',
      ['"https://a.b/path"', 'without path'],
    ],
    [['--public-url', 'a.b'], 'option-invalid', ['"a.b"']],
    [['--app-url', 'javascript:alert(1)'], 'option-invalid', ['http or https']],
  ]
  test.each(table)('%j', (words, code, parts) => {
    let error: unknown
    try {
      read(words)
    } catch (caught) {
      error = caught
    }
    expect(error).toMatchObject({ name: 'SetupError', code, exitCode: 2 })
    for (const part of parts) expect((error as Error).message).toContain(part)
  })

  test('name the variable that said a wrong value', () => {
    expect(() => read([], { OPENAPI_SANDBOX_LOG_LEVEL: 'loud' })).toThrow(
      'OPENAPI_SANDBOX_LOG_LEVEL cannot be "loud": --log-level takes one of silent, error, warn',
    )
  })
})
