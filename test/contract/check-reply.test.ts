import { checkReply } from '../../src/contract/check-reply.js'
import { compileContract } from '../../src/contract/compile.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'

const number = { schema: { type: 'integer' } }
const text = { schema: { type: 'string' } }

const responses = {
  '200': {
    description: '',
    headers: {
      'X-Count': { schema: { type: 'integer', maximum: 9 } },
      'X-Ids': { schema: { type: 'array', items: { type: 'integer' } } },
      'X-Map': { explode: true, schema: { properties: { n: { type: 'integer' } } } },
      'X-Json': { content: { 'application/json': { schema: { type: 'object' } } } },
      'Set-Cookie': { schema: { type: 'string', pattern: '^a=' } },
    },
    content: {
      'application/json': number,
      'application/vnd.shop+json': text,
      'application/vnd.shop+json; version=2': number,
      'text/*': {},
    },
  },
  '201': { description: '', headers: { Location: { required: true, schema: { type: 'string' } } } },
  '4XX': { description: '', content: { '*/*': text } },
  default: { description: '', content: { 'Application/Problem+JSON; charset=utf-8': text } },
}

const document = {
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  paths: { '/a': { get: { operationId: 'a', responses } } },
}
const contract = compileContract(sourceDocumentOf(document), 't')
const operation = contract.operations[0]!

const json = 'application/json'
const shop = 'application/vnd.shop+json'

/** Status, headers, media type, body, and what is wrong: location, pointer and rule. */
type Row = readonly [number, readonly string[], string | undefined, unknown, readonly string[]]

const rows: readonly Row[] = [
  [200, [], json, 1, []],
  [200, [], json, 'x', ['response  type']],
  [200, [], 'APPLICATION/JSON; charset=UTF-8', 1, []],
  [200, [], shop, 'x', []],
  [200, [], `${shop}; version=2`, 1, []],
  [200, [], `${shop}; version=2`, 'x', ['response  type']],
  [200, [], `${shop}; version=3`, 'x', []],
  [200, [], 'application/other+json', 'x', ['response  type']],
  [200, [], 'text/csv', 'a,b', []],
  [200, [], 'image/png', 'x', ['response  media-type']],
  [200, [], 'nonsense', 'x', ['response  media-type']],
  [200, [], undefined, undefined, ['response  required']],
  [200, ['x-count', '3'], json, 1, []],
  [200, ['X-Count', 'many'], json, 1, ['header /X-Count type']],
  [200, ['X-Count', '10'], json, 'x', ['header /X-Count maximum', 'response  type']],
  [200, ['X-Ids', '1', 'X-Ids', '2'], json, 1, []],
  [200, ['X-Ids', '1,b'], json, 1, ['header /X-Ids/1 type']],
  [200, ['X-Map', 'n=1'], json, 1, []],
  [200, ['X-Map', 'n=x'], json, 1, ['header /X-Map/n type']],
  [200, ['X-Json', '{}'], json, 1, []],
  [200, ['X-Json', '[]'], json, 1, ['header /X-Json type']],
  [200, ['Set-Cookie', 'b=1', 'Set-Cookie', 'c=2'], json, 1, []],
  [201, ['location', '/x'], undefined, undefined, []],
  [201, [], undefined, undefined, ['header /Location required']],
  [201, ['location', '/x'], json, 1, ['response  media-type']],
  [404, [], 'image/png', 'x', []],
  [404, [], json, 1, ['response  type']],
  [500, [], 'application/problem+json', 'x', []],
  [500, [], 'application/problem+json', 1, ['response  type']],
  [500, [], 'text/plain', 'x', ['response  media-type']],
]

test.each(rows)('%i %j %s %j: %j', (status, headers, type, body, wrong) => {
  const found = checkReply(operation, status, headers, type, body)
  expect(found.map((one) => `${one.location} ${one.pointer} ${one.rule}`)).toEqual(wrong)
})

test('a status that nothing documents', () => {
  const [response] = [{ ...operation, responses: operation.responses.slice(0, 1) }]
  expect(checkReply(response, 500, [], json, 1)).toMatchObject([{ rule: 'status' }])
})
