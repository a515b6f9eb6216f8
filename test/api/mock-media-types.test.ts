import { ask } from '../mock/ask.js'
import { getThing, oneOperation } from '../mock/one-operation.js'
import { openServer } from './support/open-server.js'

const string = { type: 'string' }
const object = {
  type: 'object',
  required: ['a'],
  properties: { a: { type: 'integer', enum: [1] } },
}
const xml = '<?xml version="1.0"?>\n<a>1</a>'
const xmlOfObject = '<?xml version="1.0" encoding="UTF-8"?>\n<xml><a>1</a></xml>'

type Row = readonly [string, string, object, string, string]

const rows: readonly Row[] = [
  ['an object for */*', '*/*', { schema: object }, 'application/json', '{"a":1}'],
  ['a number for */*', '*/*', { example: 7 }, 'application/json', '7'],
  ['text for */*', '*/*', { schema: string, example: 'hi' }, 'text/plain', 'hi'],
  ['text for text/*', 'text/*', { example: 'hi' }, 'text/plain', 'hi'],
  [
    'an object for application/*',
    'application/*',
    { schema: object },
    'application/json',
    '{"a":1}',
  ],
  ['text is sent as it is', 'text/csv', { schema: string, example: 'a,b' }, 'text/csv', 'a,b'],
  [
    'an XML text is sent as it is',
    'application/xml',
    { schema: object, example: xml },
    'application/xml',
    xml,
  ],
  [
    'a text that is no XML as the content of an element',
    'application/xml',
    { schema: string, example: 'done' },
    'application/xml',
    '<?xml version="1.0" encoding="UTF-8"?>\n<xml>done</xml>',
  ],
  ['an object as XML', 'text/xml', { schema: object, example: { a: 1 } }, 'text/xml', xmlOfObject],
  [
    'a generated one',
    'application/atom+xml',
    { schema: object },
    'application/atom+xml',
    xmlOfObject,
  ],
  [
    'a form',
    'application/x-www-form-urlencoded',
    { example: { a: 'x y', b: 1 } },
    'application/x-www-form-urlencoded',
    'a=x%20y&b=1',
  ],
  ['a media type that is none is not answered', 'description', {}, '', ''],
]

test.each(rows)('%s', async (_, mediaType, content, type, text) => {
  const server = await openServer({ contract: oneOperation({ content: { [mediaType]: content } }) })
  const answer = await ask(server, getThing)
  expect(answer.headers.get('content-type') ?? '').toBe(type)
  expect(answer.text).toBe(text)
  expect(answer.headers.get('content-length')).toBe(String(text.length))
})

test.each([
  ['image/png', {}, [0x89, 0x50, 0x4e, 0x47]],
  ['image/gif', { schema: { type: 'string', format: 'binary' } }, [0x47, 0x49, 0x46, 0x38]],
  ['image/*', {}, [0x89, 0x50, 0x4e, 0x47]],
  ['application/octet-stream', { schema: { type: 'string' } }, [0, 1, 2, 3]],
  ['application/acme', { schema: { type: 'string', format: 'binary' } }, [0, 1, 2, 3]],
])('%s is bytes', async (mediaType, content, bytes) => {
  const server = await openServer({ contract: oneOperation({ content: { [mediaType]: content } }) })
  const answer = await server.fetch(new Request('http://localhost/_mock/one/things/x7'))
  const sent = new Uint8Array(await answer.arrayBuffer())
  expect([...sent.slice(0, 4)]).toEqual(bytes)
})

test('a file of XML is XML, not bytes', async () => {
  const content = { 'application/xml': { schema: { ...string, format: 'binary' } } }
  const server = await openServer({ contract: oneOperation({ content }) })
  expect((await ask(server, getThing)).text).toMatch(
    /^<\?xml version="1\.0" encoding="UTF-8"\?>\n</,
  )
})

test.each(['a;b;c', ';', ',,,', '/', '*/*;q=x', 'a/b;q=', '"', 'text/plain;x="a,b"', ';q=1,;q=0'])(
  'a malformed Accept (%s) is answered or refused as a problem',
  async (accept) => {
    const content = { 'application/json': { schema: object } }
    const server = await openServer({ contract: oneOperation({ content }) })
    const answer = await ask(server, getThing, { headers: { accept } })
    expect([200, 406]).toContain(answer.status)
    if (answer.status === 406)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
  },
)
