import { compileContract } from '../../src/contract/compile.js'
import type { Contract } from '../../src/contract/contract.js'
import { asOpenApi } from '../../src/contract/load-swagger.js'
import { readSourceDocument } from '../../src/contract/source-document.js'
import { isObject, type JsonObject } from '../../src/lib/json-object.js'
import { valueAt } from '../../src/lib/json-pointer.js'

const text = `swagger: '2.0'
info: {title: Pets, version: '1'}
host: pets.example.com
basePath: /v1
consumes: [application/json]
parameters:
  Pet: {in: body, name: pet, required: true, schema: {$ref: '#/definitions/Pet'}}
  Limit: {in: query, name: limit, type: integer, default: 5, maximum: 50}
  Photo: {in: formData, name: photo, type: file, required: true}
responses:
  Missing: {description: Missing, schema: {$ref: '#/definitions/Error'}}
securityDefinitions:
  basic: {type: basic}
  key: {type: apiKey, in: header, name: X-Key}
  code: {type: oauth2, flow: accessCode, authorizationUrl: 'https://a.example', tokenUrl: 'https://t.example', scopes: {r: read}}
security: [{basic: []}]
paths:
  /pets:
    get:
      operationId: list
      produces: [application/xml, application/json;charset=utf-8]
      parameters:
        - $ref: '#/parameters/Limit'
        - {in: query, name: csv, type: array, items: {type: string}}
        - {in: query, name: ssv, type: array, items: {type: string}, collectionFormat: ssv}
        - {in: query, name: pipes, type: array, items: {type: string}, collectionFormat: pipes}
        - {in: query, name: multi, type: array, items: {type: string}, collectionFormat: multi}
        - {in: query, name: tsv, type: array, items: {type: string}, collectionFormat: tsv}
        - {in: header, name: X-Pairs, type: array, items: {type: array, items: {type: integer}}}
      responses:
        200:
          description: Pets
          schema: {type: array, items: {$ref: '#/definitions/Pet'}}
          examples: {application/json: [{kind: cat}]}
          headers: {X-Count: {type: integer}}
        404: {$ref: '#/responses/Missing'}
    post:
      operationId: create
      consumes: []
      parameters: [{$ref: '#/parameters/Pet'}]
      responses: {201: {description: Created, schema: {$ref: '#/definitions/Pet'}, examples: {application/json: {kind: cat}}}}
  /pets/{id}:
    parameters:
      - {in: path, name: id, type: integer, required: true}
      - $ref: '#/parameters/Photo'
    put:
      operationId: show
      responses: {200: {description: A picture, schema: {type: file}}}
    patch:
      operationId: tag
      consumes: [application/x-www-form-urlencoded, multipart/form-data]
      parameters:
        - {in: formData, name: photo, type: string}
        - {in: formData, name: tags, type: array, items: {type: string, pattern: '('}}
        - {in: formData, name: all, type: array, items: {type: string}, collectionFormat: multi}
        - {in: formData, name: size, type: integer, required: true, minimum: 1}
      responses: {204: {description: Done}}
  /animals: {$ref: '#/paths/~1pets'}
definitions:
  Pet:
    type: object
    discriminator: kind
    required: [kind]
    properties:
      kind: {type: string}
      nick: {type: string, x-nullable: true}
      owner: {$ref: '#/definitions/The Owner'}
  The Owner:
    type: object
    properties:
      name: {type: string, pattern: '('}
  Error: {type: object, properties: {code: {type: integer}}}
`

let contract: Contract
beforeAll(async () => {
  contract = compileContract(await asOpenApi(await readSourceDocument(text, 'pets.yaml')), 'pets')
})

const operation = (id: string) => {
  const found = contract.byId.get(id)
  if (!found) throw new Error(`There is no ${id}`)
  return found
}
const placeOf = (pointer: string) => {
  const { line, pointer: at } = contract.place(pointer)
  return `${text.split('\n')[(line ?? 0) - 1]?.trim().split(/[:,]/)[0]} ${at}`
}

test('Swagger 2.0 is served as OpenAPI 3.0', () => {
  expect(contract.document['openapi']).toMatch(/^3\.0\./)
  expect(contract.operations.map(({ id, path }) => `${id} ${path}`)).toEqual([
    'list /pets',
    'create /pets',
    'show /pets/{id}',
    'tag /pets/{id}',
    'list /animals',
    'create /animals',
  ])
  expect(contract.serverPaths).toEqual(['/v1'])
  expect(contract.faults).toEqual([])
})

test('parameters keep their styles; what no style can write is text', () => {
  const styles = Object.fromEntries(
    operation('list').parameters.map((one) => [
      one.name,
      `${one.style} ${one.explode} ${one.shape.types.join()}`,
    ]),
  )
  expect(styles).toEqual({
    limit: 'form true integer',
    csv: 'form false array',
    ssv: 'spaceDelimited false array',
    pipes: 'pipeDelimited false array',
    multi: 'form true array',
    tsv: 'form true string',
    'X-Pairs': 'simple false array',
  })
})

