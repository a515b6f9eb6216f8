import { ask, bearer } from '../mock/ask.js'
import { controlOf } from './support/control-call.js'
import { mockBase } from './support/documented-samples.js'
import { openServer } from './support/open-server.js'
import { openReceiver } from './support/receiver.js'

const open = async () => {
  const server = await openServer()
  return { server, control: controlOf(server) }
}

test('a path is meant decoded, and without the base path of the mock, as well', async () => {
  const { server, control } = await open()
  await control('POST faults', { path: '/user/ann@b c', answer: { status: 503 } })
  const statusAt = async (path: string) =>
    (await ask(server, `DELETE ${path}`, { headers: bearer })).status
  expect(await statusAt('/user/ann%40b%20c')).toBe(503)
  expect(await statusAt(`${mockBase}/user/ann%40b%20c`)).toBe(503)
  expect(await statusAt(`/user/ann%40b`)).not.toBe(503)
})

test('a rule that looks at the status is used up exactly, also by requests that come at once', async () => {
  const { server, control } = await open()
  await control('POST faults', { status: '401', times: 2, answer: { status: 503 } })
  const get = () => ask(server, 'GET /auth/user')
  const answers = await Promise.all(Array.from({ length: 12 }, get))
  expect(answers.filter(({ status }) => status === 503)).toHaveLength(2)
})

test('a fault does not ask what the client takes', async () => {
  const { server, control } = await open()
  await control('POST faults', { answer: { status: 503 } })
  const headers = { accept: 'image/png' }
  const answer = await ask(server, 'GET /auth/user', { headers })
  expect([answer.status, answer.json]).toMatchObject([503, { statusCode: 503 }])
})

test('the cookie of a documented answer on the mock is for the mock alone', async () => {
  const { server, control } = await open()
  await control('POST faults', { answer: { status: 200 } })
  const answer = await ask(server, `POST ${mockBase}/auth/login`)
  expect(answer.headers.get('set-cookie')).toContain(`Path=${mockBase}/`)
})

test('an id that a client chose is not given to another rule', async () => {
  const { control } = await open()
  await control('PUT faults/2', { answer: { status: 500 } })
  expect((await control('POST faults', { answer: { status: 502 } })).body['id']).toBe('3')
})

test('what was carried out calls back, though the answer is lost; what was not does not', async () => {
  const receiver = await openReceiver()
  const callback = { post: { responses: { 204: { description: '' } } } }
  const operation = {
    operationId: 'subscribe',
    parameters: [{ name: 'to', in: 'query', schema: { type: 'string' } }],
    responses: { 201: { description: '' } },
    callbacks: { event: { '{$request.query.to}/{$request.query.turn}': callback } },
  }
  const info = { title: 'Subscriptions', version: '1' }
  const contract = { openapi: '3.1.0', info, paths: { '/subscriptions': { post: operation } } }
  const server = await openServer({ contract })
  const control = controlOf(server)
  const subscribe = async (turn: string) =>
    (await ask(server, `POST /subscriptions?to=${receiver.url}&turn=${turn}`)).status
  await control('PUT faults/one', { answer: { status: 201 } })
  expect(await subscribe('set')).toBe(201)
  await control('PUT faults/one', { status: '201', answer: { status: 504 } })
  expect(await subscribe('lost')).toBe(504)
  await control('DELETE faults')
  expect(await subscribe('usual')).toBe(201)
  const received = await receiver.until(2)
  expect(received.map(({ url }) => url).sort()).toEqual(['/lost', '/usual'])
})
