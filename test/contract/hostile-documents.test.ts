import { readSourceDocument } from '../../src/contract/source-document.js'
import { ask } from '../mock/ask.js'
import { openServer } from '../api/support/open-server.js'
import { budget } from '../support/budget.js'

const deep = 20_000

test.each([
  ['brackets', '['.repeat(deep)],
  ['closed brackets', '['.repeat(deep) + ']'.repeat(deep)],
  ['braces', '{"a":'.repeat(deep)],
  ['closed braces', `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`],
  ['dashes', '- '.repeat(deep)],
  ['spaced brackets', `openapi: 3.1.0\nx: ${'[ '.repeat(deep)}`],
  ['a circle of anchors', 'openapi: 3.1.0\nx: &x {y: *x}\n'],
])('%s nested without end are refused at once', async (_, text) => {
  const started = performance.now()
  await expect(readSourceDocument(text)).rejects.toMatchObject({ code: 'contract-malformed' })
  expect(performance.now() - started).toBeLessThan(budget(3000))
})

test.each(['__proto__', 'constructor', 'toString'])('%s is a name like any other', async (name) => {
  const schema = { $ref: `#/components/schemas/${name}` }
  const contract = JSON.parse(`{"openapi": "3.1.0", "paths": {"/${name}": {"post": {
    "operationId": "${name}", "parameters": [{"name": "${name}", "in": "query", "schema": {"type": "integer"}}],
    "requestBody": {"content": {"application/json": {"schema": ${JSON.stringify(schema)}}}}}}},
    "components": {"schemas": {"${name}": {"type": "string"}}}}`) as object
  const server = await openServer({ contract: contract as Record<string, unknown> })
  expect((await ask(server, `POST /${name}`, { body: '"a"' })).status).toBe(200)
  expect((await ask(server, `POST /${name}`, { body: '1' })).status).toBe(422)
  expect((await ask(server, `POST /${name}?${name}=x`, { body: '"a"' })).status).toBe(422)
})

test.each([
  ['a reference', { $ref: '#/components/schemas/A' }],
  ['allOf', { allOf: [{ $ref: '#/components/schemas/A' }] }],
  ['anyOf', { anyOf: [{ $ref: '#/components/schemas/A' }, { type: 'string' }] }],
])(
  'a schema that is itself by %s is the fault of the contract, not of the server',
  async (_, A) => {
    const content = { 'application/json': { schema: { $ref: '#/components/schemas/A' } } }
    const contract = {
      openapi: '3.1.0',
      paths: { '/a': { post: { requestBody: { content }, responses: {} } } },
      components: { schemas: { A } },
    }
    const server = await openServer({ contract })
    const answer = await ask(server, 'POST /a', { body: { n: 1 } })
    expect(answer).toMatchObject({ status: 501, json: { diagnosis: 'contract-schema' } })
  },
)
