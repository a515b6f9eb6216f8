import type { LogEntry, ServerOptions } from '../../src/index.js'
import { ask } from '../mock/ask.js'
import { openLoggedServer } from './support/open-server.js'
import { openReceiver } from './support/receiver.js'

const event = {
  type: 'object',
  required: ['kind'],
  properties: { kind: { enum: ['made'] }, secret: { type: 'string', readOnly: true } },
}
const json = (content: object) => ({ content: { 'application/json': content } })

const callback = {
  parameters: [
    { name: 'X-Event', in: 'header', required: true, schema: { const: 'made' } },
    { name: 'v', in: 'query', required: true, schema: { const: 2 } },
  ],
  security: [{ none: [] }],
  requestBody: json({ schema: event }),
  responses: { '204': { description: 'taken' } },
}

const contractWith = (expression: string, post: object = callback) => ({
  openapi: '3.1.0',
  info: { title: 'One', version: '1' },
  paths: {
    '/subs/{id}': {
      post: {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        requestBody: json({ schema: {} }),
        responses: { '201': { description: '' }, '400': { description: '' } },
        callbacks: { onEvent: { [expression]: { post } } },
      },
    },
  },
})

const open = async (
  expression: string,
  options: Pick<ServerOptions, 'callbacks' | 'profile' | 'validate'> = {},
  post?: object,
) => openLoggedServer({ ...options, contract: contractWith(expression, post) })

/** Resolves to the first entry of the log that speaks of a callback. */
const said = async (log: readonly LogEntry[]): Promise<LogEntry> => {
  for (;;) {
    const entry = log.find(({ message }) => message.includes('Callback'))
    if (entry) return entry
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const subscribe = 'POST /subs/7'

test('a callback is sent after the reply, as documented', async () => {
  const receiver = await openReceiver()
  const { server, log } = await open('{$request.body#/url}/on/{$request.path.id}?a=1')
  const answer = await ask(server, subscribe, { body: { url: receiver.url } })
  expect([answer.status, receiver.received]).toEqual([201, []])
  const [sent] = await receiver.until(1)
  expect(sent).toMatchObject({ method: 'POST', url: '/on/7?a=1&v=2', body: '{"kind":"made"}' })
  expect(sent?.headers).toMatchObject({
    'x-event': 'made',
    'content-type': 'application/json',
    'x-sent-by': 'openapi-sandbox',
  })
  expect(await said(log)).toMatchObject({
    level: 'info',
    message: expect.stringMatching(/Callback onEvent: POST \S+\/on\/7 was answered 204, as doc/),
  })
})

test.each([
  ['an undocumented status', { status: 500 }, /answered 500, against the contract: .*status/],
  [
    'a redirect, which is not followed',
    { status: 302, headers: { location: '/x' } },
    /302, against/,
  ],
])('%s is told', async (_what, answer, message) => {
  const receiver = await openReceiver(answer)
  const { server, log } = await open('{$request.body#/url}')
  await ask(server, subscribe, { body: { url: receiver.url } })
  expect(await said(log)).toMatchObject({
    level: 'warn',
    message: expect.stringMatching(message),
  })
  expect(receiver.received).toHaveLength(1)
})

test.each([
  ['gives no http URL', { url: 5 }],
  ['gives no http URL', {}],
  ['192.0.2.1 is not an address of this machine', { url: 'http://192.0.2.1:9/' }],
  ['0.0.0.0 is not an address', { url: 'http://0:9/' }],
  ['is not an address', { url: 'http://[::ffff:192.0.2.1]:9/' }],
  ['http://127.0.0.1:9 gave no answer', { url: 'http://127.0.0.1:9/' }],
])('%s: the reply stands, the log tells', async (message, body) => {
  const { server, log } = await open('{$request.body#/url}')
  expect((await ask(server, subscribe, { body })).status).toBe(201)
  expect(await said(log)).toMatchObject({
    level: 'warn',
    message: expect.stringContaining(message),
  })
})

const silentCases: readonly (readonly [string, ServerOptions, Record<string, string>])[] = [
  ['callbacks: off', { callbacks: 'off' }, {}],
  ['the public profile', { profile: 'public', requireSandbox: false }, {}],
  ['a refusal', {}, { prefer: 'code=400' }],
  ['a page of another origin', {}, { origin: 'https://elsewhere.example' }],
  ['a callback of another such server', {}, { 'x-sent-by': 'openapi-sandbox' }],
]

test.each(silentCases)('%s sends none', async (_what, options, headers) => {
  const receiver = await openReceiver()
  const { server, log } = await open('{$request.body#/url}', options as object)
  await ask(server, subscribe, { body: { url: receiver.url }, headers })
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(receiver.received).toEqual([])
  expect(log.filter(({ message }) => message.includes('Callback'))).toEqual([])
})

test('it is sent where nothing is validated as well, and by name', async () => {
  const receiver = await openReceiver()
  const { server } = await open('{$request.body#/url}', { validate: 'off' })
  await ask(server, subscribe, { body: { url: `http://my.localhost:${receiver.port}` } })
  expect((await receiver.until(1))[0]?.headers.host).toBe(`my.localhost:${receiver.port}`)
})

test('a burst is bounded, and a server that closes lets go', async () => {
  const stuck = await openReceiver()
  const { server, log } = await open('{$request.body#/url}')
  const body = { url: stuck.url }
  await Promise.all(Array.from({ length: 130 }, () => ask(server, subscribe, { body })))
  expect(await said(log)).toMatchObject({ message: expect.stringMatching(/too many wait/) })
  await server.close()
  expect(stuck.received.length).toBeLessThanOrEqual(108)
})

test('a callback at fault spoils neither its operation nor the others', async () => {
  const receiver = await openReceiver()
  const contract = contractWith('{$request.body#/url}')
  const { post } = contract.paths['/subs/{id}']
  Object.assign(post.callbacks, { broken: { $ref: '#/none' }, list: [1], odd: { x: 1 } })
  const { server, log } = await openLoggedServer({ contract })
  await ask(server, subscribe, { body: { url: receiver.url } })
  await receiver.until(1)
  expect(
    log.filter(({ place }) => /callbacks.(broken|list|odd)/.test(place?.pointer ?? '')),
  ).toHaveLength(3)
})
