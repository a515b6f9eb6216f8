import { ask } from '../mock/ask.js'
import { getThing, oneOperation } from '../mock/one-operation.js'
import { openServer } from './support/open-server.js'

const integer = { type: 'integer', minimum: 3, maximum: 3 }

const rows: readonly (readonly [string, object, string | null])[] = [
  ['an example', { schema: { type: 'string' }, example: 'x' }, 'x'],
  ['a named example', { schema: { type: 'string' }, examples: { a: { value: 'x' } } }, 'x'],
  ['an example of the schema', { schema: { type: 'string', example: 'x' } }, 'x'],
  ['a number', { schema: integer, example: 3 }, '3'],
  ['a number written as text', { schema: integer, example: '3' }, '3'],
  ['a valid value for an invalid example', { schema: integer, example: 'many' }, '3'],
  ['a list', { schema: { type: 'array' }, example: ['a', 2] }, 'a,2'],
  ['a list written as text', { schema: { type: 'array' }, example: 'a, b' }, 'a, b'],
  ['an object', { schema: { type: 'object' }, example: { a: 1, b: 'x' } }, 'a,1,b,x'],
  ['what is required', { schema: integer, required: true }, '3'],
  ['what is not required', { schema: integer }, '3'],
  ['an object, exploded', { schema: {}, explode: true, example: { a: 1, b: 'x' } }, 'a=1,b=x'],
  ['JSON', { content: { 'application/json': { example: { a: ['é'] } } } }, '{"a":["\\u00e9"]}'],
  ['no second line', { schema: {}, example: 'a\r\nSet-Cookie: b=1' }, 'aSet-Cookie: b=1'],
  ['nothing for null', { schema: { type: 'null' }, required: true }, null],
  ['what a broken schema cannot judge', { schema: { pattern: '(' }, example: 'x' }, 'x'],
]

test.each(rows)('%s', async (_, header, value) => {
  const contract = oneOperation({ headers: { 'X-It': header } })
  const answer = await ask(await openServer({ contract }), getThing)
  expect(answer.headers.get('x-it')).toBe(value)
})

test.each(['Content-Encoding', 'Transfer-Encoding', 'Connection', 'Upgrade', 'Trailer'])(
  'a documented %s is not sent',
  async (name) => {
    const header = { schema: { type: 'string' }, example: 'gzip' }
    const contract = oneOperation({ headers: { [name]: header } })
    const answer = await ask(await openServer({ contract }), getThing)
    expect([answer.status, answer.headers.get(name)]).toEqual([200, null])
  },
)

test.each(['204', '205', '304'])('%s has no body, whatever is documented', async (status) => {
  const content = { 'application/json': { example: { a: 1 } } }
  const operation = { responses: { [status]: { description: '', content } }, deprecated: true }
  const server = await openServer({ contract: oneOperation({}, { operation }) })
  const answer = await ask(server, getThing)
  expect([String(answer.status), answer.text]).toEqual([status, ''])
  expect(answer.headers.get('deprecation')).toBe('true')
})

test.each(['Access-Control-Allow-Origin', 'Location', 'Set-Cookie', 'ETag', 'Cache-Control'])(
  'no %s is made up, unless it is required',
  async (name) => {
    const schema = { type: 'string', enum: ['x'] }
    for (const [required, value] of [
      [false, null],
      [true, 'x'],
    ] as const) {
      const contract = oneOperation({ headers: { [name]: { schema, required } } })
      const answer = await ask(await openServer({ contract }), getThing)
      expect(answer.headers.get(name)).toBe(value)
    }
  },
)

test('several cookies are several headers', async () => {
  const header = { schema: { type: 'array', items: {} }, example: ['a=1; Path=/x', 'b=2'] }
  const contract = oneOperation({ headers: { 'Set-Cookie': header } })
  const answer = await ask(await openServer({ contract }), getThing)
  expect(answer.headers.getSetCookie()).toEqual(['a=1; Path=/x', 'b=2'])
})
