import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileContract } from '../../src/contract/compile.js'
import type { CompiledSchema } from '../../src/contract/contract.js'
import { schemaFaults } from '../../src/contract/schema-faults.js'
import { readSourceDocument, sourceDocumentOf } from '../../src/contract/source-document.js'
import { SetupError } from '../../src/errors.js'
import { holds } from '../../src/generate/satisfies.js'

const diagnosed = async (text: string) => {
  const contract = compileContract(await readSourceDocument(text, 'api.yaml'), 'api')
  const before = contract.faults.length
  const steps = contract.diagnose({ holds, isThorough: true })
  while (!steps.next().done);
  return { contract, before, faults: contract.faults }
}

const head = 'openapi: 3.0.3\ninfo: {title: T, version: "1"}\n'
const get = (rest: string, path = '/a') => `${head}paths:\n  ${path}:\n    get:\n${rest}`
const ok = '      responses: {200: {description: ok}}\n'
const answering = (media: string) =>
  get(`      responses: {200: {description: ok, content: {application/json: ${media}}}}\n`)
const component = (schema: string) =>
  `${head}paths: {}\ncomponents:\n  schemas:\n    A: ${schema}\n`

/** Name, document, code, line, pointer, what the message says. */
type Row = readonly [string, string, string, number, string, RegExp]

const schemaAt = '/components/schemas/A'
const rows: readonly Row[] = [
  ['an unknown type', component('{type: int}'), 'contract-schema', 6, `${schemaAt}/type`, /int/],
  [
    'a keyword deep inside',
    component('{properties: {b: {items: {allOf: [{minLength: -1}]}}}}'),
    'contract-schema',
    6,
    `${schemaAt}/properties/b/items/allOf/0/minLength`,
    /whole number/,
  ],
  [
    'required as a flag',
    component('{properties: {b: {required: true}}}'),
    'contract-schema',
    6,
    `${schemaAt}/properties/b/required`,
    /list of property names/,
  ],
  [
    'a pattern of another dialect',
    component("{type: string, pattern: '^(?i)a'}"),
    'contract-pattern',
    6,
    `${schemaAt}/pattern`,
    /[Rr]egular expression/,
  ],
  [
    'a reference of a schema nobody uses',
    component("{properties: {b: {$ref: '#/none'}}}"),
    'contract-reference',
    6,
    `${schemaAt}/properties/b`,
    /#\/none/,
  ],
  [
    'an example of a property',
    component('{properties: {b: {type: integer, example: x}}}'),
    'contract-example',
    6,
    `${schemaAt}/properties/b/example`,
    /should be integer, is "x"/,
  ],
  [
    'an example of a whole schema',
    component('{type: object, required: [b], example: {}}'),
    'contract-example',
    6,
    `${schemaAt}/example`,
    /\/b is missing/,
  ],
  [
    'a default',
    component('{type: integer, default: x}'),
    'contract-example',
    6,
    `${schemaAt}/default`,
    /^The default/,
  ],
  [
    'the example of a media type',
    answering('{schema: {type: integer}, example: x}'),
    'contract-example',
    6,
    '/paths/~1a/get/responses/200/content/application~1json/example',
    /integer/,
  ],
  [
    'one of several examples',
    answering('{schema: {type: integer}, examples: {good: {value: 1}, bad: {value: x}}}'),
    'contract-example',
    6,
    '/paths/~1a/get/responses/200/content/application~1json/examples/bad/value',
    /integer/,
  ],
  [
    'the example of a parameter',
    get(`${ok}      parameters: [{name: q, in: query, schema: {type: integer}, example: x}]\n`),
    'contract-example',
    7,
    '/paths/~1a/get/parameters/0/example',
    /integer/,
  ],
  [
    'the example of a header',
    get(
      '      responses: {200: {description: ok, headers: {X: {schema: {type: integer}, example: x}}}}\n',
    ),
    'contract-example',
    6,
    '/paths/~1a/get/responses/200/headers/X/example',
    /integer/,
  ],
  [
    'a callback',
    get(
      `${ok}      callbacks: {c: {/b: {post: {responses: {200: {$ref: '#/components/responses/no'}}}}}}\n`,
    ),
    'contract-reference',
    7,
    '/paths/~1a/get/callbacks/c/~1b/post/responses/200',
    /responses\/no/,
  ],
  [
    'a name in the path that is not described',
    get(ok, '/a/{id}'),
    'contract-path',
    6,
    '/paths/~1a~1{id}/get',
    /\{id\}/,
  ],
  [
    'a path parameter that is not in the path',
    get(`${ok}      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n`),
    'contract-path',
    6,
    '/paths/~1a/get',
    /no \{id\}/,
  ],
  [
    'a parameter without schema and content',
    get(`${ok}      parameters: [{name: q, in: query}]\n`),
    'contract-invalid',
    7,
    '/paths/~1a/get/parameters/0',
    /neither schema nor content/,
  ],
  [
    'a style of another place',
    get(`${ok}      parameters: [{name: q, in: header, style: form, schema: {type: string}}]\n`),
    'contract-invalid',
    7,
    '/paths/~1a/get/parameters/0/style',
    /no style form/,
  ],
  [
    'the same parameter twice',
    get(
      `${ok}      parameters: [{name: q, in: query, schema: {}}, {name: q, in: query, schema: {}}]\n`,
    ),
    'contract-duplicate',
    7,
    '/paths/~1a/get/parameters/1',
    /two parameters q/,
  ],
  [
    'the same operationId twice',
    `${head}paths:\n  /a: {get: {operationId: x, responses: {200: {description: ok}}}}\n  /b: {get: {operationId: x, responses: {200: {description: ok}}}}\n`,
    'contract-duplicate',
    5,
    '/paths/~1b/get/operationId',
    /operationId x/,
  ],
  [
    'a status that is none',
    get('      responses: {200: {description: ok}, ok: {description: no}}\n'),
    'contract-response',
    6,
    '/paths/~1a/get/responses/ok',
    /no status ok/,
  ],
  [
    'a security scheme of an unknown type',
    `${head}paths: {}\ncomponents: {securitySchemes: {k: {type: basic}}}\n`,
    'contract-invalid',
    4,
    '/components/securitySchemes/k',
    /type basic/,
  ],
]

