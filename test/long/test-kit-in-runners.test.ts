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
