import { ask, askMock } from '../mock/ask.js'
import { commandOf } from './support/documented-samples.js'
import { openServer } from './support/open-server.js'

const update = {
  email: 'john.doe@example.com',
  firstName: 'John',
  lastName: 'Doe',
  role: 'ADMIN',
  id: 123,
}

test.each(['{userId}', '%7BuserId%7D', 'userId'])(
  '%s in the path stands for the example of the parameter',
  async (segment) => {
    const server = await openServer()
    expect((await askMock(server, `DELETE /user/${segment}`)).status).toBe(200)
    expect((await askMock(server, `PUT /user/${segment}`, { body: update })).status).toBe(200)
  },
)

test.each(['{userid}', '{id}', 'user', 'userId2', '{userId', 'abc'])(
  '%s is no placeholder: the contract asks for a number',
  async (segment) => {
    const answer = await askMock(await openServer(), `DELETE /user/${encodeURIComponent(segment)}`)
    expect(answer.status).toBe(400)
    expect(answer.json).toMatchObject({
      violations: [{ location: 'path', pointer: '/userId', rule: 'type', expected: 'number' }],
    })
  },
)

test('a placeholder excuses nothing else', async () => {
  const answer = await askMock(await openServer(), 'PUT /user/{userId}', { body: {} })
  expect(answer.status).toBe(400)
  const { violations } = answer.json as { violations: { location: string }[] }
  expect(new Set(violations.map(({ location }) => location))).toEqual(new Set(['body']))
})

test('a parameter without an example stands for a value of its schema', async () => {
  const parameters = [
    { name: 'code', in: 'path', required: true, schema: { type: 'string', pattern: '^[A-Z]{3}$' } },
  ]
  const contract = {
    openapi: '3.0.3',
    info: { title: 'Codes', version: '1' },
    paths: { '/codes/{code}': { get: { parameters, responses: { 204: { description: '' } } } } },
  }
  const server = await openServer({ contract })
  expect((await ask(server, 'GET /_mock/codes/codes/{code}')).status).toBe(204)
  expect((await ask(server, 'GET /_mock/codes/codes/abc')).status).toBe(422)
})

describe('on the sandbox the placeholder to replace is named', () => {
  test('the token', async () => {
    expect(commandOf('GET /auth/user')).toContain('Bearer <YOUR_JWT_HERE>')
    const headers = { authorization: 'Bearer <YOUR_JWT_HERE>' }
    const answer = await ask(await openServer(), 'GET /auth/user', { headers })
    expect(answer.status).toBe(401)
    expect(answer.json).toMatchObject({
      message: expect.stringContaining('<YOUR_JWT_HERE>') as string,
    })
  })

  test.each(['{userId}', 'userId'])('%s in the path', async (segment) => {
    const server = await openServer()
    const headers = { authorization: `Bearer ${await server.token('user@example.com')}` }
    const answer = await ask(server, `DELETE /user/${segment}`, { headers })
    expect(answer.status).toBe(400)
    expect(answer.json).toMatchObject({
      message: expect.stringContaining('Replace the placeholder {userId} in the path') as string,
    })
  })
})
