import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(__dirname, '..', '..')
const run = promisify(execFile)

interface Summary {
  readonly documents: number
  readonly served: number
  readonly operations: number
  readonly answered: number
  readonly bodies: { readonly judged: number; readonly valid: number }
  readonly classes: Readonly<Record<string, number>>
}

interface Stories {
  readonly served: number
  readonly stories: number
  readonly passed: number
  readonly broken: number
  readonly failures: Readonly<Record<string, number>>
}

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openapi-sandbox-documents-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('twenty real documents: every operation is answered as documented, every body is valid', async () => {
  const report = join(folder, 'report.json')
  const documents = join(root, 'test', 'fixtures', 'documents')
  const words = ['corpus/run.mjs', '--folder', documents, '--json', report]
  await run(process.execPath, words, { cwd: root }).catch(() => undefined)
  const { summary } = JSON.parse(readFileSync(report, 'utf8')) as { summary: Summary }
  const { documents: count, served, operations, answered, bodies, classes } = summary
  expect(classes).toEqual({})
  expect([count, served, operations, answered]).toEqual([20, 20, 150, 150])
  expect(bodies.valid).toBe(bodies.judged)
  expect(bodies.judged).toBeGreaterThanOrEqual(50)
})

test('what is inferred of them remembers: each story holds, no reply breaks the contract', async () => {
  const report = join(folder, 'state-report.json')
  const documents = join(root, 'test', 'fixtures', 'documents')
  const words = ['corpus/run-state.mjs', '--folder', documents, '--json', report]
  await run(process.execPath, words, { cwd: root }).catch(() => undefined)
  const { summary } = JSON.parse(readFileSync(report, 'utf8')) as { summary: Stories }
  const { served, stories, passed, broken, failures } = summary
  expect(failures).toEqual({})
  expect([served, passed, broken]).toEqual([20, stories, 0])
  expect(stories).toBeGreaterThanOrEqual(7)
})

test('the judge of these documents finds what is wrong', async () => {
  const words = ['--test', 'corpus/judge.test.mjs']
  const { stdout } = await run(process.execPath, words, { cwd: root })
  expect(stdout).toMatch(/# fail 0|ℹ fail 0/)
})