test.each(rows)('%s is told with its place', async (_, text, code, line, pointer, message) => {
  const { before, faults } = await diagnosed(text)
  // Callbacks are compiled with their operation, before any diagnosis.
  expect(before).toBe(pointer.includes('/callbacks/') ? 1 : 0)
  expect(faults).toHaveLength(1)
  expect(faults[0]).toMatchObject({
    severity: 'error',
    code,
    place: { file: 'api.yaml', line, pointer },
  })
  expect(faults[0]?.message).toMatch(message)
  expect(faults[0]?.fix).toMatch(/\.$/)
})

test('two paths that match the same are one fault', async () => {
  const parameter = (name: string) => `{name: ${name}, in: path, required: true, schema: {}}`
  const path = (name: string) =>
    `  /a/{${name}}: {get: {parameters: [${parameter(name)}], responses: {200: {description: ok}}}}\n`
  const { faults } = await diagnosed(`${head}paths:\n${path('id')}${path('name')}`)
  expect(faults.map(({ code, place }) => [code, place.line])).toEqual([['contract-duplicate', 5]])
})

test.each([
  ['bounds that leave nothing', component('{type: integer, minimum: 5, maximum: 1}')],
  ['an enum of another type', component('{type: integer, enum: [a, b]}')],
  ['an operation without a response', get('      responses: {}\n')],
  [
    'a path parameter that is not said to be required',
    get(`${ok}      parameters: [{name: id, in: path, schema: {}}]\n`, '/a/{id}'),
  ],
])('%s is a warning', async (_, text) => {
  const { faults } = await diagnosed(text)
  expect(faults.map(({ severity }) => severity)).toEqual(['warning'])
})

