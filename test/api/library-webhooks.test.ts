import { openServer } from './support/open-server.js'
import { openReceiver } from './support/receiver.js'

const schema = {
  type: 'object',
  required: ['id', 'at'],
  properties: { id: { type: 'integer' }, at: { type: 'string', pattern: '^[a-z]{8}$' } },
}
const examples = { first: { value: { id: 1, at: 'aaaaaaaa' } }, second: { value: { id: 2 } } }
const contract = {
  openapi: '3.1.0',
  info: { title: 'One', version: '1' },
  webhooks: {
    newPet: {
      post: {
        summary: 'A pet is new',
        requestBody: { content: { 'application/json': { schema, examples } } },
        responses: { '200': { description: 'taken' } },
      },
    },
    gone: { $ref: '#/components/pathItems/gone' },
  },
  components: {
    pathItems: {
      gone: { delete: { responses: { '2XX': { description: '' } } } },
    },
  },
}

test('webhooks are listed and sent', async () => {
  const receiver = await openReceiver({ status: 200 })
  const server = await openServer({ contract })
  expect(server.webhooks()).toEqual([
    { name: 'newPet', method: 'POST', summary: 'A pet is new' },
    { name: 'gone', method: 'DELETE' },
  ])
  const to = `${receiver.url}/hook`
  const result = await server.webhook('newPet', { to })
  expect(result).toMatchObject({ answer: { status: 200 }, violations: [] })
  await server.webhook('newPet', { to, example: 'second' })
  await server.webhook('newPet', { to, seed: 7 })
  await server.webhook('newPet', { to, seed: 7 })
  await server.webhook('newPet', { to, body: 'as it is' })
  await server.webhook('gone', { to })
  const bodies = receiver.received.map(({ body }) => body)
  expect(bodies.slice(0, 2)).toEqual(['{"id":1,"at":"aaaaaaaa"}', '{"id":2}'])
  expect(JSON.parse(bodies[2] ?? '')).toMatchObject({ at: expect.stringMatching(/^[a-z]{8}$/) })
  expect(bodies[3]).toBe(bodies[2])
  expect(bodies.slice(4)).toEqual(['as it is', ''])
  expect(receiver.received.at(-1)).toMatchObject({ method: 'DELETE', url: '/hook' })
})

test('an answer against the contract is told', async () => {
  const receiver = await openReceiver({ status: 418 })
  const server = await openServer({ contract })
  const { violations } = await server.webhook('newPet', { to: receiver.url })
  expect(violations).toMatchObject([{ rule: 'status', got: '"418"' }])
})

test.each([
  ['newPets', { to: 'http://localhost:1' }, 'option-invalid', /Did you mean newPet/],
  ['newPet', { to: 'localhost:1' }, 'option-invalid', /no http or https URL/],
  ['newPet', { to: 'http://localhost:1', example: 'x' }, 'option-invalid', /no example x/],
  ['newPet', { to: 'http://192.0.2.1:9' }, 'target-forbidden', /192\.0\.2\.1/],
  ['newPet', { to: 'http://127.0.0.1:9' }, 'target-unreachable', /gave no answer/],
])('%s %j is refused: %s', async (name, options, code, message) => {
  const server = await openServer({ contract })
  await expect(server.webhook(name, options)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  })
})
