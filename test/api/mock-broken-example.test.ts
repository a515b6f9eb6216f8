import { ask } from '../mock/ask.js'
import { getThing, oneOperation } from '../mock/one-operation.js'
import { openLoggedServer, openServer } from './support/open-server.js'

const schema = {
  type: 'object',
  required: ['size'],
  properties: { size: { type: 'integer', minimum: 5, maximum: 5 } },
}

const answering = (content: object) => oneOperation({ content: { 'application/json': content } })

const rows: readonly (readonly [string, object, unknown])[] = [
  ['a valid example stays', { schema, example: { size: 5, more: 1 } }, { size: 5, more: 1 }],
  ['a wrong type gives way', { schema, example: { size: 'big' } }, { size: 5 }],
  ['so does a missing property', { schema, example: {} }, { size: 5 }],
  ['so does the first of several', { schema, examples: { a: { value: 1 } } }, { size: 5 }],
  ['without a schema nothing breaks', { example: { size: 'big' } }, { size: 'big' }],
  ['where nothing is valid it stays', { schema: false, example: 'any' }, 'any'],
  [
    'a schema that cannot be used breaks no example',
    { schema: { type: 'string', pattern: '(' }, example: 'any' },
    'any',
  ],
]

test.each(rows)('%s', async (_, content, body) => {
  const server = await openServer({ contract: answering(content) })
  expect((await ask(server, getThing)).json).toEqual(body)
})

test('the log says so once, with the place', async () => {
  const contract = answering({ schema, example: {} })
  const { server, log } = await openLoggedServer({ contract })
  await ask(server, getThing)
  await ask(server, getThing, { headers: { accept: 'application/*' } })
  await ask(server, getThing, { headers: { prefer: 'code=200' } })
  await ask(server, 'GET /things/x7')
  const warnings = log.filter((entry) => entry.level === 'warn')
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toMatchObject({
    message: expect.stringContaining('The example breaks its schema: /size is missing') as string,
    code: 'contract-example',
    place: {
      pointer: '/paths/~1things~1{thingId}/get/responses/200/content/application~1json/example',
    },
  })
})

test('an example that is asked for by name is answered as it is', async () => {
  const contract = answering({ schema, examples: { odd: { value: { size: 'odd' } } } })
  const { server, log } = await openLoggedServer({ contract })
  const answer = await ask(server, getThing, { headers: { prefer: 'example=odd' } })
  expect(answer.json).toEqual({ size: 'odd' })
  expect(log.filter((entry) => entry.level === 'warn')).toEqual([])
})

test('a refusal in a documented shape is valid, though its example is not', async () => {
  const refused = {
    description: 'No',
    content: {
      'application/json': {
        schema: { type: 'object', required: ['message'], properties: { message: {} } },
        example: { text: 'No' },
      },
    },
  }
  const operation = {
    responses: { '200': { description: 'It' }, '400': refused },
    parameters: [{ name: 'q', in: 'query', required: true, schema: { type: 'string' } }],
  }
  const server = await openServer({ contract: oneOperation({}, { operation }) })
  const answer = await ask(server, getThing)
  expect(answer.status).toBe(400)
  expect(answer.json).toHaveProperty('message')
})
