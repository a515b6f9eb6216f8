import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { budget } from '../support/budget.js'

const root = join(__dirname, '..', '..')
const main = join(root, 'dist', 'cli', 'main.js')

let folder = ''
const children: ChildProcess[] = []

beforeAll(() => {
  if (!existsSync(main)) throw new Error('dist/ is missing: run npm run build, or npm test')
  folder = mkdtempSync(join(tmpdir(), 'openapi-sandbox-cli-'))
  writeFileSync(join(folder, 'there.yaml'), '{openapi: 3.0.3, paths: {}}')
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
      const answered = performance.now()
      expect(await running.ended).toBe(0)
      // The connection is kept alive by its client: that holds nothing up.
      expect(performance.now() - answered).toBeLessThan(budget(700))
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

describe('contracts that change', () => {
  const contract = (text: string): string =>
    `openapi: 3.0.3\npaths: {/x: {get: {responses: {200: {content: {text/plain: {example: ${text}}}}}}}}`

  const logged = async (running: Running, text: RegExp): Promise<string> => {
    for (let tries = 0; tries < 250; tries += 1) {
      const found = text.exec(running.output().out)
      if (found) return found[0]
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return `Not logged: ${JSON.stringify(running.output())}`
  }

  /** A connection on which requests are sent one after the other, as long as it is open. */
  const connect = async (url: string) => {
    const socket = createConnection({ host: '127.0.0.1', port: Number(new URL(url).port) })
    let received = ''
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()))
    return async (path: string, wanted: string): Promise<boolean> => {
      received = ''
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
      for (let tries = 0; tries < 100 && !received.endsWith(wanted); tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 20))
      return received.startsWith('HTTP/1.1 200') && received.endsWith(wanted) && !socket.destroyed
    }
  }

  test('serve A B: a save is served on the same connection, a broken one told with its place', async () => {
    const [a, b] = [join(folder, 'a.yaml'), join(folder, 'b.yaml')]
    writeFileSync(a, contract('one'))
    writeFileSync(b, contract('other'))
    const running = serve('a.yaml', 'b.yaml')
    const url = await listening(running)
    expect(running.output().out).toMatch(/Both a\.yaml and b\.yaml have GET \/x: /)
    expect(running.output().out).toContain(`GET     ${url}/_mock/b/x  not at the root`)
    const get = await connect(url)
    expect([await get('/x', 'one'), await get('/_mock/b/x', 'other')]).toEqual([true, true])
    writeFileSync(a, contract('two'))
    expect(await logged(running, /Reloaded a\.yaml/)).toBe('Reloaded a.yaml')
    expect(await get('/x', 'two')).toBe(true)
    writeFileSync(a, `${contract('three')}\nx: [`)
    expect(await logged(running, /a\.yaml cannot be used.*"line":\d+,"column":\d+/)).toContain(
      '"file"',
    )
    expect(await get('/x', 'two')).toBe(true)
    running.child.kill('SIGTERM')
    expect(await running.ended).toBe(0)
  })

  test('--no-watch: only SIGHUP loads anew', async () => {
    const file = join(folder, 'hang-up.yaml')
    writeFileSync(file, contract('one'))
    const running = serve('hang-up.yaml', '--no-watch')
    const url = await listening(running)
    writeFileSync(file, contract('two'))
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await (await fetch(`${url}/x`)).text()).toBe('one')
    running.child.kill('SIGHUP')
    await logged(running, /Reloaded/)
    expect(await (await fetch(`${url}/x`)).text()).toBe('two')
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
    [['there.yaml', 'gone.yaml', '--store', 'memory'], /^error contract-unreadable: .*gone\.yaml/],
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
