import { applyOverlays } from '../../src/contract/apply-overlays.js'
import { compileContract } from '../../src/contract/compile.js'
import { readOverlay } from '../../src/contract/overlay.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'
import type { Finding } from '../../src/verify/finding.js'
import { findingOf } from '../../src/verify/finding-of.js'
import { judgeReply } from '../../src/verify/judge/judge-reply.js'
import { inferSchema } from '../../src/verify/suggest/infer-schema.js'
import { suggestOverlay } from '../../src/verify/suggest/suggest-overlay.js'
import type { WireReply } from '../../src/verify/wire.js'

const reply = (status: number, mediaType: string, body: string): WireReply => ({
  ...{ status, headers: ['Content-Type', mediaType], milliseconds: 1 },
  bytes: Buffer.from(body),
})

const documentOf = (openapi: string) => ({
  openapi,
  info: { title: 'T', version: '1' },
  paths: {
    "/pets/{it's}": {
      get: {
        operationId: 'getPet',
        responses: {
          200: { $ref: '#/components/responses/Pet' },
          204: { description: 'none' },
        },
      },
    },
  },
  components: {
    responses: {
      Pet: {
        description: 'ok',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
      },
    },
    schemas: {
      Pet: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          friends: {
            type: 'array',
            items: { allOf: [{ properties: { id: { type: 'integer' } } }] },
          },
        },
      },
    },
  },
})

const replies: readonly WireReply[] = [
  reply(
    200,
    'application/json',
    '{"name":"a","age":3,"friends":[{"id":1,"since":"x"},{"id":2,"since":null}]}',
  ),
  reply(200, 'application/json', '{"name":"b","age":3.5,"seen":[{"at":1},{"by":"c"}]}'),
  reply(200, 'application/xml', '<a/>'),
  reply(418, 'application/json; charset=utf-8', '{"teapot":true}'),
  reply(418, 'application/json', '{"teapot":false,"why":null}'),
  reply(400, 'text/plain', 'no'),
]

const judged = (document: object): readonly Finding[] => {
  const contract = compileContract(sourceDocumentOf(document as never), 't')
  const operation = contract.byId.get('getPet')!
  return replies.flatMap((answer) =>
    judgeReply(operation, answer).map((fault) => findingOf(contract, operation, fault, { answer })),
  )
}

const suggested = (document: object) =>
  suggestOverlay(compileContract(sourceDocumentOf(document as never), 't'), judged(document))

describe.each(['3.0.3', '3.1.0'])('OpenAPI %s', (version) => {
  test('applied to the contract, the overlay takes the findings away', () => {
    const document = documentOf(version)
    expect(new Set(judged(document).map(({ rule }) => rule))).toEqual(
      new Set(['V101', 'V102', 'V105']),
    )
    const value = JSON.parse(JSON.stringify(suggested(document))) as unknown
    const place = (pointer: string) => ({ pointer })
    const overlay = readOverlay({ name: 'o', value, url: new URL('file:///o.json'), place })
    const changed = applyOverlays(sourceDocumentOf(document as never), [overlay])
    expect(changed.faults).toEqual([])
    expect(judged(changed.document).map(({ message }) => message)).toEqual([])
  })
})

test('what the actions say', () => {
  const actions = suggested(documentOf('3.1.0'))!.actions
  expect(actions.map(({ target }) => target)).toEqual([
    "$['components']['schemas']['Pet']",
    "$['components']['schemas']['Pet']['properties']['friends']['items']['allOf'][0]",
    "$['components']['responses']['Pet']",
    "$['paths']['/pets/{it\\'s}']['get']['responses']",
  ])
  expect(actions[3]?.update).toEqual({
    400: { description: 'Bad Request', content: { 'text/plain': {} } },
    418: {
      description: expect.any(String) as string,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            properties: { teapot: { type: 'boolean' }, why: { type: 'null' } },
          },
        },
      },
    },
  })
})

test('what answers have more is read only where requests are made of the same schema', () => {
  const document = documentOf('3.1.0')
  const readOnly = (given: object) =>
    JSON.stringify(suggested(given as typeof document)?.actions[0]?.update).includes('readOnly')
  expect(readOnly(document)).toBe(false)
  const schema = { $ref: '#/components/schemas/Pet' }
  const post = {
    requestBody: { content: { 'application/json': { schema } } },
    responses: { 201: { description: 'made' } },
  }
  const paths = { ...document.paths, '/pets': { post } }
  expect(readOnly({ ...document, paths })).toBe(true)
})

test('nothing to add is no overlay; parts of other files are left alone', () => {
  const document = documentOf('3.1.0')
  const contract = compileContract(sourceDocumentOf(document as never), 't')
  expect(suggestOverlay(contract, [])).toBeUndefined()
  const elsewhere = judged(document).map((one) => ({
    ...one,
    contractPointer: '/x-files/a/properties',
  }))
  expect(suggestOverlay(contract, elsewhere)).toBeUndefined()
})

test.each([
  [[1, 2.5], { type: 'number' }, { type: 'number' }],
  [[1, 10n], { type: 'integer' }, { type: 'integer' }],
  [['a', null], { type: 'string', nullable: true }, { type: ['null', 'string'] }],
  [['a', 1], {}, { type: ['integer', 'string'] }],
  [
    [[], [1]],
    { type: 'array', items: { type: 'integer' } },
    { type: 'array', items: { type: 'integer' } },
  ],
  [[null], {}, { type: 'null' }],
])('the schema of %p', (values, old, young) => {
  expect(inferSchema(values, '3.0')).toEqual(old)
  expect(inferSchema(values, '3.1')).toEqual(young)
})
