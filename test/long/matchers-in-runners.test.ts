import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newFolder, root, runIn } from './project.js'

jest.setTimeout(300_000)

const folder = newFolder()
const modules = join(folder, 'node_modules')
const pets = join(root, 'test', 'fixtures', 'testing', 'pets.yaml')
const installed = join(root, 'node_modules')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What users write, for runners whose `expect` is global or imported. */
const body = `
expect.extend(await contractMatchers(${JSON.stringify(pets)}, { coverage: 'coverage' }))
const rex = [{ name: 'Rex' }]
const fetched = (value) =>
  new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } })
test('a response does what the contract says', async () => {
  expect({ status: 200, body: rex }).toMatchContract('listPets')
  expect({ status: 200, body: {} }).not.toMatchContract('listPets')
  await expect(fetched(rex)).toMatchContract('listPets')
  await expect(fetched([{}])).not.toMatchContract('listPets')
})
test('a break is told', () => {
  expect({ status: 200, body: [{ name: 7 }] }).toMatchContract('listPets')
})
`
const matchers = "import { contractMatchers } from 'openapi-sandbox/testing'\n"

beforeAll(async () => {
  mkdirSync(modules)
  symlinkSync(root, join(modules, 'openapi-sandbox'))
  const manifest = { type: 'module', jest: { transform: {}, testEnvironment: 'node' } }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  const tsc = join(installed, 'typescript', 'bin', 'tsc')
  const declarations = ['-p', join(root, 'tsconfig.build.json'), '--outDir', join(folder, 'types')]
  await runIn(root, process.execPath, [tsc, ...declarations])
})

/** Runs a program that is to fail; resolves to what it printed. */
const failing = (words: readonly string[]): Promise<string> =>
  runIn(folder, process.execPath, words).then(
    (output) => `It passed: ${output}`,
    (error: Error) => error.message,
  )

const told = 'V104 response body: response /0/name: expected string, got 7'

const coverageFiles = (): readonly string[] =>
  existsSync(join(folder, 'coverage')) ? readdirSync(join(folder, 'coverage')) : []

test('Jest', async () => {
  writeFileSync(join(folder, 'jest.test.js'), matchers + body)
  const jest = join(installed, 'jest', 'bin', 'jest.js')
  const output = await failing([
    '--experimental-vm-modules',
    jest,
    '--testMatch',
    '**/jest.test.js',
  ])
  expect(output).toContain(told)
  expect(output).toContain('1 failed, 1 passed')
  expect(coverageFiles()).toContainEqual(expect.stringMatching(/^pets-jest\.test\.js-\w{8}\.json$/))
})

test('Vitest', async () => {
  const words = ['install', '--no-save', '--ignore-scripts', '--prefer-offline', '--no-audit']
  const runner = join(root, '.cache', 'vitest')
  mkdirSync(runner, { recursive: true })
  await runIn(root, 'npm', [...words, '--no-fund', '--prefix', runner, 'vitest@4.1.12'])
  symlinkSync(join(runner, 'node_modules', 'vitest'), join(modules, 'vitest'))
  const imports = "import { expect, test } from 'vitest'\n"
  writeFileSync(join(folder, 'vitest.test.js'), imports + matchers + body)
  const vitest = join(modules, 'vitest', 'vitest.mjs')
  const output = await failing([vitest, 'run', 'vitest.test.js', '--no-color'])
  expect(output).toContain(told)
  expect(output).toContain('1 failed | 1 passed')
  expect(coverageFiles()).toContainEqual(
    expect.stringMatching(/^pets-vitest\.test\.js-\w{8}\.json$/),
  )
})

test('node:test', async () => {
  const code = `import test from 'node:test'
import { contractAssertion } from 'openapi-sandbox/testing'
const assertMatchesContract = await contractAssertion(${JSON.stringify(pets)})
test('passes', () => assertMatchesContract({ status: 200, body: [] }, 'listPets'))
test('fails', () => assertMatchesContract({ status: 200, body: [{ name: 7 }] }, 'listPets'))
`
  writeFileSync(join(folder, 'node.test.js'), code)
  const output = await failing(['--test', 'node.test.js'])
  expect(output).toContain(told)
  expect(output).toMatch(/pass 1\n/)
})

test.each([
  ['@types/jest', '', ['node', 'jest']],
  ['@jest/globals', "import { expect } from '@jest/globals'\n", ['node']],
])('the types of %s know the matcher', async (name, imports, types) => {
  const code = `${imports}${matchers}
expect.extend(await contractMatchers('api.yaml', { ignore: ['V103'] }))
const response: Response = await fetch('http://localhost')
const match: Promise<void> = expect(response).toMatchContract('listPets')
await match
expect({ status: 200 }).not.toMatchContract()
// @ts-expect-error: an operation is a text
expect({ status: 200 }).toMatchContract(7)
// @ts-expect-error: there is no such rule
await contractMatchers('api.yaml', { ignore: ['V999'] })
`
  const file = `${name.replace(/\W/g, '')}.ts`
  writeFileSync(join(folder, file), code)
  const at = (one: string) => [join(installed, one, 'build', 'index.d.ts')]
  const paths = {
    'openapi-sandbox/testing': [join(folder, 'types', 'testing', 'index.d.ts')],
    '@jest/globals': at('@jest/globals'),
    expect: at('expect'),
  }
  const settings = { strict: true, noEmit: true, module: 'nodenext', target: 'es2022' }
  const compilerOptions = { ...settings, types, typeRoots: [join(installed, '@types')], paths }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }))
  const tsc = join(installed, 'typescript', 'bin', 'tsc')
  expect((await runIn(folder, process.execPath, [tsc])).replace(/^npm warn.*$/gm, '').trim()).toBe(
    '',
  )
})
