import { readParts } from '../../src/contract/read-parts.js'
import { compileContract } from '../../src/contract/compile.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'
import { bytesOf } from '../../src/lib/text-bytes.js'
import { ask } from '../mock/ask.js'
import { getThing, oneOperation } from '../mock/one-operation.js'
import { openServer } from './support/open-server.js'

const fixed = (...values: readonly unknown[]) => ({ enum: values })
const schema = {
  type: 'object',
  required: ['n', 's', 'list', 'o'],
  properties: {
    n: fixed(1),
    s: fixed('a,"b"'),
    list: { type: 'array', items: fixed('x'), minItems: 2 },
    o: { type: 'object', required: ['a'], properties: { a: fixed(1) } },
  },
}

const bodyOf = async (mediaType: string, content: object, headers = {}) => {
  const contract = oneOperation({ content: { [mediaType]: content } })
  const answer = await ask(await openServer({ contract }), getThing, { headers })
  return { text: answer.text, type: answer.headers.get('content-type') }
}

test('a form has a pair for each item, and JSON for objects', async () => {
  const { text } = await bodyOf('application/x-www-form-urlencoded', { schema })
  expect(text).toBe('n=1&s=a%2C%22b%22&list=x&list=x&o=%7B%22a%22%3A1%7D')
})

test('CSV has a line of names, and quotes what needs it', async () => {
  const { text } = await bodyOf('text/csv', { schema: { type: 'array', items: schema } })
  expect(text).toBe('n,s,list,o\r\n1,"a,""b""","[""x"",""x""]","{""a"":1}"\r\n')
})

test.each([
  ['text/html', { type: 'string', example: 'pong' }, /^pong$/],
  ['image/svg+xml', { type: 'string', maxLength: 9 }, /^string$/],
  ['image/svg+xml', { type: 'string' }, /^<svg xmlns/],
  ['application/pdf', { type: 'string', format: 'binary' }, /^%PDF-[^]*%%EOF/],
])('a made-up %s of %j', async (mediaType, written, text) => {
  expect((await bodyOf(mediaType, { schema: written })).text).toMatch(text)
})

test('a multipart form is read again as it was', async () => {
  const properties = {
    ...schema.properties,
    'a"b': fixed('q'),
    file: { type: 'string', format: 'binary' },
    json: { type: 'array', items: fixed(5) },
  }
  const required = [...schema.required, 'a"b', 'file', 'json']
  const content = {
    schema: { ...schema, required, properties },
    encoding: { json: { contentType: 'application/json' }, file: { contentType: 'text/csv' } },
  }
  const { text, type } = await bodyOf('multipart/form-data', content)
  expect(type).toMatch(/^multipart\/form-data; boundary=\S+$/)
  expect(text).toContain('name="file"; filename="file"\r\nContent-Type: text/csv\r\n')
  expect(text).toContain('name="a%22b"')
  const document = oneOperation(
    {},
    { operation: { requestBody: { content: { 'multipart/form-data': content } } } },
  )
  const operation = compileContract(sourceDocumentOf(document), 't').operations[0]
  const violations: never[] = []
  const read = readParts(bytesOf(text), type ?? '', operation!.body!.contents[0]!, violations)
  expect(violations).toEqual([])
  expect(read).toMatchObject({ n: 1, s: 'a,"b"', list: ['x', 'x'], o: { a: 1 }, json: [5] })
})

test('multipart/mixed has a part for each item, in the type of its encoding', async () => {
  const items = { itemSchema: fixed('<a/>'), itemEncoding: { contentType: 'application/xml' } }
  const { text } = await bodyOf('multipart/mixed', items)
  expect(text.match(/Content-Type: application\/xml\r\n\r\n<a\/>\r\n--/g)).toHaveLength(3)
})

test('a boundary stands in none of the parts', async () => {
  const example = { a: '--part-0', b: 'x --part-1 x' }
  const { type } = await bodyOf('multipart/form-data', { example })
  expect(type).toBe('multipart/form-data; boundary=part-2')
})

test('documented text is sent as it is', async () => {
  const example = '--b\r\n\r\nx\r\n--b--'
  expect((await bodyOf('multipart/mixed; boundary=b', { example })).text).toBe(example)
  expect((await bodyOf('text/csv', { example: 'a,b' })).text).toBe('a,b')
})

const item = { type: 'object', required: ['n'], properties: { n: fixed(1) } }
const event = {
  type: 'object',
  required: ['data', 'event'],
  properties: {
    event: fixed('add'),
    data: {
      type: 'string',
      contentMediaType: 'application/json',
      contentSchema: { $ref: '#/components/schemas/Item' },
    },
  },
}

test.each([
  ['application/x-ndjson', item, '{"n":1}\n'],
  ['application/jsonl', item, '{"n":1}\n'],
  ['application/json-seq', item, '\u001e{"n":1}\n'],
  ['text/event-stream', item, 'data: {"n":1}\n\n'],
  ['text/event-stream', event, 'event: add\ndata: {"n":1}\n\n'],
])('itemSchema: %s is a stream of items', async (mediaType, itemSchema, text) => {
  const content = { content: { [mediaType]: { itemSchema } } }
  const server = await openServer({ contract: oneOperation(content, { schemas: { Item: item } }) })
  const answer = await ask(server, getThing)
  expect(
    answer.text
      .split(text)
      .join('|')
      .replace(/"event".*/s, ''),
  ).toBe('|||')
})

test('the items of a sequence differ where it is dynamic, and repeat with the seed', async () => {
  const itemSchema = { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } }
  const ask7 = () => bodyOf('application/jsonl', { itemSchema }, { prefer: 'seed=7' })
  const { text } = await ask7()
  expect(new Set(text.trim().split('\n')).size).toBe(3)
  expect((await ask7()).text).toBe(text)
})

test('an example of a sequence that breaks itemSchema gives way', async () => {
  const good = { itemSchema: item, example: [{ n: 1 }, { n: 1, m: 2 }] }
  expect((await bodyOf('application/jsonl', good)).text).toBe('{"n":1}\n{"n":1,"m":2}\n')
  const bad = { itemSchema: item, example: [{ n: 2 }] }
  expect((await bodyOf('application/jsonl', bad)).text).toBe('{"n":1}\n'.repeat(3))
})
