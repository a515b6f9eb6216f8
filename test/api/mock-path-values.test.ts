import { ask } from '../mock/ask.js'
import { openServer } from './support/open-server.js'

/** What `GET` of a path answers whose body has these properties. */
const bodyOf = async (
  template: string,
  path: string,
  types: Readonly<Record<string, object>>,
  properties: Readonly<Record<string, object>>,
  content: object = {},
): Promise<unknown> => {
  const schema = { type: 'object', required: Object.keys(properties), properties }
  const parameters = Object.entries(types).map(([name, type]) => ({
    ...{ name, in: 'path', required: true },
    schema: type,
  }))
  const responses = {
    '200': { description: 'It', content: { 'application/json': { schema, ...content } } },
  }
  const contract = {
    openapi: '3.1.0',
    info: { title: 'One', version: '1' },
    paths: { [template]: { get: { parameters, responses } } },
  }
  return (await ask(await openServer({ contract }), `GET /_mock/one${path}`)).json
}

const string = { type: 'string' }
const integer = { type: 'integer' }
const id = '/things/{thingId}'

type Row = readonly [string, string, string, Record<string, object>, Record<string, object>, object]

const shown: readonly Row[] = [
  ['its own name', '/a/{code}', '/a/x7', { code: string }, { code: string }, { code: 'x7' }],
  ['id for {id}', '/a/{id}', '/a/x7', { id: string }, { id: string }, { id: 'x7' }],
  ['id for {thingId}', id, '/things/x7', { thingId: string }, { id: string }, { id: 'x7' }],
  [
    'id for {thing_id}',
    '/a/{thing_id}',
    '/a/x7',
    { thing_id: string },
    { id: string },
    { id: 'x7' },
  ],
  ['an integer', id, '/things/42', { thingId: integer }, { id: integer }, { id: 42 }],
  ['decoded text', id, '/things/a%20b', { thingId: string }, { id: string }, { id: 'a b' }],
  [
    'both of two',
    '/a/{aId}/b/{bId}',
    '/a/1/b/2',
    { aId: string, bId: string },
    { aId: string, id: string },
    { aId: '1', id: '2' },
  ],
]

test.each(shown)(
  'a generated body shows %s',
  async (_, template, path, types, properties, body) => {
    expect(await bodyOf(template, path, types, properties)).toEqual(body)
  },
)

const kept: readonly (readonly [string, string, string, object, object])[] = [
  ['of another type', id, '/things/42', integer, string],
  ['of another type, the other way', id, '/things/42', string, integer],
  ['that would be invalid', id, '/things/x7', string, { type: 'string', minLength: 4 }],
  ['of something further up', '/things/{thingId}/parts', '/things/x7/parts', string, string],
]

test.each(kept)('no id %s', async (_, template, path, type, property) => {
  const body = (await bodyOf(template, path, { thingId: type }, { id: property })) as {
    id: unknown
  }
  expect(['x7', 42, '42']).not.toContain(body.id)
})

test('a documented example is not changed', async () => {
  const content = { example: { id: 'mine' } }
  expect(await bodyOf(id, '/things/x7', { thingId: string }, { id: string }, content)).toEqual({
    id: 'mine',
  })
})

test('each request has its own', async () => {
  const schema = { type: 'object', required: ['id'], properties: { id: string } }
  const contract = {
    openapi: '3.0.3',
    info: { title: 'One', version: '1' },
    paths: {
      '/a/{id}': {
        get: {
          parameters: [{ name: 'id', in: 'path', required: true, schema: string }],
          responses: { '200': { description: '', content: { 'application/json': { schema } } } },
        },
      },
    },
  }
  const server = await openServer({ contract })
  for (const name of ['one', 'two', 'one'])
    expect((await ask(server, `GET /_mock/one/a/${name}`)).json).toEqual({ id: name })
})
