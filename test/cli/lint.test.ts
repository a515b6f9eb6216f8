import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errors, type ErrorCode } from '../../src/errors.js'
import { explanations } from '../../src/cli/explanations.js'
import { ruleIds } from '../../src/verify/rules.js'
import { runCommand } from './run-command.js'

const ran = (...words: string[]) => runCommand(words)

let folder = ''
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'openapi-sandbox-lint-'))))
afterAll(() => rm(folder, { recursive: true }))

const fileOf = async (name: string, paths: string): Promise<string> => {
  const file = join(folder, name)
  await writeFile(file, `openapi: 3.0.3\ninfo: {title: T, version: "1"}\npaths:\n${paths}`)
  return file
}

const good = '  /a: {get: {responses: {200: {description: ok}}}}\n'
const warned = '  /a: {get: {operationId: it, responses: {}}}\n'
const broken =
  "  /a: {get: {operationId: it, responses: {200: {$ref: '#/none'}, ok: {description: no}}}}\n"

describe('lint', () => {
  test('a sound document: one line, exit code 0', async () => {
    const file = await fileOf('good.yaml', good)
    const { code, out, err } = await ran('lint', file)
    expect({ code, out, err }).toEqual({ code: 0, out: ['1 document: nothing is wrong.'], err: [] })
  })

  test('faults: file, line and column first, then pointer, operation and fix; exit code 1', async () => {
    const file = await fileOf('broken.yaml', broken)
    const { code, out, err } = await ran('lint', file)
    expect({ code, err }).toEqual({ code: 1, err: [] })
    expect(out).toEqual([
      `${file}:4:48  error  contract-reference  There is no object at /none.`,
      '    #/paths/~1a/get/responses/200 in it',
      `    ${errors['contract-reference'].fix}`,
      `${file}:4:70  error  contract-response  There is no status ok.`,
      '    #/paths/~1a/get/responses/ok in it',
      expect.stringMatching(/^ {4}Use a status/),
      '1 document: 2 errors, 0 warnings. More: openapi-sandbox explain contract-reference',
    ])
  })

  test('warnings alone: exit code 0, with --strict 1', async () => {
    const file = await fileOf('warned.yaml', warned)
    const { code, out } = await ran('lint', file)
    expect(code).toBe(0)
    expect(out[0]).toContain('  warning  contract-response  ')
    expect((await ran('lint', '--strict', file)).code).toBe(1)
  })

  test('several documents are judged together; what cannot be read is exit code 2', async () => {
    const files = [await fileOf('a.yaml', good), await fileOf('b.yaml', broken)]
    expect((await ran('lint', ...files)).out.at(-1)).toMatch(/^2 documents: 2 errors/)
    const { code, out, err } = await ran('lint', join(folder, 'none.yaml'), ...files)
    expect(code).toBe(2)
    expect(err[0]).toMatch(/^error contract-unreadable: .*none\.yaml/)
    expect(out.at(-1)).toMatch(/^2 documents: 2 errors/)
  })

  test('what is no OpenAPI is exit code 2', async () => {
    const file = join(folder, 'other.json')
    await writeFile(file, '{"a": 1}')
    const { code, err } = await ran('lint', file)
    expect(code).toBe(2)
    expect(err[0]).toMatch(/^error contract-invalid: /)
  })

  test('--json is a list of objects whose members stay the same', async () => {
    const file = await fileOf('json.yaml', broken)
    const { code, out } = await ran('lint', '--json', file)
    expect(code).toBe(1)
    const [first] = JSON.parse(out.join('\n')) as object[]
    expect(first).toEqual({
      file,
      line: 4,
      column: 48,
      pointer: '/paths/~1a/get/responses/200',
      operationId: 'it',
      severity: 'error',
      code: 'contract-reference',
      message: 'There is no object at /none',
      fix: errors['contract-reference'].fix,
    })
    expect((await ran('lint', '--json', await fileOf('good.yaml', good))).out).toEqual(['[]'])
  })

  test('needs a document', async () => {
    const { code, err } = await ran('lint')
    expect(code).toBe(2)
    expect(err[0]).toContain('lint needs a CONTRACT')
  })
})

describe('explain', () => {
  test('says what a code means, whose fault it is, and how it is mended', async () => {
    const { code, out } = await ran('explain', 'contract-example')
    expect(code).toBe(0)
    const text = out.join('\n')
    expect(text).toContain(
      'contract-example: An example or a default breaks its schema (exit code 2)',
    )
    expect(text).toMatch(/Whose fault: the contract\.[^]*Wrong:\n {4}type[^]*Right:\n {4}type/)
    expect(text).toContain(`What to do: ${errors['contract-example'].fix}`)
  })

  test('without a code it lists all of them, and the rules of verify', async () => {
    const { out } = await ran('explain')
    expect(out.map((line) => line.split(' ')[0])).toEqual([...Object.keys(errors), ...ruleIds])
  })

  test('--json is for programs', async () => {
    const { out } = await ran('explain', 'request-invalid', '--json')
    expect(JSON.parse(out.join('\n'))).toMatchObject([
      {
        code: 'request-invalid',
        status: 422,
        fault: 'client',
        meaning: expect.any(String) as string,
      },
    ])
  })

  test('an unknown code is exit code 2, with the nearest', async () => {
    const { code, err } = await ran('explain', 'contract-exmaple')
    expect(code).toBe(2)
    expect(err[0]).toContain('Did you mean contract-example?')
  })

  test.each(Object.keys(errors) as ErrorCode[])('%s is explained in a sentence', (code) => {
    const { meaning, wrong, right } = explanations[code] ?? {}
    expect(meaning).toMatch(/^[A-Z].*\.$/)
    expect(wrong === undefined).toBe(right === undefined)
    expect(wrong ?? '').not.toBe(right ?? 'nothing')
  })
})
