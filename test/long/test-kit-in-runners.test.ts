import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newFolder, root, runIn } from './project.js'

jest.setTimeout(300_000)

const folder = newFolder()
const modules = join(folder, 'node_modules')
const installed = join(root, 'node_modules')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Installs a runner where it stays, and makes it known to the examples. */
const install = async (name: string, version: string): Promise<string> => {
  const runner = join(root, '.cache', name.replace(/\W+/g, '-'))
  mkdirSync(runner, { recursive: true })
  const words = ['install', '--no-save', '--ignore-scripts', '--prefer-offline', '--no-audit']
  await runIn(root, 'npm', [...words, '--no-fund', '--prefix', runner, `${name}@${version}`])
  const target = join(modules, name)
  mkdirSync(join(target, '..'), { recursive: true })
  symlinkSync(join(runner, 'node_modules', name), target)
  return target
}

/** Runs a program in the folder of an example; resolves to what it printed. */
const inExample = (name: string, words: readonly string[]): Promise<string> =>
  runIn(join(folder, name), process.execPath, words)

beforeAll(() => {
  mkdirSync(modules)
  symlinkSync(root, join(modules, 'openapi-sandbox'))
  symlinkSync(join(installed, 'msw'), join(modules, 'msw'))
  cpSync(join(root, 'docs', 'examples'), folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
})

test('the example of Jest passes', async () => {
  const jest = join(installed, 'jest', 'bin', 'jest.js')
  const output = await inExample('jest', ['--experimental-vm-modules', jest, '--rootDir', '.'])
  expect(output).toMatch(/Tests: +3 passed, 3 total/)
})

test('Jest takes a server in its own process as well', async () => {
  const code = `import { openSandbox } from 'openapi-sandbox/testing'
test('in this process', async () => {
  const sandbox = await openSandbox()
  expect(sandbox.server).toBeDefined()
  const { fetch } = await sandbox.loginAs('admin@example.com')
  expect((await fetch('/auth/user')).status).toBe(200)
  await sandbox.close()
})
`
  mkdirSync(join(folder, 'own'))
  writeFileSync(join(folder, 'own', 'own.test.js'), code)
  writeFileSync(join(folder, 'own', 'jest.config.js'), 'export default { transform: {} }\n')
  const jest = join(installed, 'jest', 'bin', 'jest.js')
  const output = await inExample('own', ['--experimental-vm-modules', jest])
  expect(output).toMatch(/Tests: +1 passed, 1 total/)
})

test('the examples of Vitest, one with MSW, pass', async () => {
  const vitest = await install('vitest', '4.1.12')
  const output = await inExample('vitest', [join(vitest, 'vitest.mjs'), 'run', '--no-color'])
  expect(output).toMatch(/Tests +4 passed \(4\)/)
})

test('the example of Playwright passes', async () => {
  const playwright = await install('@playwright/test', '1.65.1')
  process.env['CHROMIUM'] ??= '/usr/bin/chromium'
  const output = await inExample('playwright', [join(playwright, 'cli.js'), 'test', '--workers=2'])
  expect(output).toMatch(/3 passed/)
})

test('operations are checked by the compiler, and fixtures fit those of Playwright', async () => {
  const types = join(folder, 'types')
  const tsc = join(installed, 'typescript', 'bin', 'tsc')
  const build = ['-p', join(root, 'tsconfig.build.json'), '--outDir', types]
  await runIn(root, process.execPath, [tsc, ...build])
  const code = `import { test as base } from '@playwright/test'
import { createControlClient } from 'openapi-sandbox/control'
import { openSandbox } from 'openapi-sandbox/testing'
import { type SandboxFixtures, sandboxFixtures } from 'openapi-sandbox/testing/playwright'

const test = base.extend<SandboxFixtures>(sandboxFixtures({ baseUrl: 'https://api.example.com' }))
test('HeyDonto', async ({ page, sandbox, sandboxClock }) => {
  await sandboxClock.freeze()
  await page.goto(sandbox.url)
  await sandbox.journal.calls('AuthController_login')
  // @ts-expect-error: there is no such operation
  await sandbox.journal.calls('AuthController_logon')
})
const pets = base.extend<SandboxFixtures<'createPet'>>(
  sandboxFixtures<'createPet'>({ contract: 'api.yaml' }),
)
pets('another contract', ({ sandbox }) => void sandbox.scripts.set('createPet', [503]))

interface operations {
  createPet: unknown
}
await using sandbox = await openSandbox<keyof operations>({ contract: 'api.yaml' })
await sandbox.faults.add({ operationId: 'createPet', connection: 'reset' })
// @ts-expect-error: there is no such operation
await sandbox.faults.add({ operationId: 'createPat', connection: 'reset' })
const { total } = await createControlClient({ url: 'http://localhost:4010' }).journal.list()
export const count: number = total
`
  writeFileSync(join(folder, 'typed.ts'), code)
  const paths = {
    'openapi-sandbox/control': [join(types, 'control-client', 'index.d.ts')],
    'openapi-sandbox/testing': [join(types, 'testing', 'index.d.ts')],
    'openapi-sandbox/testing/playwright': [join(types, 'testing', 'playwright.d.ts')],
  }
  const settings = { strict: true, noEmit: true, module: 'nodenext', target: 'es2022' }
  const lib = ['es2022', 'dom', 'esnext.disposable']
  const typeRoots = [join(installed, '@types')]
  const compilerOptions = { ...settings, lib, types: ['node'], typeRoots, paths }
  const config = JSON.stringify({ compilerOptions, files: ['typed.ts'] })
  writeFileSync(join(folder, 'tsconfig.json'), config)
  expect((await runIn(folder, process.execPath, [tsc])).replace(/^npm warn.*$/gm, '').trim()).toBe(
    '',
  )
})