test.each([
  [
    'an example of both directions',
    '{required: [a], properties: {a: {readOnly: true}, b: {writeOnly: true}}, example: {a: 1, b: 2}}',
  ],
  [
    'an example of one direction',
    '{required: [a, b], properties: {a: {readOnly: true}, b: {writeOnly: true}}, example: {b: 2}}',
  ],
  ['null where it may be', '{type: string, nullable: true, enum: [a], example: null}'],
  [
    'a schema in itself',
    "{properties: {a: {$ref: '#/components/schemas/A'}}, example: {a: {a: {}}}}",
  ],
  ['keywords of nobody', '{x-a: 1, format: mine, externalDocs: {url: u}}'],
])('%s is no fault', async (_, schema) => {
  expect((await diagnosed(component(schema))).faults).toEqual([])
})

test('a schema of many and an operation each are told once, and the operation is named', async () => {
  const use = "{schema: {$ref: '#/components/schemas/A'}}"
  const text = `${answering(use)}    put:\n      operationId: put_it\n${ok}      parameters: [{$ref: '#/none'}]\ncomponents: {schemas: {A: {type: int}}}\n`
  const { faults } = await diagnosed(text)
  expect(faults.map(({ code, operationId }) => [code, operationId])).toEqual([
    ['contract-reference', 'put_it'],
    ['contract-schema', undefined],
  ])
})

test.each(['openapi.yaml', 'control.yaml'])('spec/%s has no fault', async (name) => {
  const text = readFileSync(join(__dirname, '../../spec', name), 'utf8')
  expect((await diagnosed(text)).faults).toEqual([])
})

const odd = [
  null,
  true,
  false,
  -1,
  0,
  1.5,
  2,
  '',
  'a',
  [],
  ['a'],
  [1],
  [{}],
  {},
  { a: 1 },
  { a: [1] },
  { a: {} },
]
const keywords = [
  ...['type', 'enum', 'multipleOf', 'maximum', 'minimum', 'exclusiveMaximum', 'exclusiveMinimum'],
  ...['maxLength', 'minLength', 'pattern', 'maxItems', 'minItems', 'uniqueItems', 'maxContains'],
  ...['minContains', 'maxProperties', 'minProperties', 'required', 'dependentRequired', 'format'],
  ...['allOf', 'anyOf', 'oneOf', 'not', 'items', 'prefixItems', 'contains', 'properties'],
  ...['patternProperties', 'additionalProperties', 'propertyNames', 'if', 'dependentSchemas'],
  ...['unevaluatedItems', 'unevaluatedProperties', '$defs', '$ref'],
]

/** Compiles a schema as a request does at its first use. */
const compileFault = (schema: object): SetupError | undefined => {
  const document = {
    openapi: '3.1.0',
    info: {},
    paths: { '/a': { get: { parameters: [{ name: 'q', in: 'query', schema }] } } },
  }
  const [operation] = compileContract(sourceDocumentOf(document), 'a').operations
  const compiled = operation?.parameters[0]?.schema as CompiledSchema
  try {
    compiled.isValid('x')
    return undefined
  } catch (error) {
    if (error instanceof SetupError) return error
    throw error
  }
}

test.each(keywords)('what keeps a validator from being compiled is seen: %s', (keyword) => {
  for (const value of odd) {
    const schema = { [keyword]: value, contains: keyword.endsWith('Contains') ? {} : undefined }
    const written = JSON.parse(JSON.stringify(schema)) as Record<string, unknown>
    const seen = [
      ...schemaFaults(written, '', {
        findTarget: () => undefined,
        refusal: () => undefined,
        isLegacy: false,
      }),
    ]
    const fault = compileFault(written)
    if (fault && seen.length === 0)
      throw new SetupError('internal', `${JSON.stringify(written)}: ${fault.message}`)
    expect(seen.every(({ message }) => message !== '')).toBe(true)
  }
})
