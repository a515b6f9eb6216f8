import { checkReply } from '../../src/contract/check-reply.js'
import { compileContract } from '../../src/contract/compile.js'
import type { Operation } from '../../src/contract/contract.js'
import { readRequest } from '../../src/contract/read-request.js'
import { createSchemaCompiler } from '../../src/contract/schema-compiler.js'
import { readSourceDocument, sourceDocumentOf } from '../../src/contract/source-document.js'
import type { Violation } from '../../src/errors.js'
import { generateValue } from '../../src/generate/generate-value.js'
import { bytesOf } from '../../src/lib/text-bytes.js'

const properties = {
  id: { type: 'integer', readOnly: true },
  name: { type: 'string' },
  secret: { type: 'string', writeOnly: true },
}
const required = ['id', 'name', 'secret']
const user = { type: 'object', required, properties }
const ref = { $ref: '#/components/schemas/User' }

const schemas: Record<string, object> = {
  plain: ref,
  closed: { ...user, additionalProperties: false },
  allOf: { allOf: [ref, { required: ['id', 'secret'] }] },
  around: { required: ['id'], allOf: [ref] },
  oneOf: { oneOf: [ref, { type: 'string' }] },
}

const operations: Record<string, Operation> = {}

beforeAll(async () => {
  const content = (schema: object) => ({ content: { 'application/json': { schema } } })
  const paths = Object.entries(schemas).map(([operationId, schema]) => {
    const responses = { 200: { description: 'ok', ...content(schema) } }
    return [`/${operationId}`, { post: { operationId, requestBody: content(schema), responses } }]
  })
  const document = {
    openapi: '3.0.3',
    info: { title: 'T', version: '1' },
    paths: Object.fromEntries(paths) as object,
    components: { schemas: { User: user } },
  }
  const source = await readSourceDocument(JSON.stringify(document), 'api.json')
  for (const operation of compileContract(source, 'api').operations)
    operations[operation.id] = operation
})

const rules = (violations: readonly Violation[]) =>
  violations.map(({ rule, pointer }) => `${rule} ${pointer}`)

const requestOf = (name: string, body: object) =>
  readRequest({
    operation: operations[name] as Operation,
    path: {},
    query: '',
    headers: { 'content-type': 'application/json' },
    bytes: bytesOf(JSON.stringify(body)),
  }).violations

const replyOf = (name: string, body: unknown) =>
  checkReply(operations[name] as Operation, 200, [], 'application/json', body)

describe.each(Object.keys(schemas))('%s', (name) => {
  test('a request needs nothing that is read-only, and may not send it', () => {
    expect(requestOf(name, { name: 'a', secret: 's' })).toEqual([])
    const found = rules(requestOf(name, { id: 1, name: 'a', secret: 's' }))
    expect(found).toContain('readOnly /id')
    expect(found.filter((rule) => rule.includes('/id'))).toHaveLength(1)
  })

  test('a reply needs nothing that is write-only, and may not carry it', () => {
    expect(replyOf(name, { id: 1, name: 'a' })).toEqual([])
    expect(rules(replyOf(name, { id: 1, name: 'a', secret: 's' }))).toContain('writeOnly /secret')
  })

  test('values made for a reply are valid without it', async () => {
    const schema = operations[name]?.responses[0]?.contents[0]?.schema
    const value = schema && (await generateValue(schema, { seed: 'a', mode: 'static', name }))
    expect(value).toMatchObject({ id: expect.any(Number) as number })
    expect(replyOf(name, value)).toEqual([])
  })
})

const nested = {
  type: 'object',
  required: ['user', 'at'],
  properties: { user: ref, at: { allOf: [{ $ref: '#/components/schemas/Stamp' }] } },
}

test('what is read-only is so through references, compositions and lists', () => {
  const document = {
    openapi: '3.0.3',
    x: {
      type: 'array',
      items: {
        allOf: [{ allOf: [{ $ref: '#/components/schemas/Nested' }, { required: ['at'] }] }],
      },
    },
    components: {
      schemas: { User: user, Stamp: { type: 'string', readOnly: true }, Nested: nested },
    },
  }
  const { validate } = createSchemaCompiler(sourceDocumentOf(document)).at('/x', 'request')
  const check = (value: unknown) => rules(validate([value], { location: 'body', pointer: '' }))
  expect(check({ user: { name: 'a', secret: 's' } })).toEqual([])
  expect(check({ user: { id: 1, name: 'a', secret: 's' }, at: 'now' }).sort()).toEqual([
    'readOnly /0/at',
    'readOnly /0/user/id',
  ])
})

test('a property that is read-only is no unevaluated one', () => {
  const document = {
    openapi: '3.1.0',
    x: { allOf: [ref], properties: { more: {} }, unevaluatedProperties: false },
    components: { schemas: { User: user } },
  }
  const { validate } = createSchemaCompiler(sourceDocumentOf(document)).at('/x', 'request')
  const check = (value: object) => rules(validate(value, { location: 'body', pointer: '' }))
  const plain = { name: 'a', secret: 's' }
  expect(check({ ...plain, more: 1 })).toEqual([])
  expect(check({ ...plain, id: 1 })).toEqual(['readOnly /id'])
  expect(check({ ...plain, other: 1 })).toEqual(['unevaluatedProperties '])
})

test.each([
  ['allOf', { nullable: true, allOf: [ref] }],
  ['oneOf', { nullable: true, oneOf: [ref, { type: 'integer' }] }],
  ['anyOf', { nullable: true, anyOf: [ref] }],
  ['enum', { nullable: true, enum: ['x', 'y'] }],
])('null may be sent where nullable stands beside %s', (_, schema) => {
  const document = (openapi: string) => ({
    openapi,
    x: schema,
    components: { schemas: { User: user } },
  })
  const check = (openapi: string, value: unknown) =>
    createSchemaCompiler(sourceDocumentOf(document(openapi)))
      .at('/x', 'request')
      .isValid(value)
  expect(check('3.0.3', null)).toBe(true)
  expect(check('3.0.3', true)).toBe(false)
  expect(check('3.1.0', null)).toBe(false)
})

test('the violation says what is wrong', () => {
  expect(requestOf('plain', { id: 1, name: 'a', secret: 's' })).toMatchObject([
    { rule: 'readOnly', message: 'body /id: expected no property that is read-only, got 1' },
  ])
})
