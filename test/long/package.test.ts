import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cloneTo, newFolder, root, runIn, type StartedServer, startIn } from './project.js'

jest.setTimeout(300_000)

const serveWords = ['--port', '0', '--host', '127.0.0.1', '--store', 'memory']

let clone = ''
let packed = ''
let project = ''
let installOutput = ''
const servers: StartedServer[] = []

beforeAll(() => {
  clone = newFolder()
  packed = newFolder()
  project = newFolder()
  cloneTo(clone)
})
afterEach(() => {
  for (const server of servers.splice(0)) server.kill()
})
afterAll(() => {
  for (const folder of [clone, packed, project]) rmSync(folder, { recursive: true, force: true })
})

const start = async (...args: Parameters<typeof startIn>): Promise<StartedServer> => {
  const server = await startIn(...args)
  servers.push(server)
  return server
}

const npmStart = (words: string[] = [], environment: NodeJS.ProcessEnv = {}) =>
  start(clone, 'npm', ['start', '--', ...serveWords, ...words], environment)

const health = async (url: string): Promise<unknown> =>
  (await fetch(`${url}/_sandbox/v1/health`)).json()

const untilRefused = async (url: string): Promise<boolean> => {
  for (let tries = 0; tries < 50; tries += 1) {
    const isRefused = await health(url).then(
      () => false,
      () => true,
    )
    if (isRefused) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}

describe('a fresh clone', () => {
  test('serves after npm start, and npm passes SIGTERM on', async () => {
    expect(existsSync(join(clone, 'node_modules'))).toBe(false)
    const server = await npmStart()
    expect(server.output()).toContain('Installing packages')
    expect(await health(server.url)).toMatchObject({ status: 'ok' })
    expect(await server.stop()).toBe(0)
  })

  test('leaves the lock file as it was', () => {
    const file = 'package-lock.json'
    expect(readFileSync(join(clone, file), 'utf8')).toBe(readFileSync(join(root, file), 'utf8'))
  })

  test('does nothing twice, and needs no network the second time', async () => {
    const server = await npmStart([], { npm_config_registry: 'http://127.0.0.1:9' })
    expect(server.output()).not.toMatch(/Installing|Updating|Generating|Built/)
    expect(await health(server.url)).toMatchObject({ status: 'ok' })
  })

  test('builds what was edited only', async () => {
    const file = join(clone, 'src', 'cli', 'version.ts')
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n// edited\n`)
    const server = await npmStart()
    expect(server.output()).toMatch(/^Built 1 file in/m)
  })

  test('starts with a contract whose types cannot be generated', async () => {
    const file = join(clone, 'spec', 'openapi.yaml')
    const text = readFileSync(file, 'utf8')
    cpSync(file, join(clone, 'other.yaml'))
    writeFileSync(file, `${text}\nhalf: [edited\n`)
    const server = await npmStart(['other.yaml']).finally(() => writeFileSync(file, text))
    expect(server.output()).toContain('warning: types could not be generated from spec/')
  })

  test('says so when a package is missing that cannot be fetched, and goes on', async () => {
    const file = join(clone, 'node_modules', '.package-lock.json')
    const text = readFileSync(file, 'utf8')
    const lock = JSON.parse(text) as { packages: Record<string, unknown> }
    delete lock.packages['node_modules/autocannon']
    rmSync(join(clone, 'node_modules', 'autocannon'), { recursive: true })
    writeFileSync(file, JSON.stringify(lock))
    const offline = { npm_config_offline: 'true', npm_config_cache: join(packed, 'no-cache') }
    const server = await npmStart([], offline)
    expect(server.output()).toContain('warning: npm could not update the packages')
  })
})

describe('the package', () => {
  beforeAll(async () => {
    // What a former build has left must not be packed.
    writeFileSync(join(clone, 'dist', 'stale.js'), '')
    await runIn(clone, 'npm', ['pack', '--pack-destination', packed])
    writeFileSync(
      join(project, 'package.json'),
      '{ "name": "project", "version": "1.0.0", "type": "module" }',
    )
    const [file = ''] = readdirSync(packed).filter((name) => name.endsWith('.tgz'))
    const words = ['install', '--prefer-offline', '--no-audit', '--no-fund', join(packed, file)]
    installOutput = await runIn(project, 'npm', words)
  })

  const installed = (...path: string[]): string =>
    join(project, 'node_modules', 'openapi-sandbox', ...path)

  test('holds what is needed and nothing else', () => {
    expect(
      readdirSync(installed())
        .filter((name) => name !== 'node_modules')
        .sort(),
    ).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'data', 'dist', 'package.json', 'spec'])
    expect(readdirSync(installed('data'))).toEqual(['seed.json'])
    expect(existsSync(installed('dist', 'stale.js'))).toBe(false)
    expect(existsSync(installed('dist', 'index.d.ts'))).toBe(true)
    const component = ['LICENSE.txt', 'scalar.json', 'standalone.js.gz']
    expect(readdirSync(installed('dist', 'docs-site', 'scalar')).sort()).toEqual(component)
  })

  test('fits Node 20: npm warns of no engine', () => {
    expect(installOutput).not.toContain('EBADENGINE')
  })

  test('brings no development dependency', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>
    }
    const names = Object.keys(manifest.devDependencies)
    expect(names).toContain('typescript')
    const found = names.filter((name) => existsSync(join(project, 'node_modules', name)))
    expect(found).toEqual([])
  })

  test('serves with npx', async () => {
    const server = await start(project, 'npx', ['--no-install', 'openapi-sandbox', ...serveWords])
    expect(await health(server.url)).toMatchObject({ status: 'ok' })
    // npx itself dies of the signal; what matters is that the server does not outlive it.
    await server.stop()
    await expect(untilRefused(server.url)).resolves.toBe(true)
  })

  test('serves in-process', async () => {
    const code = `import { createServer } from 'openapi-sandbox'
const server = await createServer()
const reply = await server.fetch(new Request('http://localhost/_sandbox/v1/health'))
console.log('health', reply.status)
await server.close()
`
    writeFileSync(join(project, 'use.js'), code)
    expect(await runIn(project, process.execPath, ['use.js'])).toContain('health 200')
  })

  test('is typed', async () => {
    const code = `import { createServer } from 'openapi-sandbox'
const server = await createServer({ validate: 'warn' })
const { url, port }: { url: string; port: number } = await server.listen({ port: 0 })
console.log(url, port)
const reply: Response = await server.fetch(new Request(url))
console.log(reply.status)
// @ts-expect-error: not one of the choices
await createServer({ validate: 'sometimes' })
// @ts-expect-error: no such option
await createServer({ prot: 4010 })
await server.close()
`
    writeFileSync(join(project, 'use.ts'), code)
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    const typeRoots = join(root, 'node_modules', '@types')
    const settings = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2022']
    const types = ['--types', 'node', '--typeRoots', typeRoots]
    await runIn(project, process.execPath, [compiler, ...settings, ...types, 'use.ts'])
  })
})
