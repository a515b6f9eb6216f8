import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compileContract } from '../../src/contract/compile.js'
import type { Contract } from '../../src/contract/contract.js'
import { loadDocument } from '../../src/contract/load.js'
import { readSourceDocument } from '../../src/contract/source-document.js'
import { SetupError } from '../../src/errors.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openapi-sandbox-load-'))
})
afterAll(() => rm(folder, { recursive: true }))

const setupErrorOf = async (work: () => unknown): Promise<SetupError> => {
  try {
    await work()
  } catch (error) {
    if (error instanceof SetupError) return error
    throw error
  }
  throw new Error('Nothing was thrown')
}

const compile = async (text: string) =>
  compileContract(await readSourceDocument(text, 'api.yaml'), 'api')

const head = 'openapi: 3.0.3\ninfo: {title: T, version: "1"}\n'

const rows: readonly (readonly [string, string, string, number, number])[] = [
  ['a tab', 'openapi: 3.0.3\n\tinfo: {}\n', 'contract-malformed', 2, 1],
  ['an open bracket', 'openapi: 3.0.3\ninfo: {a: [1\n', 'contract-malformed', 3, 1],
  ['broken JSON', '{\n  "openapi": "3.0.3"\n  "info": {}\n}\n', 'contract-malformed', 3, 3],
  ['a list', '- openapi: 3.0.3\n', 'contract-invalid', 1, 1],
  ['text', 'openapi', 'contract-invalid', 1, 1],
  ['nothing', '', 'contract-invalid', 1, 1],
  ['no openapi', 'info: {}\npaths: {}\n', 'contract-invalid', 1, 1],
  ['Swagger', 'info: {}\nopenapi: "2.0"\n', 'contract-invalid', 2, 10],
]

test.each(rows)('%s is told with its place', async (_, text, code, line, column) => {
  const error = await setupErrorOf(() => compile(text))
  expect(error).toMatchObject({ code, exitCode: 2 })
  expect(error.place).toMatchObject({ file: 'api.yaml', line, column })
  expect(error.message).toMatch(/\S/)
  expect(error.fix).toMatch(/\S/)
})

test('a file that cannot be read', async () => {
  const file = join(folder, 'none.yaml')
  const error = await setupErrorOf(() => loadDocument(file))
  expect(error).toMatchObject({ code: 'contract-unreadable', place: { file } })
  expect(await setupErrorOf(() => loadDocument(folder))).toMatchObject({
    code: 'contract-unreadable',
  })
})

test('YAML and JSON, with and without a byte order mark, are the same document', async () => {
  const document = { openapi: '3.0.3', info: { title: 'T', version: '1' }, paths: {} }
  const texts = [
    JSON.stringify(document),
    `\uFEFF${JSON.stringify(document, null, 2)}`,
    `${head}paths: {}\n`,
    `\uFEFF# a comment\n${head}paths: {}\n`,
  ]
  for (const [index, text] of texts.entries()) {
    const file = join(folder, `${index}.txt`)
    await writeFile(file, text)
    expect((await loadDocument(file)).document).toEqual(document)
  }
})

test('an alias bomb is refused, aliases and merge keys are not', async () => {
  const bomb = Array.from({ length: 9 }, (_, n) => {
    const list = Array(9)
      .fill(`*a${n - 1}`)
      .join(',')
    return `a${n}: &a${n} [${n === 0 ? 'x' : list}]`
  })
  const error = await setupErrorOf(() => readSourceDocument(bomb.join('\n'), 'api.yaml'))
  expect(error.code).toBe('contract-malformed')
  const { document } = await readSourceDocument('a: &a {x: 1}\nb: *a\nc: {<<: *a, y: 2}\n')
  expect(document).toMatchObject({ b: { x: 1 }, c: { x: 1, y: 2 } })
})

describe('what a document of people’s making may have', () => {
  let contract: Contract
  beforeAll(async () => {
    contract = await compile(written)
  })
  const written = `${head}
paths:
  /a:
    summary: shared
    parameters:
      - {name: x, in: query, schema: {type: string}}
      - {name: y, in: query}
      - {name: z, in: body}
    get:
      parameters:
        - {name: x, in: query, schema: {type: integer}}
      responses: {200: {description: ok}, x-note: {a: 1}}
    post: {operationId: twice, responses: {default: {description: ok}}}
    x-extra: {get: {}}
  /b: {put: {operationId: twice, responses: {}}}
  x-paths: {get: {}}
security: [{key: []}]
`

  test('its operations, those without an id with one made of method and path', () => {
    expect(contract.operations.map(({ id }) => id)).toEqual(['get_a', 'twice', 'twice'])
    expect(contract.byId.get('twice')?.path).toBe('/a')
    expect(contract.paths.map(({ allow }) => allow)).toEqual([
      'GET, POST, HEAD, OPTIONS',
      'PUT, OPTIONS',
    ])
  })

  test('parameters: the operation’s own win, what stands nowhere known is left out', () => {
    const [get] = contract.operations
    expect(get?.parameters.map(({ name, shape }) => [name, shape.types])).toEqual([
      ['x', ['integer']],
      ['y', []],
    ])
    expect(
      get?.parameters[1]?.schema.validate('anything', { location: 'query', pointer: '' }),
    ).toEqual([])
  })

  test('responses and the security of the whole document', () => {
    const [get] = contract.operations
    expect(get?.responses.map(({ key }) => key)).toEqual(['200'])
    expect(get?.security).toEqual([{ key: [] }])
  })
})

describe('a schema that cannot be used', () => {
  const text = (schema: string) =>
    `${head}paths: {}\ncomponents:\n  schemas:\n    A:\n      type: object\n      properties:\n        b: ${schema}\n`
  const use = async (schema: string) => {
    const source = await readSourceDocument(
      text(schema).replace(
        'paths: {}',
        `paths:\n  /a:\n    get:\n      parameters:\n        - {name: q, in: query, schema: {$ref: '#/components/schemas/A'}}\n      responses: {}`,
      ),
      'api.yaml',
    )
    const [operation] = compileContract(source, 'api').operations
    return () => operation?.parameters[0]?.schema.isValid({})
  }

  test.each([
    ["{$ref: '#/components/schemas/None'}", 'contract-reference', /#\/components\/schemas\/None/],
    ["{$ref: 'other.yaml#/None'}", 'contract-reference', /other\.yaml/],
    ["{type: string, pattern: '('}", 'contract-schema', /[Rr]egular expression/],
    ['{type: strings}', 'contract-schema', /type/],
  ])('%s: told each time, with its place', async (schema, code, message) => {
    const valid = await use(schema)
    for (let time = 0; time < 2; time++) {
      const error = await setupErrorOf(valid)
      expect(error.code).toBe(code)
      expect(error.message).toMatch(message)
      expect(error.place).toMatchObject({ file: 'api.yaml', line: 7 })
    }
  })

  test('recursion is no fault', async () => {
    expect((await use("{$ref: '#/components/schemas/A'}"))()).toBe(true)
  })
})
