import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './run-command.js'

const folder = mkdtempSync(join(tmpdir(), 'openapi-sandbox-since-'))
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
const api = join(folder, 'spec', 'api.yaml')

const git = (...words: string[]): void => {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com']
  execFileSync('git', ['-C', folder, ...who, ...words], { stdio: 'ignore' })
}

const contract = `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: ok
          content: { application/json: { schema: { $ref: 'pet.yaml#/Pet' } } }
  /stores: { get: { operationId: listStores, responses: { '200': { description: ok } } } }
`

beforeAll(() => {
  mkdirSync(join(folder, 'spec'))
  write('spec/api.yaml', contract)
  write('spec/pet.yaml', 'Pet: { type: object }\n')
  git('init', '-q')
  git('add', '.')
  git('commit', '-qm', 'first')
  write(
    'old.yaml',
    contract
      .replace('listStores', 'stores')
      .replace('/stores', '/shops')
      .replace('pet.yaml', 'spec/pet.yaml'),
  )
})

const changed = async (since: string) => {
  const words = ['verify', api, '--plan', '--json', '--changed-since', since]
  const { code, out, err } = await runCommand(words)
  if (code !== 0) return { code, err: err.join('\n') }
  const { operations } = JSON.parse(out.join('\n')) as { operations: { operation: string }[] }
  return operations.map(({ operation }) => operation)
}

test('operations that a commit has as they are now are left out; files that it refers to are read', async () => {
  expect(await changed('HEAD')).toEqual([])
  write('spec/pet.yaml', 'Pet: { type: object, required: [name] }\n')
  expect(await changed('HEAD')).toEqual(['listPets'])
  write('spec/pet.yaml', 'Pet: { type: object }\n')
})

test('a contract that was renamed is compared with what it was called', async () => {
  git('mv', 'spec/api.yaml', 'spec/renamed.yaml')
  const words = [
    'verify',
    join(folder, 'spec', 'renamed.yaml'),
    '--plan',
    '--changed-since',
    'HEAD',
  ]
  const { code, err } = await runCommand(words)
  git('mv', 'spec/renamed.yaml', 'spec/api.yaml')
  expect([code, err]).toEqual([0, ['Changed since HEAD: 0 operations of 2.']])
})

test('an older file', async () => {
  expect(await changed(join(folder, 'old.yaml'))).toEqual(['listStores'])
})

test.each([
  ['v9.9', 'neither a file nor a commit'],
  ['--output=x', 'neither a file nor a commit'],
])('%s is exit code 2, with the reason', async (since, reason) => {
  const words = ['verify', api, '--plan', `--changed-since=${since}`]
  const { code, err } = await runCommand(words)
  expect({ code, text: err[0] }).toEqual({
    code: 2,
    text: expect.stringMatching(/^error revision-unreadable: /) as string,
  })
  expect(err[0]).toContain(reason)
})
