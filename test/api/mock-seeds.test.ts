import { ask } from '../mock/ask.js'
import { openServer } from './support/open-server.js'

const string = { type: 'string' }
const post = {
  type: 'object',
  required: ['id', 'userId', 'author', 'mail', 'price'],
  properties: {
    id: { type: 'integer' },
    userId: string,
    author: { ...string, 'x-faker': 'person.fullName' },
    code: { ...string, 'x-faker': { 'string.alpha': { length: 4 } } },
    mail: { ...string, format: 'email' },
    price: { type: 'number', 'x-faker': 'no.such' },
  },
}
const contract = {
  openapi: '3.1.0',
  info: { title: 'One', version: '1' },
  paths: {
    '/users/{userId}/posts/{postId}': {
      parameters: [
        { name: 'userId', in: 'path', required: true, schema: string },
        { name: 'postId', in: 'path', required: true, schema: { type: 'integer' } },
      ],
      get: {
        responses: { 200: { description: '', content: { 'application/json': { schema: post } } } },
      },
    },
  },
}
const get = 'GET /users/u1/posts/7'

test('seeds leak into nothing, however requests interleave', async () => {
  const wishes = ['seed=1', 'dynamic=true', 'seed=2', '', 'dynamic=true, seed=1', 'seed=1']
  const send = async (server: Awaited<ReturnType<typeof openServer>>, prefer: string) =>
    (await ask(server, get, { headers: prefer === '' ? {} : { prefer } })).text
  const alone = await Promise.all(
    wishes.map(async (prefer) => send(await openServer({ contract }), prefer)),
  )
  const server = await openServer({ contract })
  const order = [...wishes.keys(), ...[...wishes.keys()].reverse(), ...wishes.keys()]
  const together = await Promise.all(order.map((at) => send(server, wishes[at] ?? '')))
  expect(together).toEqual(order.map((at) => alone[at]))
  expect(alone[0]).toBe(alone[4])
  expect(new Set(alone).size).toBe(4)
})

test('x-faker in both forms; the path of a nested resource is shown', async () => {
  const server = await openServer({ contract })
  const { json } = await ask(server, get, { headers: { prefer: 'seed=3' } })
  expect(json).toMatchObject({
    id: 7,
    userId: 'u1',
    author: expect.stringMatching(/^\S+ \S+/) as string,
    code: expect.stringMatching(/^[a-zA-Z]{4}$/) as string,
    mail: expect.stringContaining('@') as string,
    price: expect.any(Number) as number,
  })
})
