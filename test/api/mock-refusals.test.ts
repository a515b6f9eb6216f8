import { ask } from '../mock/ask.js'
import { getThing, oneOperation } from '../mock/one-operation.js'
import { openServer } from './support/open-server.js'

const parameters = [
  { name: 'q', in: 'query', required: true, schema: { type: 'integer' } },
  { name: 'thingId', in: 'path', required: true, schema: { type: 'string' } },
]

const refused = async (responses: object, prefer = '', query = '') => {
  const operation = { parameters, responses: { '200': { description: '' }, ...responses } }
  const server = await openServer({ contract: oneOperation({}, { operation }) })
  return ask(server, getThing + query, { headers: prefer === '' ? {} : { prefer } })
}

const content = {
  'application/json': {
    schema: { type: 'object', properties: { message: { type: 'string' } } },
    examples: { a: { value: { message: 'A' } }, b: { value: { message: 'B' } } },
  },
}

test.each([
  ['nothing', {}, 422],
  ['a 400 without a body', { '400': { description: '' } }, 400],
  ['a 4XX without a body', { '4XX': { description: '' } }, 422],
])('where %s is documented, a problem says it', async (_, responses, status) => {
  const answer = await refused(responses)
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.json).toMatchObject({ status, violations: [{ pointer: '/q' }] })
})

test.each([
  ['code=422, example=b', 'B'],
  ['example=b', 'query /q'],
  ['code=400, example=b', 'query /q'],
  ['code=422, example=c', 'query /q'],
])('%s', async (prefer, message) => {
  const answer = await refused({ '422': { description: '', content } }, prefer)
  expect(answer.status).toBe(422)
  expect(answer.json).toEqual({ message: expect.stringContaining(message) as string })
})

test("the violations are listed in Prism's form as well", async () => {
  expect((await refused({}, '', '?q=x')).json).toMatchObject({
    validation: [{ location: ['query', 'q'], severity: 'Error', code: 'type' }],
  })
})

const message = {
  type: 'object',
  required: ['message', 'trace'],
  properties: {
    message: { type: 'string' },
    trace: { type: 'string', format: 'uuid' },
  },
}
const text = /query \/q/

test.each([
  [
    '*/*',
    { schema: message },
    'application/json',
    /^\{"message":"[^"]*query \/q.*"trace":"[-0-9a-f]{36}"/,
  ],
  ['application/*', { schema: message }, 'application/json', /^\{"message":"[^"]*query \/q/],
  ['text/plain', { schema: { type: 'string' } }, 'text/plain', text],
  ['text/plain', { example: 'Wrong.' }, 'text/plain', text],
  [
    'text/plain',
    { schema: { type: 'string', maxLength: 3 }, example: 'No.' },
    'text/plain',
    /^No\.$/,
  ],
  ['text/plain', {}, 'text/plain', text],
  ['text/xml', {}, 'text/xml', /<status>400<.*<detail>[^<]*query \/q/],
  ['application/xml', { schema: message }, 'application/xml', /<message>[^<]*query \/q.*<trace>/],
  ['application/problem+json', {}, 'application/problem+json', /"status":400.*query \/q/],
  ['text/html', { schema: { type: 'string' } }, 'text/html', text],
  ['text/html', { example: '<p>No</p>' }, 'text/html', /^<p>No<\/p>$/],
  ['image/png', {}, null, /^$/],
  ['application/json', { schema: { type: 'string', minLength: 2, maxLength: 1 } }, null, /^$/],
])('%s with %j: no refusal in another form', async (mediaType, described, type, body) => {
  const answer = await refused({ '400': { description: '', content: { [mediaType]: described } } })
  expect(answer.status).toBe(400)
  expect(answer.headers.get('content-type')).toBe(type)
  expect(answer.text).toMatch(body)
  expect(answer.headers.get('violations')).toContain('/q')
})

test('a refusal has the headers that are documented of it', async () => {
  const uuid = { type: 'string', format: 'uuid' }
  const headers = {
    'X-Request-ID': { schema: uuid },
    'X-Limit': { required: true, schema: { type: 'integer', minimum: 7, maximum: 7 } },
    Violations: { schema: { type: 'string' }, example: 'never' },
  }
  for (const response of [{ content }, {}]) {
    const answer = await refused({ '400': { description: '', headers, ...response } })
    expect(answer.status).toBe(400)
    expect(answer.headers.get('x-request-id')).toMatch(/^[\da-f]{8}-[\da-f]{4}-/)
    expect(answer.headers.get('x-limit')).toBe('7')
    expect(answer.headers.get('violations')).toContain('/q')
  }
})
