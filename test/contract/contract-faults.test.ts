import { compileContract } from '../../src/contract/compile.js'
import { readSourceDocument } from '../../src/contract/source-document.js'

const head = 'openapi: 3.0.3\ninfo: {title: T, version: "1"}\n'
const compile = async (text: string) =>
  compileContract(await readSourceDocument(text, 'api.yaml'), 'api')

/** Name, document below the head, code, line, column, pointer, and the operations spoilt. */
type Row = readonly [string, string, string, number, number, string, readonly string[]]

const good = '  /good: {get: {responses: {200: {description: ok}}}}\n'
const operation = (rest: string) => `paths:\n${good}  /a:\n    get:\n${rest}`

const rows: readonly Row[] = [
  [
    'a parameter that is nowhere',
    operation("      parameters:\n        - $ref: '#/components/parameters/none'\n"),
    'contract-reference',
    8,
    11,
    '/paths/~1a/get/parameters/0',
    ['get_a'],
  ],
  [
    'a parameter of a path that is nowhere',
    `paths:\n${good}  /a:\n    parameters: [{$ref: '#/none'}]\n    get: {}\n    put: {}\n`,
    'contract-reference',
    6,
    18,
    '/paths/~1a/parameters/0',
    ['get_a', 'put_a'],
  ],
  [
    'parameters that are no list',
    operation('      parameters: {a: 1}\n'),
    'contract-invalid',
    7,
    19,
    '/paths/~1a/get/parameters',
    ['get_a'],
  ],
  [
    'a parameter that is text',
    operation('      parameters: [x]\n'),
    'contract-invalid',
    7,
    20,
    '/paths/~1a/get/parameters/0',
    ['get_a'],
  ],
  [
    'a parameter without a name',
    operation('      parameters: [{in: query}]\n'),
    'contract-invalid',
    7,
    20,
    '/paths/~1a/get/parameters/0',
    [],
  ],
  [
    'a parameter without a place',
    operation('      parameters: [{name: x}]\n'),
    'contract-invalid',
    7,
    20,
    '/paths/~1a/get/parameters/0',
    [],
  ],
  [
    'a body that is nowhere',
    operation("      requestBody: {$ref: '#/none'}\n"),
    'contract-reference',
    7,
    20,
    '/paths/~1a/get/requestBody',
    ['get_a'],
  ],
  [
    'a body whose content is a list',
    operation('      requestBody: {content: [1]}\n'),
    'contract-invalid',
    7,
    30,
    '/paths/~1a/get/requestBody/content',
    ['get_a'],
  ],
  [
    'a content of no media type',
    operation('      responses: {200: {content: {description: ok, text/plain: {}}}}\n'),
    'contract-invalid',
    7,
    48,
    '/paths/~1a/get/responses/200/content/description',
    [],
  ],
  [
    'responses that are a list',
    operation('      responses: [1]\n'),
    'contract-invalid',
    7,
    18,
    '/paths/~1a/get/responses',
    ['get_a'],
  ],
  [
    'an operation that is text',
    `paths:\n${good}  /a:\n    get: text\n`,
    'contract-invalid',
    6,
    10,
    '/paths/~1a/get',
    ['get_a'],
  ],
  [
    'an operation that is null',
    `paths:\n${good}  /a:\n    get:\n`,
    'contract-invalid',
    6,
    5,
    '/paths/~1a/get',
    ['get_a'],
  ],
  [
    'a header that is nowhere',
    operation("      responses:\n        200: {headers: {X: {$ref: '#/none'}}}\n"),
    'contract-reference',
    8,
    28,
    '/paths/~1a/get/responses/200/headers/X',
    [],
  ],
  [
    'a path that is a list',
    `paths:\n${good}  /a: [1]\n`,
    'contract-invalid',
    5,
    7,
    '/paths/~1a',
    [],
  ],
  [
    'a path out of the document',
    `paths:\n${good}  /a: {$ref: 'other.yaml#/a'}\n`,
    'contract-reference',
    5,
    7,
    '/paths/~1a',
    [],
  ],
  [
    'a reference that is no pointer',
    `paths:\n${good}  /a: {$ref: '#/%zz'}\n`,
    'contract-reference',
    5,
    7,
    '/paths/~1a',
    [],
  ],
  [
    'a circle of references',
    `paths:\n${good}  /a: {$ref: '#/paths/~1a'}\n`,
    'contract-reference',
    5,
    7,
    '/paths/~1a',
    [],
  ],
  [
    'a security scheme that is nowhere',
    `paths:\n${good}components: {securitySchemes: {key: {$ref: '#/none'}}}\n`,
    'contract-reference',
    5,
    37,
    '/components/securitySchemes/key',
    [],
  ],
  [
    'credentials that are not described',
    operation('      security: [{key: []}]\n'),
    'contract-reference',
    7,
    7,
    '/paths/~1a/get',
    [],
  ],
]

test.each(rows)(
  '%s spoils nothing else, and is told with its place',
  async (_, text, code, line, column, pointer, spoilt) => {
    const contract = await compile(head + text)
    const place = { file: 'api.yaml', line, column, pointer }
    expect(contract.faults).toHaveLength(1)
    expect(contract.faults[0]).toMatchObject({ code, place })
    expect(contract.faults[0]?.message).toMatch(/\S/)
    expect(contract.faults[0]?.fix).toMatch(/\S/)
    expect(contract.operations.filter(({ fault }) => fault).map(({ id }) => id)).toEqual(spoilt)
    expect(contract.byId.get('get_good')?.responses).toHaveLength(1)
  },
)

test.each([
  ['a reference', "{$ref: '#/none'}", 'contract-reference'],
  ['text', 'text', 'contract-invalid'],
  ['content that is text', '{content: text}', 'contract-invalid'],
  ['a media type that is text', '{content: {a/b: text}}', 'contract-invalid'],
])('of two responses one is at fault: %s', async (_, written, code) => {
  const responses = `      responses: {200: {description: ok}, 404: ${written}}\n`
  const { operations, faults } = await compile(head + operation(responses))
  expect(faults).toMatchObject([{ code, operationId: 'get_a', place: { line: 7 } }])
  const shown = operations.at(-1)?.responses.map(({ key, fault }) => [key, fault?.code])
  expect(shown).toEqual([
    ['200', undefined],
    ['404', code],
  ])
})

test.each([
  ['no info', 'openapi: 3.0.3\npaths: {}\n', 0],
  ['no paths', head, 0],
  ['webhooks only', 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\nwebhooks: {a: {}}\n', 0],
  ['paths that are a list', `${head}paths: [1]\n`, 1],
  ['a version that is a number', 'openapi: 3.1\npaths: {}\n', 1],
  ['no version', `paths:\n${good}`, 1],
  [
    'null wherever there is something',
    'openapi: 3.1.0\ninfo:\npaths:\ncomponents:\nsecurity:\n',
    1,
  ],
])('%s is no reason to refuse a document', async (_, text, faults) => {
  const contract = await compile(text)
  expect(contract.faults).toHaveLength(faults)
  expect(contract.title).toBe(text.includes('title: T') ? 'T' : 'api')
})

test('a fault of a shared component is told once', async () => {
  const component = "components: {parameters: {a: {$ref: '#/none'}}}\n"
  const shared = `paths:\n  /a:\n    parameters: [{$ref: '#/components/parameters/a'}]\n    get: {}\n    put: {}\n`
  expect((await compile(head + shared + component)).faults).toHaveLength(1)
})
