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
  ['a 400 in XML only', { '400': { description: '', content: { 'text/xml': {} } } }, 400],
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
