import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from './project.js'

const run = promisify(execFile)
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openapi-sandbox-stories-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a story that fails, fails where the server is wrong', async () => {
  const { stdout } = await run(process.execPath, ['--test', 'corpus/stories/story.test.mjs'], {
    cwd: root,
  })
  expect(stdout).toMatch(/# fail 0|ℹ fail 0/)
}, 120_000)

test('excerpts of sixteen real documents: the stories hold, and no reply breaks the contract', async () => {
  const report = join(folder, 'report.json')
  const documents = join(root, 'test', 'fixtures', 'state-labels')
  const words = ['--folder', documents, '--only', 'openapi', '--json', report]
  await run(process.execPath, ['corpus/run-state.mjs', ...words], { cwd: root }).catch(
    () => undefined,
  )
  const { summary } = JSON.parse(readFileSync(report, 'utf8')) as {
    summary: Readonly<Record<'served' | 'stories' | 'passed' | 'broken', number>>
  }
  expect([summary.served, summary.broken]).toEqual([16, 0])
  expect(summary.stories).toBeGreaterThan(75)
  expect(summary.passed).toBeGreaterThanOrEqual(0.95 * summary.stories)
}, 300_000)
