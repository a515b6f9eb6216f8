import type { ServerOptions } from '../../src/index.js'
import { ask } from '../mock/ask.js'
import { openServer } from './support/open-server.js'

const json = (content: object) => ({ 'application/json': content })

const item = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    shopId: { type: 'string' },
    name: { type: 'string', maxLength: 5 },
    kind: { enum: ['a', 'b'] },
    note: { type: ['string', 'null'] },
    size: { type: 'object', properties: { w: { type: 'integer' }, h: { type: 'integer' } } },
    tags: { type: 'array', items: { type: 'string' } },
  },
}
const example = {
  ...{ id: 1, shopId: 's', name: 'Desk', kind: 'a', note: null },
  ...{ size: { w: 1, h: 2 }, tags: ['x'] },
}
const parameters = [
  { name: 'shopId', in: 'path', required: true, schema: { type: 'string' } },
  { name: 'kind', in: 'query', schema: { type: 'string' } },
]
const itemId = { name: 'itemId', in: 'path', required: true, schema: { type: 'integer' } }
const said = (content: object) => ({ '200': { description: '', content: json(content) } })

const contract = {
  openapi: '3.1.0',
  info: { title: 'One', version: '1' },
  paths: {
    '/shops/{shopId}/items/{itemId}': {
      parameters: [...parameters, itemId],
      put: {
        requestBody: { content: json({ schema: {} }) },
        responses: { ...said({ schema: item, example }), '404': { description: '' } },
      },
      get: { responses: said({ schema: item, examples: { two: { value: { id: 2 } } } }) },
    },
    '/shops/{shopId}/items': {
      parameters,
      get: { responses: said({ schema: { type: 'array', items: item }, example: [example, {}] }) },
      post: {
        requestBody: { content: json({ schema: {} }) },
        responses: said({ schema: { ...item, required: ['name'] } }),
      },
    },
  },
}

const put = 'PUT /shops/mine/items/7'

const bodyOf = async (
  request: string,
  body?: unknown,
  options: Pick<ServerOptions, 'validate'> = {},
) => {
  const server = await openServer({ state: 'off', strictExamples: false, ...options, contract })
  return (await ask(server, request, body === undefined ? {} : { body })).json
}

const shown = { ...example, id: 7, shopId: 'mine' }

test.each([
  ['the path', put, {}, shown],
  ['the query', `${put}?kind=b`, {}, { ...shown, kind: 'b' }],
  ['the body', put, { name: 'Bed', kind: 'b' }, { ...shown, name: 'Bed', kind: 'b' }],
  ['the body before the query', `${put}?kind=b`, { kind: 'a' }, { ...shown, kind: 'a' }],
  ['the path before the body', put, { shopId: 'other', id: 9 }, shown],
  ['members, object by object', put, { size: { h: 5 } }, { ...shown, size: { w: 1, h: 5 } }],
  ['arrays as a whole', put, { tags: ['y', 'z'] }, { ...shown, tags: ['y', 'z'] }],
  ['null, where it may stand', put, { note: 'n', name: null }, { ...shown, note: 'n' }],
  ['no other type', put, { name: 5, size: 3, tags: 'x', kind: {} }, shown],
  [
    'nothing that the schema refuses',
    put,
    { name: 'Wardrobe', kind: 'b' },
    { ...shown, kind: 'b' },
  ],
  ['no further members', put, { more: 1, size: { d: 1 } }, shown],
  [
    'path and query in each item of a list',
    'GET /shops/mine/items?kind=b',
    undefined,
    [{ ...example, shopId: 'mine', kind: 'b' }, {}],
  ],
])('strictExamples off: an example shows %s', async (_what, request, body, expected) => {
  expect(await bodyOf(request, body)).toEqual(expected)
})

test('a generated body shows them as well, and validation may be off', async () => {
  const created = await bodyOf('POST /shops/mine/items', { name: 'Bed' }, { validate: 'off' })
  expect(created).toMatchObject({ name: 'Bed', shopId: 'mine' })
})

test('on, which is the default, examples are answered as they are written', async () => {
  const server = await openServer({ contract, state: 'off' })
  expect((await ask(server, put, { body: { name: 'Bed' } })).json).toEqual(example)
})

test('two requests do not see each other', async () => {
  const server = await openServer({ contract, state: 'off', strictExamples: false })
  const names = await Promise.all(
    ['a', 'b', 'c'].map(async (name) => (await ask(server, put, { body: { name } })).json),
  )
  expect(names).toMatchObject([{ name: 'a' }, { name: 'b' }, { name: 'c' }])
})

test('an unknown example is a 404, or the usual answer', async () => {
  const get = 'GET /shops/mine/items/7'
  const prefer = (text: string) => ({ headers: { prefer: text } })
  const strict = await openServer({ contract, state: 'off' })
  expect((await ask(strict, get, prefer('example=none'))).status).toBe(404)

  const server = await openServer({ contract, errorIfForcedExampleNotFound: false })
  const usual = await ask(server, get, prefer('example=none, wait=0'))
  expect([usual.status, usual.json]).toEqual([200, { id: 2 }])
  expect(usual.headers.get('preference-applied')).toBe('wait=0')
  const known = await ask(server, get, prefer('example=two'))
  expect([known.json, known.headers.get('preference-applied')]).toEqual([{ id: 2 }, 'example=two'])
  expect((await ask(server, put, { body: {}, ...prefer('code=404, example=none') })).status).toBe(
    404,
  )
})

test('an answer that is no success says nothing of the request', async () => {
  const value = { id: 1, name: 'Desk', kind: 'a' }
  const content = json({ schema: item, example: value })
  const answers = Object.fromEntries(
    ['200', '303', '404', '422', '500', 'default'].map((key) => [
      key,
      { description: '', content },
    ]),
  )
  const operation = {
    requestBody: { content: json({ schema: { type: 'object', required: ['name'] } }) },
    responses: answers,
  }
  const server = await openServer({
    contract: { ...contract, paths: { '/items': { put: operation } } },
    strictExamples: false,
  })
  const answer = async (prefer: string, body: object) =>
    (await ask(server, 'PUT /items', { body, headers: { prefer } })).json
  for (const code of [303, 404, 422, 500, 599])
    expect(await answer(`code=${code}`, { name: 'Bed', kind: 'b' })).toMatchObject(value)
  expect(await answer('code=200', { name: 'Bed', kind: 'b' })).toEqual({
    ...value,
    name: 'Bed',
    kind: 'b',
  })
  expect(await answer('wait=0', { kind: 'b' })).toMatchObject({ kind: 'a' })
})
