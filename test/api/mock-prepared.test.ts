import { askMock } from '../mock/ask.js'
import { openServer } from './support/open-server.js'

/** What differs between two answers by right. */
const lasting = (headers: Headers) => [...headers].filter(([name]) => name !== 'x-request-id')

test('unsteered answers are the same bytes and headers each time', async () => {
  const server = await openServer()
  const first = await askMock(server, 'GET /auth/user')
  for (let time = 0; time < 5; time++) {
    const again = await askMock(server, 'GET /auth/user')
    expect(again.text).toBe(first.text)
    expect(lasting(again.headers)).toEqual(lasting(first.headers))
  }
})

test('every answer has a request id of its own', async () => {
  const server = await openServer()
  const ids = await Promise.all(
    Array.from({ length: 20 }, async () =>
      (await askMock(server, 'GET /auth/user')).headers.get('x-request-id'),
    ),
  )
  expect(new Set(ids).size).toBe(20)
})

test('what steered one answer is not seen in the next', async () => {
  const server = await openServer()
  const plain = await askMock(server, 'GET /auth/user')
  await askMock(server, 'GET /auth/user', { headers: { prefer: 'code=503' } })
  await askMock(server, 'POST /user', { body: {}, headers: { prefer: 'handling=lenient' } })
  await askMock(server, 'GET /auth/user', { headers: { origin: 'http://localhost:3000' } })
  const after = await askMock(server, 'GET /auth/user')
  expect(after.text).toBe(plain.text)
  expect(lasting(after.headers)).toEqual(lasting(plain.headers))
})

test('any number of Accept headers is served right', async () => {
  const server = await openServer()
  for (let n = 0; n < 50; n++) {
    const accept = `application/json, x/y${n}`
    expect((await askMock(server, 'GET /auth/user', { headers: { accept } })).status).toBe(200)
    const other = { accept: `x/y${n}` }
    expect((await askMock(server, 'GET /auth/user', { headers: other })).status).toBe(406)
  }
})

test('the mock remembers nothing', async () => {
  const server = await openServer()
  const before = await askMock(server, 'GET /user?userRole=ADMIN')
  await askMock(server, 'DELETE /user/123')
  expect((await askMock(server, 'GET /user?userRole=ADMIN')).text).toBe(before.text)
})