test('bodies: by reference, of the path, as forms', () => {
  const { body: created } = operation('create')
  expect(created?.required).toBe(true)
  expect(created?.contents.map(({ mediaType }) => mediaType)).toEqual(['application/json'])
  expect(operation('show').body?.contents.map(({ mediaType }) => mediaType)).toEqual([
    'multipart/form-data',
  ])
  const form = operation('tag').body?.contents ?? []
  expect(form.map(({ mediaType }) => mediaType).sort()).toEqual([
    'application/x-www-form-urlencoded',
    'multipart/form-data',
  ])
  for (const { schema, encodings } of form) {
    expect(schema?.schema).toMatchObject({
      required: ['size'],
      properties: { size: { type: 'integer', minimum: 1 }, photo: { type: 'string' } },
    })
    expect(encodings.get('tags')).toMatchObject({ style: 'form', explode: false })
    expect(encodings.has('all')).toBe(false)
  }
})

test('replies: media types of the operation, examples under them, files as bytes', () => {
  const [ok, missing] = operation('list').responses
  expect(ok?.contents.map(({ mediaType, examples }) => [mediaType, examples.length])).toEqual([
    ['application/xml', 0],
    ['application/json;charset=utf-8', 1],
  ])
  expect(ok?.headers.map(({ name }) => name)).toEqual(['X-Count'])
  expect(missing?.contents[0]?.mediaType).toBe('application/json')
  expect(operation('create').responses[0]?.contents).toHaveLength(1)
  expect(operation('show').responses[0]?.contents[0]?.schema?.schema).toMatchObject({
    type: 'string',
    format: 'binary',
  })
})

test('security schemes of every kind', () => {
  const kinds = [...contract.securitySchemes].map(([name, { type, scheme }]) => [
    name,
    type,
    scheme,
  ])
  expect(kinds).toEqual([
    ['basic', 'http', 'basic'],
    ['key', 'apiKey', undefined],
    ['code', 'oauth2', undefined],
  ])
})

test('discriminators and x-nullable', () => {
  const pet = valueAt(contract.document, '/components/schemas/Pet') as JsonObject
  expect(pet['discriminator']).toEqual({ propertyName: 'kind' })
  expect(valueAt(pet, '/properties/nick')).toEqual({ type: 'string', nullable: true })
})

test('places are those of the Swagger text', () => {
  const tag = '/paths/~1pets~1{id}/patch'
  expect(placeOf('/components/schemas/Pet/properties/kind')).toMatch(
    /^kind \/definitions\/Pet\/properties\/kind$/,
  )
  expect(placeOf('/components/schemas/The_Owner/properties/name')).toMatch(/^name \/definitions/)
  expect(placeOf('/components/parameters/Limit/schema/maximum')).toMatch(/\/parameters\/Limit/)
  expect(placeOf('/components/responses/Missing/content/application~1json/schema')).toBe(
    'Missing /responses/Missing/schema',
  )
  expect(placeOf('/components/securitySchemes/key')).toBe('key /securityDefinitions/key')
  expect(placeOf(`${tag}/requestBody/content/multipart~1form-data/schema/properties/size`)).toBe(
    `- {in ${tag}/parameters/3`,
  )
  expect(placeOf('/paths/~1pets/post/requestBody/content/application~1json/schema')).toBe(
    'parameters /paths/~1pets/post/parameters/0/schema',
  )
  expect(placeOf('/paths/~1pets~1{id}/parameters/0/schema/type')).toBe(
    '- {in /paths/~1pets~1{id}/parameters/0/type',
  )
  expect(placeOf('/paths/~1pets/get/responses/200/content/application~1xml/schema/items')).toBe(
    'schema /paths/~1pets/get/responses/200/schema/items',
  )
  expect(placeOf('/paths/~1pets/get/responses/200/headers/X-Count/schema')).toBe(
    'headers /paths/~1pets/get/responses/200/headers/X-Count',
  )
  expect(placeOf('/servers/0/url')).toBe('host /host')
  expect(placeOf('/openapi')).toBe('swagger /swagger')
})

test('a part that cannot be converted is left out and told with its place', async () => {
  const broken = text.replace(
    '    get:\n',
    '    head: {parameters: [{in: body, schema: {items: [null]}}, 7], tags: 1, responses: {200: [1]}, consumes: {a: 1}}\n    get:\n',
  )
  const { faults, operations } = compileContract(
    await asOpenApi(await readSourceDocument(broken, 'pets.yaml')),
    'pets',
  )
  expect(operations.map(({ id }) => id)).toContain('tag')
  expect(faults.map(({ code, place }) => [code, place.file, place.pointer])).toEqual([
    ['contract-invalid', 'pets.yaml', '/paths/~1pets'],
    ['contract-invalid', 'pets.yaml', '/paths/~1animals'],
  ])
})

test('what is left of an empty document is served', async () => {
  const bare = await asOpenApi(await readSourceDocument('swagger: 2.0\npaths: {}\n', 'bare.yaml'))
  expect(isObject(bare.document['paths'])).toBe(true)
  expect(compileContract(bare, 'bare').operations).toEqual([])
})
