import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { compileContract } from '../../src/contract/compile.js'
import type { CompiledSchema, Contract, Operation } from '../../src/contract/contract.js'
import { loadDocument, type LoadOptions } from '../../src/contract/load.js'

let folder: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'openapi-sandbox-references-')))
})
afterEach(() => rm(folder, { recursive: true }))

const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
}
const load = async (name = 'api/openapi.yaml', options?: LoadOptions) => {
  const source = await loadDocument(join(folder, name), options)
  return { source, contract: compileContract(source, 'api') }
}
const head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
const here = { location: 'body', pointer: '' } as const

const expectPets = ({ operations, byId }: Contract): void => {
  const create = byId.get('create') as Operation
  const schema = create.body?.contents[0]?.schema as CompiledSchema
  expect(schema.validate({ name: 'Rex', owner: { pets: [{ name: 'Rex' }] } }, here)).toEqual([])
  expect(schema.validate({ name: 'R', example: 1 }, here)).toHaveLength(2)
  expect(schema.validate({ name: 'Rex', owner: { pets: [{}] } }, here)).toHaveLength(1)
  const [created, bad] = create.responses.flatMap(({ contents }) => contents)
  expect(created?.examples.map(({ value }) => value)).toEqual([
    { name: 'Rex' },
    { $ref: 'not a reference.yaml' },
  ])
  expect(bad?.schema?.isValid({})).toBe(false)
  const get = operations.find(({ method }) => method === 'GET') as Operation
  expect(get.parameters.map(({ shape }) => shape.types)).toEqual([['integer']])
  expect(get.responses[0]?.contents[0]?.schema?.isValid('x')).toBe(false)
}

test('path items, parameters, responses and schemas of other files, in a circle', async () => {
  await write({
    'api/openapi.yaml': `${head}paths:
  /pets: {$ref: 'paths/pets%20all.yaml'}
  /pets/{id}:
    get:
      parameters: [{$ref: './common.json#/params/id'}]
      responses: {200: {$ref: 'common.json#/responses/a~1b'}}
components:
  schemas:
    Error: {type: object, required: [code], properties: {code: {type: integer}}}
`,
    'api/paths/pets all.yaml': `post:
  operationId: create
  requestBody: {content: {application/json: {schema: {$ref: ../schemas/Pet.yaml}}}}
  responses:
    201:
      description: OK
      content:
        application/json:
          schema: {$ref: ../schemas/Pet.yaml}
          examples:
            one: {externalValue: ../examples/one.json}
            two: {value: {$ref: 'not a reference.yaml'}}
    400: {description: Bad, content: {application/json: {schema: {$ref: '../openapi.yaml#/components/schemas/Error'}}}}
`,
    'api/common.json': JSON.stringify({
      params: { id: { name: 'id', in: 'path', required: true, schema: { type: 'integer' } } },
      responses: {
        'a/b': {
          description: 'OK',
          content: { 'application/json': { schema: { $ref: '#/more/any' } } },
        },
      },
      more: { any: { $ref: 'schemas/Pet.yaml#named' } },
    }),
    'api/schemas/Pet.yaml': `$defs: {name: {$anchor: named, type: string, minLength: 2}}
type: object
required: [name]
properties:
  name: {$ref: '#/$defs/name'}
  example: {$ref: '#/$defs/name'}
  child: {$ref: '#'}
  owner: {$ref: Owner.yaml}
example: {$ref: nothing.yaml}
`,
    'api/schemas/Owner.yaml':
      "type: object\nproperties: {pets: {type: array, items: {$ref: 'Pet.yaml'}}}\n",
    'api/examples/one.json': '{"name": "Rex"}',
  })
  const { source, contract } = await load()
  expect(contract.faults).toEqual([])
  expect(source.files).toEqual(
    [
      ...['openapi.yaml', 'paths/pets all.yaml', 'schemas/Pet.yaml', 'schemas/Owner.yaml'],
      ...['examples/one.json', 'common.json'],
    ].map((file) => join(folder, 'api', file)),
  )
  expectPets(contract)
})

test('places are those of the file, and a fault of a file spoils only its place', async () => {
  await write({
    'api/openapi.yaml': `${head}paths:
  /good: {get: {responses: {200: {description: OK}}}}
  /missing: {$ref: none.yaml}
  /broken: {get: {responses: {200: {$ref: broken.yaml}}}}
  /nowhere:
    get:
      parameters:
        - $ref: 'parts.yaml#/none'
      responses: {}
  /inner: {$ref: 'parts.yaml#/inner'}
`,
    'api/broken.yaml': 'a: [1\n',
    'api/parts.yaml': 'inner:\n  get:\n    parameters: text\n',
  })
  const { source, contract } = await load()
  const file = (name: string) => join(folder, 'api', name)
  expect(contract.operations.find(({ path }) => path === '/good')?.fault).toBeUndefined()
  expect(
    contract.faults.map(({ code, place }) => [code, place.file, place.line, place.column]),
  ).toEqual([
    ['contract-reference', file('openapi.yaml'), 5, 20],
    ['contract-malformed', file('broken.yaml'), expect.any(Number), expect.any(Number)],
    ['contract-reference', file('openapi.yaml'), 6, 43],
    ['contract-reference', file('openapi.yaml'), 10, 17],
    ['contract-invalid', file('parts.yaml'), 3, 17],
  ])
  expect(source.files).toContain(file('none.yaml'))
  expect(contract.faults[0]?.message).toContain('none.yaml')
})

