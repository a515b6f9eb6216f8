import { lstat, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './run-command.js'

const contract = `openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      responses:
        '200':
          description: All of them.
          content: { application/json: { schema: { type: array } } }
  /stores:
    get:
      operationId: listStores
      responses:
        '200':
          description: All of them.
          content: { application/json: { schema: { type: array } } }
`

let folder = ''
let server: Server
let base = ''
let stores = '[]'

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openapi-sandbox-verify-'))
  await writeFile(join(folder, 'pets.yaml'), contract)
  server = createServer((request, reply) => {
    const isStores = request.url?.startsWith('/stores')
    const allowed = request.method === 'GET'
    reply.writeHead(allowed ? 200 : 405, { Allow: 'GET', 'Content-Type': 'application/json' })
    reply.end(isStores ? stores : '[]')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})
beforeEach(() => (stores = '[]'))

const file = (name: string): string => join(folder, name)
const verify = (...words: string[]) =>
  runCommand(['verify', file('pets.yaml'), '--base', base, ...words])

const breakStores = (): void => void (stores = '{"token":"very-secret"}')

describe('exit codes', () => {
  test('0: the server keeps the contract', async () => {
    const { code, out, err } = await verify()
    expect({ code, err }).toEqual({ code: 0, err: [] })
    expect(out[0]).toBe('The server keeps the contract.')
    expect(out[1]).toMatch(
      /^Cases: \d+ passed, 0 failed, 0 unverified; \d+ requests in \d+\.\d s\.$/,
    )
    expect(out[2]).toMatch(/^Coverage: operation 2\/2 \(100 %\), status 2\/2 \(100 %\)\.$/)
  })

  test('1: it does not; the finding says where, how to send it again, and what came back', async () => {
    breakStores()
    const { code, out } = await verify()
    expect(code).toBe(1)
    const text = out.join('\n')
    expect(text).toContain('V104 error response body\n  GET /stores (listStores)\n')
    expect(text).toMatch(/pets\.yaml:\d+:\d+ #\/paths\/~1stores\/get/)
    expect(text).toContain(`curl -i -X GET ${base}/stores`)
    expect(text).toContain('  200 application/json\n  | {"token":"***"}')
    expect(text).toContain('\n1 finding in 1 operation.\n')
    expect(text).toContain('openapi-sandbox explain V104')
    expect(text).not.toContain('very-secret')
  })

  test('3: too little was covered; findings come first', async () => {
    const few = ['--only', 'listPets', '--min-coverage', 'operation=100']
    expect((await verify(...few)).code).toBe(0)
    const least = ['--min-coverage', 'keyword=100', '--merge-coverage', file('none.json')]
    expect(await verify(...least)).toMatchObject({ code: 2, out: [] })
    const coverage = file('coverage.json')
    await verify('--only', 'listPets', '--coverage-file', coverage)
    const text = await readFile(coverage, 'utf8')
    expect(Object.keys((JSON.parse(text) as { operations: object }).operations)).toEqual([
      'GET /pets',
    ])
    await writeFile(coverage, text.replaceAll('/pets', '/stores'))
    const merged = await verify('--merge-coverage', coverage, '--only', 'listPets')
    expect(merged.out.join()).toContain('operation 1/1')
  })

  test.each([
    [['--shard', '6/5'], 'I/N'],
    [['--shard', '0/5'], 'I/N'],
    [['--report', 'junt=a.xml'], 'Did you mean junit?'],
    [['--report', 'junit'], 'FORMAT=FILE'],
    [['--skip-rule', 'V199'], 'Did you mean V1'],
    [['--min-coverage', 'statsu=1'], 'Did you mean status?'],
    [['--rounds', 'many'], 'a whole number from 1 on'],
    [['--only', 'listPet'], 'Did you mean listPets?'],
    [['--only', 'POST /pets'], 'POST /pets'],
    [['--update-baseline'], '--baseline FILE'],
    [['second.yaml'], 'one CONTRACT'],
  ])('2: %j', async (words, reason) => {
    const { code, out, err } = await verify(...words)
    expect({ code, out }).toEqual({ code: 2, out: [] })
    expect(err.join('\n')).toContain(reason)
    expect(err[0]).toMatch(/^error option-invalid: /)
  })

  test('2: no server is named, and no contract is there', async () => {
    expect((await runCommand(['verify', file('pets.yaml')])).err[0]).toContain('--base is missing')
    expect((await runCommand(['verify', file('no.yaml'), '--base', base])).code).toBe(2)
  })
})

describe('the plan', () => {
  test('is printed, and nothing is sent', async () => {
    const { code, out } = await runCommand(['verify', file('pets.yaml'), '--plan'])
    expect(code).toBe(0)
    expect(out).toContain('GET /pets (listPets)')
    expect(out.join('\n')).toMatch(/^ {2}example +the documented request$/m)
    expect(out.at(-1)).toMatch(/^\d+ cases of 2 operations; at most \d+ requests\.$/)
  })

  test('is data with --json; --only takes tags and paths', async () => {
    const operations = async (...words: string[]) => {
      const { out } = await verify('--plan', '--json', ...words)
      const plan = JSON.parse(out.join('\n')) as { operations: { operation: string }[] }
      return plan.operations.map(({ operation }) => operation)
    }
    expect(await operations()).toEqual(['listPets', 'listStores'])
    expect(await operations('--only', 'pets')).toEqual(['listPets'])
    expect(await operations('--only', 'GET /stores')).toEqual(['listStores'])
  })

  test('shards together are the whole, and no case is in two', async () => {
    const ids = async (...words: string[]) => {
      const { out } = await verify('--plan', '--json', ...words)
      const { operations } = JSON.parse(out.join('\n')) as {
        operations: { cases: { id: string }[] }[]
      }
      return operations.flatMap(({ cases }) => cases.map(({ id }) => id))
    }
    const parts = [await ids('--shard', '1/2'), await ids('--shard', '2/2')]
    expect(parts.flat().sort()).toEqual((await ids()).sort())
  })
})

describe('the baseline', () => {
  const baseline = (): string => file('baseline.json')
  const entries = async () =>
    (JSON.parse(await readFile(baseline(), 'utf8')) as { findings: Record<string, string>[] })
      .findings
  const change = async (from: string | RegExp, to: string): Promise<void> =>
    writeFile(baseline(), (await readFile(baseline(), 'utf8')).replace(from, to))

  test('is written, tolerates until its day, and tells what is no longer seen', async () => {
    breakStores()
    const written = await verify('--baseline', baseline(), '--update-baseline')
    expect(written.code).toBe(0)
    const [entry] = await entries()
    expect(entry).toMatchObject({
      rule: 'V104',
      operation: 'GET /stores',
      message: expect.stringMatching(/^response: expected array, got /),
      reason: 'nobody has said why yet',
    })
    await change('nobody has said why yet', 'ticket 12')
    const known = await verify('--baseline', baseline())
    expect(known.code).toBe(0)
    expect(known.out.join('\n')).toContain(`known until ${entry?.['expires']}: ticket 12`)
    expect(known.out.join('\n')).toContain('\nNothing new: 1 known finding.\n')
    await change(/"expires": "[^"]*"/, '"expires": "2020-01-31"')
    const expired = await verify('--baseline', baseline())
    expect(expired.code).toBe(1)
    expect(expired.out.join('\n')).toContain('  expired: V104 GET /stores')
    await verify('--baseline', baseline(), '--update-baseline')
    expect(await entries()).toEqual([entry && { ...entry, reason: 'ticket 12' }])
    stores = '[]'
    const stale = await verify('--baseline', baseline())
    expect(stale.code).toBe(0)
    expect(stale.out.join('\n')).toContain('  no longer seen: V104 GET /stores')
    // A part of the plan says nothing of the others, nor a rule that is left out of itself.
    const before = await entries()
    for (const part of [
      ['--only', 'listPets'],
      ['--skip-rule', 'V104'],
    ]) {
      const { out } = await verify('--baseline', baseline(), ...part, '--update-baseline')
      expect(out.join('\n')).not.toContain('  no longer seen')
      expect(await entries()).toEqual(before)
    }
    await verify('--baseline', baseline(), '--update-baseline')
    expect(await entries()).toEqual([])
  })

  test('one that is missing or malformed is exit code 2, with the place', async () => {
    await writeFile(
      baseline(),
      '{\n  "format": "openapi-sandbox-baseline", "version": 1,\n  "findings": [{ "fingerprint": "a", "expires": "soon" }]\n}',
    )
    const { code, err } = await verify('--baseline', baseline())
    expect(code).toBe(2)
    expect(err[0]).toMatch(
      /^error baseline-invalid: .*baseline\.json:3:\d+ #\/findings\/0\/expires: expires is no date/,
    )
    expect((await verify('--baseline', file('none.json'))).code).toBe(2)
    await writeFile(baseline(), '{ "format": 1,\n<<<<<<< HEAD\n=======\n>>>>>>> other\n}')
    const conflict = await verify('--baseline', baseline())
    expect([conflict.code, conflict.out]).toEqual([2, []])
    expect(conflict.err[0]).toMatch(/baseline\.json:2: It has a conflict/)
  })
})

describe('reports', () => {
  test('--json is the report alone; files are written, with their folders', async () => {
    breakStores()
    const [junit, json] = [file('out/deep/junit.xml'), file('out/report.json')]
    const { code, out } = await verify(
      '--json',
      '--report',
      `junit=${junit}`,
      '--report',
      `json=${json}`,
    )
    expect(code).toBe(1)
    const report = JSON.parse(out.join('\n')) as { format: string; findings: { rule: string }[] }
    expect(report).toMatchObject({ format: 'openapi-sandbox-verify', formatVersion: 1 })
    expect(report.findings.map(({ rule }) => rule)).toContain('V104')
    expect(await readFile(junit, 'utf8')).toMatch(/<testsuites [^>]*failures="1"/)
    expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({ findings: report.findings })
  })

  test('one that cannot be written takes no other along; links and devices stay what they are', async () => {
    const [wrong, linked, target] = [join(file('pets.yaml'), 'a.xml'), file('l.xml'), file('t.xml')]
    await writeFile(target, 'before')
    await symlink(target, linked)
    const reports = [wrong, '/dev/null', linked].flatMap((one) => ['--report', `junit=${one}`])
    const known = ['--baseline', file('new.json'), '--update-baseline']
    const { code, out, err } = await verify(...reports, ...known, '--coverage-file', wrong)
    expect([code, out[0]]).toEqual([2, 'The server keeps the contract.'])
    expect(err.join('\n')).toMatch(/error output-unwritable: .*a\.xml: /)
    expect(await readFile(target, 'utf8')).toContain('<testsuites')
    expect((await lstat(linked)).isSymbolicLink()).toBe(true)
    expect((await lstat('/dev/null')).isFile()).toBe(false)
    expect(await readFile(file('new.json'), 'utf8')).toContain('"findings": []')
  })

  test('in GitHub Actions the contract is marked and the summary of the step written', async () => {
    breakStores()
    const summary = file('summary.md')
    await writeFile(summary, 'before\n')
    const environment = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary }
    const words = ['verify', file('pets.yaml'), '--base', base]
    const { out } = await runCommand(words, '', environment)
    expect(out.filter((line) => line.startsWith('::error file='))).toHaveLength(1)
    expect(await readFile(summary, 'utf8')).toMatch(/^before\n## Pets: 1 finding in 1 operation\n/)
    const silent = await runCommand([...words, '--no-github'], '', environment)
    expect(silent.out.filter((line) => line.startsWith('::'))).toEqual([])
  })

  test('--fuzz tells by which seed its requests are drawn', async () => {
    const words = ['verify', join(folder, 'pets.yaml'), '--base', base, '--only', 'listPets']
    const { err } = await runCommand([...words, '--fuzz', '1s', '--run-seed', 's7'], '')
    expect(err.join('\n')).toContain('--run-seed s7')
    const drawn = await runCommand([...words, '--fuzz', '1s'], '')
    expect(drawn.err.join('\n')).toMatch(/--run-seed [a-z0-9]+$/)
  })
  test('--skip-rule: neither shown nor counted', async () => {
    breakStores()
    const { code, out } = await verify('--skip-rule', 'V104,V105')
    expect(code).toBe(0)
    expect(out[0]).toBe('The server keeps the contract.')
  })
})
