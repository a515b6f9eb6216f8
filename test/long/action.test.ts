import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { createServer } from '../../src/server/create-server.js'
import { root } from './project.js'

jest.setTimeout(120_000)

interface Step {
  readonly run: string
  readonly shell: string
  readonly env: Readonly<Record<string, string>>
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>
  readonly outputs: Readonly<Record<string, { readonly value: string }>>
  readonly runs: { readonly using: string; readonly steps: readonly Step[] }
}

const fixtures = join(root, 'test', 'fixtures', 'testing')
const pets = join(fixtures, 'pets.yaml')
const program = `${process.execPath} ${join(root, 'dist', 'cli', 'main.js')}`
const text = readFileSync(join(root, 'action.yml'), 'utf8')
const action = load(text) as Action
const [step] = action.runs.steps as readonly [Step]

const folder = mkdtempSync(join(tmpdir(), 'openapi-sandbox-action-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const named = (value: string): string | undefined =>
  /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1]

let runs = 0

/** Runs the step as a runner does: inputs in the environment, outputs in a file. */
const act = async (inputs: Readonly<Record<string, string>>) => {
  const part = (name: string) => join(folder, `${name}-${++runs}`)
  const [outputs, summary] = [part('outputs'), part('summary')]
  const values: Readonly<Record<string, string>> = { program, ...inputs }
  const env = Object.entries(step.env).map(([name, value]) => {
    const input = named(value) ?? ''
    return [name, values[input] ?? action.inputs[input]?.default ?? '']
  })
  const runner = { GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: outputs, GITHUB_STEP_SUMMARY: summary }
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      RUNNER_TEMP: folder,
      ...runner,
      ...(Object.fromEntries(env) as Record<string, string>),
    },
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise((resolve) => child.on('close', resolve))
  const lines = readFileSync(outputs, 'utf8').trim().split('\n')
  const found = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2))) as Record<
    string,
    string
  >
  return { code, output, found, summary: existsSync(summary) ? readFileSync(summary, 'utf8') : '' }
}

test('inputs reach the script as variables, each one, and never as a part of its text', () => {
  expect(action.runs.using).toBe('composite')
  expect(step.shell).toBe('bash')
  expect(step.run).not.toContain('${{')
  const used = [...text.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name)
  expect([...new Set(used)].sort()).toEqual(Object.keys(action.inputs).sort())
  for (const name of Object.keys(step.env))
    expect(step.run).toMatch(new RegExp(`\\$\\{?${name}\\b`))
  for (const name of Object.keys(action.outputs)) expect(step.run).toContain(`${name}=`)
})

test('a client that keeps the contract passes; one that does not is told, in the summary too', async () => {
  const client = (list: unknown) =>
    `"${process.execPath}" "${join(fixtures, 'client.mjs')}" '${JSON.stringify(list)}'`
  const good = await act({ contract: pets, command: client([['GET', '/pets']]) })
  expect(good).toMatchObject({ code: 0, found: { 'exit-code': '0', findings: '0' } })
  const bad = await act({ contract: pets, command: client([['GET', '/dogs']]) })
  expect(bad).toMatchObject({ code: 1, found: { 'exit-code': '1', findings: '1' } })
  expect(bad.output).toContain('::error file=')
  expect(bad.summary).toContain('V150')
  const allowed = await act({
    contract: pets,
    command: client([['GET', '/dogs']]),
    args: '--allow\n\nV150\n',
  })
  expect(allowed).toMatchObject({ code: 0, found: { findings: '0' } })
})

test('words of inputs are no words of a shell', async () => {
  const { code } = await act({
    contract: `${pets}"; touch "${join(folder, 'owned')}`,
    args: `$(touch ${join(folder, 'owned')})\n\`touch ${join(folder, 'owned')}\``,
    base: 'http://127.0.0.1:9',
    wait: '0s',
  })
  expect(code).toBe(2)
  expect(existsSync(join(folder, 'owned'))).toBe(false)
})

test('a server that runs is verified, with reports', async () => {
  const server = await createServer({
    contract: pets,
    handlers: { listPets: () => ({ status: 200, body: [{}] }) },
    replyCheck: 'off',
    auth: 'off',
  })
  const { url } = await server.listen({ port: 0, host: '127.0.0.1' })
  const [sarif, junit] = [join(folder, 'found.sarif'), join(folder, 'found.xml')]
  const { code, found, output } = await act({
    contract: pets,
    base: url,
    sarif,
    junit,
    args: '--credential\nkey=k',
  })
  await server.close()
  expect(code).toBe(1)
  expect(Number(found['findings'])).toBeGreaterThan(0)
  expect(output).toContain('V104')
  expect(JSON.parse(readFileSync(sarif, 'utf8'))).toMatchObject({ version: '2.1.0' })
  expect(readFileSync(junit, 'utf8')).toContain('<testsuite')
  expect(existsSync(found['report'] ?? '')).toBe(true)
})

test('without base and command a sandbox is started, verified, and gone', async () => {
  const { code, found } = await act({ contract: pets })
  expect({ code, findings: found['findings'] }).toEqual({ code: 0, findings: '0' })
  const { base } = JSON.parse(readFileSync(found['report'] ?? '', 'utf8')) as { base: string }
  expect(base).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  await expect(fetch(base)).rejects.toThrow()
  expect(existsSync(join(folder, 'data'))).toBe(false)
})

test('a contract that cannot be read, and both base and command, are code 2', async () => {
  writeFileSync(join(folder, 'broken.yaml'), 'openapi: 3.0.3\npaths: [')
  const broken = await act({ contract: join(folder, 'broken.yaml') })
  expect(broken).toMatchObject({ code: 2, found: { 'exit-code': '2' } })
  expect(broken.output).toContain('contract-malformed')
  expect(await act({ base: 'http://127.0.0.1:9', command: 'true' })).toMatchObject({ code: 2 })
})
