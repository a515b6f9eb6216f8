import { ask } from '../mock/ask.js'
import { openLoggedServer } from './support/open-server.js'
import { budget } from '../support/budget.js'

const endless = {
  type: 'object',
  required: ['next'],
  properties: { next: { $ref: '#/components/schemas/Endless' } },
}
const wide = {
  type: 'object',
  properties: Object.fromEntries(
    Array.from({ length: 10 }, (_, at) => [`p${at}`, { $ref: '#/components/schemas/Wide' }]),
  ),
}

const contractFor = (schema: object | boolean, more: object = {}) => ({
  openapi: '3.1.0',
  info: { title: 'One', version: '1' },
  paths: {
    '/a': {
      get: {
        parameters: [{ name: 'n', in: 'query', schema: { type: 'integer' } }],
        responses: {
          200: { description: '', content: { 'application/json': { schema, ...more } } },
          422: { description: '', content: { 'application/json': { schema: false } } },
        },
      },
    },
  },
  components: { schemas: { Endless: endless, Wide: wide } },
})

const impossible: readonly (readonly [string, object | boolean])[] = [
  ['a list too long', { type: 'array', minItems: 1e9 }],
  ['a text too long', { type: 'string', minLength: 1e9 }],
  ['too many properties', { type: 'object', minProperties: 1e9 }],
  ['a pattern too long', { type: 'string', pattern: '^(a{1000}){1000}$' }],
  ['a recursion without end', { $ref: '#/components/schemas/Endless' }],
  ['limits that contradict', { type: 'integer', minimum: 5, maximum: 3 }],
  [
    'more items than there are',
    { type: 'array', minItems: 3, uniqueItems: true, items: { enum: [1, 2] } },
  ],
  ['nothing', false],
]

test.each(impossible)(
  '%s is a 501 that says so, the second time at once',
  async (_what, schema) => {
    const { server } = await openLoggedServer({ contract: contractFor(schema) })
    expect(await ask(server, 'GET /a')).toMatchObject({
      status: 501,
      json: {
        code: 'contract-broken',
        diagnosis: 'contract-unsatisfiable',
        detail: expect.stringContaining('get_a 200 application/json'),
        place: { pointer: '/paths/~1a/get/responses/200/content/application~1json/schema' },
      },
    })
    const started = performance.now()
    expect((await ask(server, 'GET /a?__seed=1')).status).toBe(501)
    expect(performance.now() - started).toBeLessThan(budget(100))
  },
)

test('its documented example is answered all the same', async () => {
  const contract = contractFor({ minimum: 5, maximum: 3, type: 'integer' }, { example: 4 })
  const { server } = await openLoggedServer({ contract })
  expect(await ask(server, 'GET /a')).toMatchObject({ status: 200, json: 4 })
})

test('warn: the best value is answered, and the log tells once', async () => {
  const contract = contractFor({ $ref: '#/components/schemas/Endless' })
  const { server, log } = await openLoggedServer({ contract, replyCheck: 'warn' })
  expect(await ask(server, 'GET /a')).toMatchObject({ status: 200, json: { next: {} } })
  await ask(server, 'GET /a')
  expect(log.filter(({ level }) => level === 'warn')).toHaveLength(1)
})

test('a refusal whose documented shape cannot be made has no body; the header says why', async () => {
  const { server } = await openLoggedServer({ contract: contractFor({}) })
  const answer = await ask(server, 'GET /a?n=x')
  expect(answer).toMatchObject({ status: 422, text: '' })
  expect(answer.headers.get('violations')).toContain('/n')
})

test.each([
  ['ten recursions in each object', { $ref: '#/components/schemas/Wide' }],
  ['a text that may be long', { type: 'string', maxLength: 1e12 }],
  ['a long list of values', { enum: Array.from({ length: 20_000 }, (_, at) => `v${at}`) }],
  ['many items', { type: 'array', minItems: 5000, items: { type: 'integer' } }],
])('%s: a valid body in bounded time and size', async (_what, schema) => {
  const { server } = await openLoggedServer({ contract: contractFor(schema) })
  for (const query of ['', '?__dynamic=true']) {
    const started = performance.now()
    const answer = await ask(server, `GET /a${query}`)
    expect(answer.status).toBe(200)
    expect(answer.text.length).toBeLessThan(1_000_000)
    expect(performance.now() - started).toBeLessThan(budget(1500))
  }
})