test.each([
  ['file:///etc/passwd', 'file:///etc/passwd'],
  ['an absolute path', '/etc/passwd'],
  ['a host', '//localhost/etc/passwd'],
  ['a parent', '../secret.yaml'],
  ['an encoded parent', '%2e%2e/secret.yaml'],
  ['an encoded slash', '..%2fsecret.yaml'],
  ['a symbolic link', 'link.yaml'],
  ['another host', 'http://127.0.0.1:9/secret.yaml'],
  ['a null byte', 'a%00.yaml'],
  ['malformed encoding', '%zz.yaml'],
  ['a URL of no scheme we read', 'data:text/plain,type:%20string'],
])('%s is not followed', async (_, ref) => {
  await write({
    'secret.yaml': 'type: string\n',
    'api/openapi.yaml': `${head}paths:\n  /a: {get: {parameters: [{name: q, in: query, schema: {$ref: '${ref}'}}], responses: {}}}\n`,
  })
  await symlink(join(folder, 'secret.yaml'), join(folder, 'api/link.yaml'))
  const { source, contract } = await load()
  expect(JSON.stringify(source.document)).not.toContain('"type":"string"')
  expect(contract.faults).toHaveLength(1)
  expect(contract.faults[0]).toMatchObject({
    code: 'contract-reference',
    place: { file: join(folder, 'api/openapi.yaml'), line: 4 },
  })
  expect(() => contract.operations[0]?.parameters[0]?.schema.isValid('x')).toThrow(
    contract.faults[0]?.message,
  )
})

test('Swagger 2.0 in several files', async () => {
  await write({
    'api/swagger.yaml': `swagger: '2.0'
info: {title: T, version: '1'}
paths:
  /pets: {$ref: paths/pets.yaml}
definitions:
  Local: {type: object, required: [pet], properties: {pet: {$ref: 'common.yaml#/definitions/Pet'}}}
`,
    'api/paths/pets.yaml': `post:
  parameters:
    - {in: body, name: b, schema: {$ref: '../common.yaml#/definitions/Pet'}}
    - {$ref: '../common.yaml#/parameters/Limit'}
  responses:
    201: {description: OK, schema: {$ref: '../swagger.yaml#/definitions/Local'}}
    404: {$ref: '../common.yaml#/responses/Missing'}
`,
    'api/common.yaml': `parameters: {Limit: {in: query, name: limit, type: integer}}
responses: {Missing: {description: None, schema: {$ref: '#/definitions/Error'}}}
definitions:
  Pet: {type: object, properties: {error: {$ref: '#/definitions/Error'}, parent: {$ref: '#/definitions/Pet'}}}
  Error: {type: integer, x-nullable: true}
`,
  })
  const { source, contract } = await load('api/swagger.yaml')
  expect(contract.faults).toEqual([])
  const [post] = contract.operations
  expect(post?.parameters.map(({ name }) => name)).toEqual(['limit'])
  const [body, created, missing] = [post?.body, ...(post?.responses ?? [])].map(
    (one) => one?.contents[0]?.schema,
  )
  expect(body?.isValid({ error: null, parent: { error: 1 } })).toBe(true)
  expect(body?.isValid({ parent: { error: 'x' } })).toBe(false)
  expect(created?.isValid({})).toBe(false)
  expect(missing?.isValid('x')).toBe(false)
  expect(source.place('/components/schemas/Pet/properties/parent')).toMatchObject({
    file: join(folder, 'api/common.yaml'),
    line: 4,
  })
})

test('a folder that is allowed is read, by symbolic link as well', async () => {
  await write({
    'shared/text.yaml': 'type: string\n',
    'api/openapi.yaml': `${head}paths: {}\ncomponents: {schemas: {A: {$ref: ../shared/text.yaml}, B: {$ref: link.yaml}}}\n`,
  })
  await symlink(join(folder, 'shared/text.yaml'), join(folder, 'api/link.yaml'))
  const { contract } = await load('api/openapi.yaml', { allowRefs: [join(folder, 'shared')] })
  expect(contract.faults).toEqual([])
})

test('an $id of the set wins over a file of that name; mappings name files', async () => {
  await write({
    'api/openapi.yaml': `${head}paths: {}
components:
  schemas:
    Pet:
      $id: https://example.com/pet
      properties: {owner: {$ref: owner}, home: {$ref: home.yaml}}
    Owner: {$id: 'https://example.com/owner', type: string}
    Any:
      discriminator: {propertyName: kind, mapping: {cat: Cat.yaml, dog: Dog}}
      oneOf: [{$ref: Cat.yaml}]
`,
    'api/home.yaml': 'type: integer\n',
    'api/Cat.yaml': 'type: object\n',
  })
  const { source } = await load()
  expect(source.faults).toEqual([])
  expect(source.document).toMatchObject({
    components: {
      schemas: {
        Pet: { properties: { owner: { $ref: 'owner' }, home: { $ref: '#/x-files/home' } } },
        Any: {
          discriminator: { mapping: { cat: '#/x-files/Cat', dog: 'Dog' } },
          oneOf: [{ $ref: '#/x-files/Cat' }],
        },
      },
    },
  })
})

test.each(['utf16le', 'utf16be'])('%s is read', async (encoding) => {
  const bytes = Buffer.from(`\uFEFF${head}paths: {}\n`, 'utf16le')
  if (encoding === 'utf16be') bytes.swap16()
  await writeFile(join(folder, 'a.yaml'), bytes)
  expect((await load('a.yaml')).contract.title).toBe('T')
})
