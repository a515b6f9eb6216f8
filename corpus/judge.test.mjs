// node --test corpus/judge.test.mjs: the judge knows right from wrong (test/api/real-documents.test.ts runs it).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createJudge } from './judge.mjs'

const documentWith = (schema, openapi = '3.0.3') => ({
  openapi,
  components: {
    schemas: {
      Node: { type: 'object', properties: { next: { $ref: '#/components/schemas/Node' } } },
      Secret: {
        type: 'object',
        required: ['id', 'password'],
        properties: { id: { type: 'integer' }, password: { type: 'string', writeOnly: true } },
      },
    },
  },
  paths: {},
  schema,
})

const bodyOf = (schema, value, openapi) => {
  const judge = createJudge(documentWith(schema, openapi))
  const content = { 'application/json': { schema } }
  const operation = { responses: { 200: { description: '', content } } }
  const text = JSON.stringify(value)
  return judge({ operation, status: 200, contentType: 'application/json', text }).body
}

const secret = { $ref: '#/components/schemas/Secret' }
const node = { $ref: '#/components/schemas/Node' }

const rows = [
  [{ type: 'string' }, 'a', 'valid'],
  [{ type: 'string' }, 1, 'invalid'],
  [{ type: 'string', nullable: true }, null, 'valid'],
  [{ type: 'string' }, null, 'invalid'],
  [{ type: 'string', nullable: true, enum: ['a'] }, null, 'valid'],
  [{ type: 'string', nullable: true, enum: ['a'] }, 'b', 'invalid'],
  [{ type: 'integer', minimum: 1, exclusiveMinimum: true }, 1, 'invalid'],
  [{ type: 'integer', minimum: 1, exclusiveMinimum: true }, 2, 'valid'],
  [{ type: 'integer', format: 'int32' }, 2147483648, 'invalid'],
  [{ type: 'string', format: 'date-time' }, 'yesterday', 'invalid'],
  [{ type: 'string', format: 'byte' }, 'a?b', 'invalid'],
  [{ type: 'string', pattern: '^[\\w-.]+$' }, 'a-b', 'valid'],
  [{ type: 'string', pattern: '^[\\w-.]+$' }, 'a b', 'invalid'],
  [{ type: 'string', pattern: '^\\p{XDigit}+$' }, 'xyz', 'invalid'],
  [node, { next: { next: {} } }, 'valid'],
  [node, { next: { next: 1 } }, 'invalid'],
  [{ $ref: '#/components/schemas/None' }, 1, 'unjudged'],
  [secret, { id: 1 }, 'valid'],
  [secret, { id: 1, password: 'x' }, 'invalid'],
  [{ allOf: [secret, { type: 'object', required: ['password'] }] }, { id: 1 }, 'valid'],
  [{ type: ['string', 'null'] }, null, 'valid', '3.1.0'],
  [{ type: 'string', nullable: true }, null, 'invalid', '3.1.0'],
  [{ ...node, required: ['next'] }, {}, 'invalid', '3.1.0'],
  [{ ...node, required: ['next'] }, {}, 'valid', '3.0.3'],
]

for (const [schema, value, expected, openapi] of rows)
  test(`${openapi ?? ''} ${JSON.stringify(schema)} ${JSON.stringify(value)} is ${expected}`, () => {
    assert.equal(bodyOf(schema, value, openapi), expected)
  })

const judged = (responses, reply) =>
  createJudge(documentWith({}))({ operation: { responses }, text: '', ...reply })

test('statuses: itself, its range, the default; no other', () => {
  assert.equal(judged({ 200: {} }, { status: 200 }).status, 'documented')
  assert.equal(judged({ '2XX': {} }, { status: 201 }).status, 'documented')
  assert.equal(judged({ default: {} }, { status: 500 }).status, 'documented')
  assert.equal(judged({ 200: {} }, { status: 404 }).status, 'undocumented')
  assert.equal(judged({ 200: {}, 404: {} }, { status: 404 }).status, 'unexpected')
})

test('media types: as documented, ranges among them; no other', () => {
  const reply = { status: 200, text: 'text', contentType: 'text/csv; charset=utf-8' }
  assert.equal(judged({ 200: { content: { 'text/*': {} } } }, reply).body, 'other')
  assert.equal(judged({ 200: { content: { 'text/html': {} } } }, reply).body, 'invalid')
})
