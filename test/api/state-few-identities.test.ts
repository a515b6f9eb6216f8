import { ask } from '../mock/ask.js'
import { openServer } from './support/open-server.js'

const order = {
  type: 'object',
  properties: { id: { type: 'integer' }, note: { type: 'string' } },
}
const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const answered = (schema: object) => ({ description: '', ...json(schema) })
const orderId = { type: 'integer', minimum: 1, maximum: 2 }

const contract = {
  openapi: '3.0.3',
  info: { title: 'Orders', version: '1' },
  paths: {
    '/orders': {
      get: { operationId: 'list', responses: { 200: answered({ type: 'array', items: order }) } },
      post: {
        operationId: 'create',
        requestBody: json(order),
        responses: { 200: answered(order) },
      },
    },
    '/orders/{orderId}': {
      get: {
        operationId: 'read',
        parameters: [{ name: 'orderId', in: 'path', required: true, schema: orderId }],
        responses: { 200: answered(order) },
      },
    },
  },
}

test('where paths allow no further identity, things are made all the same, and listed', async () => {
  const server = await openServer({ contract, state: 'on' })
  const made: unknown[] = []
  for (let count = 0; count < 5; count++) {
    const body = count === 4 ? { id: 77, note: 'a' } : { note: 'a' }
    const answer = await ask(server, 'POST /orders', { body })
    expect(answer.status).toBe(200)
    made.push((answer.json as { id: unknown }).id)
  }
  expect(new Set(made).size).toBe(5)
  expect(made).toContain(77)
  const listed = (await ask(server, 'GET /orders')).json as readonly { id: unknown }[]
  expect(listed.map(({ id }) => id)).toEqual(expect.arrayContaining(made))
})
