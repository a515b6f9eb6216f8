import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(__dirname, '..', '..')
const main = join(root, 'dist', 'cli', 'main.js')

let folder = ''
const children: ChildProcess[] = []

beforeAll(() => {
  if (!existsSync(main)) throw new Error('dist/ is missing: run npm run build, or npm test')
  folder = mkdtempSync(join(tmpdir(), 'openapi-sandbox-cli-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Running {
  readonly child: ChildProcess
  readonly output: () => { readonly out: string; readonly err: string }
  /** Resolves to the code, or to the signal that ended it. */
  readonly ended: Promise<number | string | null>
}

const start = (words: string[], environment: Record<string, string> = {}): Running => {
  const env = { PATH: process.env['PATH'], ...environment }
  const child = spawn(process.execPath, [main, ...words], { cwd: folder, env })
  children.push(child)
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const ended = new Promise<number | string | null>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal))
  })
  return { child, output: () => ({ out, err }), ended }
}

const listening = async (running: Running): Promise<string> => {
  let isOver = false
  void running.ended.then(() => (isOver = true))
  for (;;) {
    const url = /^Listening on (\S+)$/m.exec(running.output().out)?.[1]
    if (url) return url
    if (isOver) return `It ended: ${JSON.stringify(running.output())}`
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const serve = (...words: string[]): Running =>
  start(['serve', '--port', '0', '--store', 'memory', '--host', '127.0.0.1', ...words])

describe('serving', () => {
  test('lists every operation, says where it listens last, and logs one JSON line per request', async () => {
    const running = serve()
    const url = await listening(running)
    const { out } = running.output()
    expect(out.trimEnd().split('\n').at(-1)).toBe(`Listening on ${url}`)
    expect(out).toMatch(new RegExp(`^ {2}POST +${url}/auth/login\\b`, 'm'))
    await (await fetch(`${url}/auth/user?token=s3cr3t`)).text()
    await (await fetch(`${url}/_sandbox/v1/health`)).text()
    running.child.kill('SIGTERM')
    expect(await running.ended).toBe(0)
    const lines = running.output().out.slice(out.length).trimEnd().split('\n')
    const requests = lines.map((line) => (JSON.parse(line) as { request: object }).request)
    expect(requests).toMatchObject([
      { method: 'GET', path: '/auth/user', status: 401 },
      { method: 'GET', path: '/_sandbox/v1/health', status: 200 },
    ])
    expect(lines.join()).not.toContain('s3cr3t')
  })

  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s finishes what was accepted, exit 0',
    async (signal) => {
      const running = serve()
      const url = await listening(running)
      const headers = { Authorization: 'Bearer x', Prefer: 'code=200, wait=1' }
      const path = '/_mock/apis/authentication/openapi/auth/user'
      const answer = fetch(url + path, { headers })
      await new Promise((resolve) => setTimeout(resolve, 300))
      running.child.kill(signal)
      expect((await answer).status).toBe(200)
      expect(await running.ended).toBe(0)
    },
  )

  test('a second signal exits at once with 130', async () => {
    const running = serve()
    const url = await listening(running)
    const headers = { Authorization: 'Bearer x', Prefer: 'code=200, wait=30' }
    const path = '/_mock/apis/authentication/openapi/auth/user'
    const answer = fetch(url + path, { headers }).catch(() => 'cut')
    await new Promise((resolve) => setTimeout(resolve, 300))
    running.child.kill('SIGINT')
    await new Promise((resolve) => setTimeout(resolve, 300))
    running.child.kill('SIGINT')
    expect(await running.ended).toBe(130)
    expect(await answer).toBe('cut')
  })

  test('goes on serving when nobody reads its output any more', async () => {
    const running = serve()
    const url = await listening(running)
    running.child.stdout?.destroy()
    for (let count = 0; count < 5; count += 1) {
      expect((await fetch(`${url}/_sandbox/v1/health`)).status).toBe(200)
    }
    running.child.kill('SIGTERM')
    expect(await running.ended).toBe(0)
  })

  test('at level silent prints the Listening line alone', async () => {
    const running = serve('--log-level', 'silent')
    const url = await listening(running)
    await (await fetch(`${url}/_sandbox/v1/health`)).text()
    running.child.kill('SIGTERM')
    await running.ended
    expect(running.output()).toEqual({ out: `Listening on ${url}\n`, err: '' })
  })

  test('uses handlers of an ES module', async () => {
    const file = join(folder, 'good.mjs')
    writeFileSync(file, 'export const handlers = {}')
    const running = serve('--handlers', 'good.mjs')
    await listening(running)
    running.child.kill('SIGTERM')
    expect(await running.ended).toBe(0)
  })
})

describe('mistakes', () => {
  const failed = async (words: string[], environment?: Record<string, string>) => {
    const running = start(words, environment)
    const code = await Promise.race([running.ended, listening(running)])
    return { code, ...running.output() }
  }

  test.each([
    [['--prot', '1'], /^error option-unknown: There is no option --prot\. Did you mean --port/],
    [['sevre'], /^error command-unknown: There is no command sevre\. Did you mean serve/],
    [['--port', 'x'], /^error option-invalid: --port cannot be "x"/],
    [['--host', '0.0.0.0'], /^error option-unsafe: .*--profile/],
    [['serve', 'missing.yaml', '--store', 'memory'], /^error contract-unreadable: .*missing\.yaml/],
    [['--seed', 'missing.json', '--store', 'memory'], /^error seed-unreadable: .*missing\.json/],
    [['token'], /^error option-invalid: token needs an EMAIL/],
  ])('%j ends with 2 and one line', async (words, line) => {
    const { code, out, err } = await failed([...words])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(line)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })

  test('a variable is named when it is wrong', async () => {
    const { code, err } = await failed([], { OPENAPI_SANDBOX_PORT: '-1' })
    expect(code).toBe(2)
    expect(err).toContain('OPENAPI_SANDBOX_PORT cannot be "-1"')
  })

  test('a port that is taken', async () => {
    const holder: Server = createServer()
    const port = await new Promise<number>((resolve) => {
      holder.listen(0, '127.0.0.1', () => resolve((holder.address() as { port: number }).port))
    })
    const words = ['--host', '127.0.0.1', '--store', 'memory', '--port', String(port)]
    const { code, err } = await failed(words)
    holder.close()
    expect(code).toBe(2)
    expect(err).toMatch(new RegExp(`^error port-unavailable: .*${port}.*--port`))
  })

  test.each([
    ['export const other = {}', /exports neither/],
    ['export const handlers = { a: 1, b() {} }', /Not a function: a\./],
    ['export default [', /^error handlers-invalid: bad\.mjs:1: The module could not be loaded/],
    ['\n\nthrow new Error("mine")', /^error handlers-invalid: bad\.mjs:3: .*mine/],
  ])('handlers %j', async (source, line) => {
    writeFileSync(join(folder, 'bad.mjs'), source)
    const { code, err } = await failed(['--handlers', 'bad.mjs', '--store', 'memory'])
    expect(code).toBe(2)
    expect(err).toMatch(line)
  })

  test('help needs no server and fits a pipe', async () => {
    const { code, out, err } = await failed(['--help'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('--mock-credentials')
  })
})
