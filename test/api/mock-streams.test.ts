import { ask } from '../mock/ask.js'
import { getThing, oneOperation } from '../mock/one-operation.js'
import { openServer } from './support/open-server.js'

const object = {
  type: 'object',
  required: ['a'],
  properties: { a: { type: 'integer', enum: [1] } },
}
const list = { type: 'array', minItems: 2, items: object }
const events = 'text/event-stream'
const lines = 'application/x-ndjson'

const rows: readonly (readonly [string, string, object, string])[] = [
  [
    'an example for each event',
    events,
    { example: [{ a: 1 }, 'x'] },
    'data: {"a":1}\n\ndata: x\n\n',
  ],
  [
    'events with their fields',
    events,
    { example: [{ id: 1, event: 'e', data: 'x\ny' }] },
    'event: e\nid: 1\ndata: x\ndata: y\n\n',
  ],
  ['one object is one event', events, { schema: object }, 'data: {"a":1}\n\n'],
  [
    'the schema may be that of an event',
    events,
    { schema: object, example: [{ a: 1 }, { a: 1 }] },
    'data: {"a":1}\n\ndata: {"a":1}\n\n',
  ],
  [
    'a stream as text',
    events,
    { example: 'event: e\ndata: x\n\ndata: y' },
    'event: e\ndata: x\n\ndata: y\n\n',
  ],
  ['text', events, { example: 'hello' }, 'data: hello\n\n'],
  ['generated items', lines, { schema: list }, '{"a":1}\n{"a":1}\n'],
  ['example items', 'application/jsonl', { example: [1, null] }, '1\nnull\n'],
  ['lines as text', lines, { example: '{"a":1}\n{"a":2}' }, '{"a":1}\n{"a":2}\n'],
  ['a JSON text sequence', 'application/json-seq', { example: [1, 2] }, '\u001e1\n\u001e2\n'],
]

test.each(rows)('%s', async (_, mediaType, content, text) => {
  const server = await openServer({ contract: oneOperation({ content: { [mediaType]: content } }) })
  for (const time of ['first', 'second']) {
    const answer = await ask(server, getThing)
    expect([time, answer.text]).toEqual([time, text])
    expect(answer.headers.get('content-type')).toBe(mediaType)
    expect(answer.headers.has('content-length')).toBe(false)
  }
})

test('through a port the stream comes in chunks and ends; HEAD has no body', async () => {
  const content = { [events]: { example: [1, 2, 3] } }
  const server = await openServer({ contract: oneOperation({ content }) })
  const { url } = await server.listen({ port: 0 })
  const target = `${url}/_mock/one/things/x7`
  const answer = await fetch(target)
  expect(answer.headers.get('transfer-encoding')).toBe('chunked')
  expect(await answer.text()).toBe('data: 1\n\ndata: 2\n\ndata: 3\n\n')
  const head = await fetch(target, { method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([200, ''])
  const inProcess = await ask(server, getThing.replace('GET', 'HEAD'))
  expect([inProcess.status, inProcess.text]).toEqual([200, ''])
})
