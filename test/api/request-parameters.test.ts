import { ask, askMock } from '../mock/ask.js'
import { openServer } from './support/open-server.js'
import type { AnyRequest } from '../../src/index.js'

const query = (name: string, schema: object, more: object = {}) => ({
  name,
  in: 'query',
  schema,
  ...more,
})
const numbers = { type: 'array', items: { type: 'integer' } }
const place = {
  type: 'object',
  properties: { x: { type: 'integer' }, y: { type: 'integer' } },
}

const contract = {
  openapi: '3.0.3',
  info: { title: 'Search', version: '1' },
  paths: {
    '/search': {
      get: {
        operationId: 'search',
        parameters: [
          query('n', { type: 'integer' }),
          query('s', { type: 'string' }),
          query('flag', { type: 'boolean' }),
          query('empty', { type: 'integer' }, { allowEmptyValue: true }),
          query('many', numbers),
          query('words', { type: 'array', items: { type: 'string' } }),
          query('comma', numbers, { explode: false }),
          query('pipes', numbers, { style: 'pipeDelimited', explode: false }),
          query('spaces', numbers, { style: 'spaceDelimited', explode: false }),
          query('deep', place, { style: 'deepObject', explode: true }),
          query('flat', place, { explode: false }),
          { name: 'json', in: 'query', content: { 'application/json': { schema: place } } },
          { name: 'X-Ids', in: 'header', schema: numbers },
        ],
        responses: { 204: { description: 'Found' } },
      },
    },
  },
}

/** What a handler is given of a query, or the status of the refusal. */
const given = async (text: string, headers: Record<string, string> = {}) => {
  let seen: AnyRequest | undefined
  const search = (request: AnyRequest) => {
    seen = request
    return { status: 204 }
  }
  const server = await openServer({ contract, handlers: { search } })
  const answer = await ask(server, `GET /search?${text}`, { headers })
  return answer.status === 204 ? { ...seen?.query } : answer.status
}

const rows: readonly (readonly [string, object | number])[] = [
  ['', {}],
  ['unknown=1&unknown=2', {}],
  ['n=1', { n: 1 }],
  ['n=01', 422],
  ['n=1.5', 422],
  ['n=', 422],
  ['n=true', 422],
  ['s=1', { s: '1' }],
  ['s=', { s: '' }],
  ['s', { s: '' }],
  ['s=a+b%20c%2Bd', { s: 'a b c+d' }],
  ['s=%E2%82%AC', { s: '€' }],
  ['s=%00', { s: '\u0000' }],
  ['s=a=b', { s: 'a=b' }],
  ['%73=x', { s: 'x' }],
  ['&&s=x&', { s: 'x' }],
  ['flag=true', { flag: true }],
  ['flag=1', 422],
  ['empty=', { empty: '' }],
  ['many=1&many=2&many=3', { many: [1, 2, 3] }],
  ['many=1', { many: [1] }],
  ['many[]=1&many[]=2', { many: [1, 2] }],
  ['many%5B%5D=1', { many: [1] }],
  ['many=1,2', { many: [1, 2] }],
  ['many=1&many=x', 422],
  ['many[0]=1', {}],
  ['words=a%20b&words=c', { words: ['a b', 'c'] }],
  ['comma=1,2', { comma: [1, 2] }],
  ['comma=', { comma: [] }],
  ['pipes=1|2', { pipes: [1, 2] }],
  ['pipes=1%7C2', { pipes: [1, 2] }],
  ['spaces=1%202', { spaces: [1, 2] }],
  ['deep[x]=1&deep[y]=2', { deep: { x: 1, y: 2 } }],
  ['deep[x]=a', 422],
  ['flat=x,1,y,2', { flat: { x: 1, y: 2 } }],
  ['json={"x":1}', { json: { x: 1 } }],
  ['json={"x":"1"}', 422],
  ['json={', 422],
  ['n=1&n=2', 422],
  ['n=1&n=1', 422],
  ['s=a&s=b', 422],
  ['json=1&json=2', 422],
  ['n=%zz', 400],
  ['%zz=1', 400],
  ['unknown=%', 400],
  ['unknown=%C0%AF', 400],
]

test.each(rows)('?%s', async (text, expected) => {
  expect(await given(text)).toEqual(expected)
})

test('names that every object inherits are names like others', async () => {
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    expect(await given(`${name}=1&${name}=2&deep[${name}]=x&flat=${name},y`)).toHaveProperty('deep')
  }
  expect(({} as Record<string, unknown>)['x']).toBeUndefined()
})

test('a repeated header is a list, with and without spaces', async () => {
  for (const ids of ['1,2', '1, 2', ' 1 ,2 ']) expect(await given('', { 'x-ids': ids })).toEqual({})
  expect(await given('', { 'x-ids': '1, x' })).toBe(422)
})

test('a parameter that is no array and comes twice is a violation', async () => {
  const answer = await askMock(await openServer(), 'GET /user?userRole=a&userRole=b')
  expect(answer.status).toBe(400)
  expect(answer.json).toMatchObject({
    violations: [
      { location: 'query', pointer: '/userRole', rule: 'repeated', expected: 'one value' },
    ],
  })
})

test('1,000 parameters are read, 1,001 are refused', async () => {
  const list = (count: number) => Array.from({ length: count }, (_, n) => `many=${n}`).join('&')
  expect(await given(list(1000))).toEqual({ many: Array.from({ length: 1000 }, (_, n) => n) })
  expect(await given(list(1001))).toBe(400)
  expect(await given(`${list(1000)}&`)).toMatchObject({ many: { length: 1000 } })
})

describe('where no parameter is documented the query is judged all the same', () => {
  const rows: readonly (readonly [string, number])[] = [
    ['a=1', 200],
    [Array.from({ length: 1000 }, (_, n) => `a=${n}`).join('&'), 200],
    [Array.from({ length: 1001 }, (_, n) => `a=${n}`).join('&'), 400],
    ['%zz', 400],
    ['a=%', 400],
  ]
  test.each(rows)('%.20s: %i', async (text, status) => {
    const server = await openServer()
    expect((await askMock(server, `GET /auth/user?${text}`)).status).toBe(status)
    const headers = { authorization: `Bearer ${await server.token('user@example.com')}` }
    expect((await ask(server, `GET /auth/user?${text}`, { headers })).status).toBe(status)
  })
})

const hostile: readonly (readonly [string, string, number])[] = [
  ['10,000 parameters', Array.from({ length: 10_000 }, () => 'x=1').join('&'), 400],
  ['10,000 items by brackets', Array.from({ length: 10_000 }, () => 'many[]=1').join('&'), 400],
  ['a huge index', 'many[99999999]=1', 204],
  ['50 brackets', `deep${'[a]'.repeat(50)}=1`, 204],
  ['100,000 commas', `many=${','.repeat(100_000)}`, 422],
  ['100,000 commas, not an array', `s=${','.repeat(100_000)}`, 204],
]

test.each(hostile)('%s', async (_, text, status) => {
  const server = await openServer({ contract })
  expect((await ask(server, `GET /search?${text}`)).status).toBe(status)
})
