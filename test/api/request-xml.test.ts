import { ask } from '../mock/ask.js'
import { openServer } from './support/open-server.js'

const schema = {
  type: 'object',
  required: ['name'],
  xml: { name: 'pet' },
  properties: {
    id: { type: 'integer', readOnly: true, xml: { attribute: true } },
    name: { type: 'string' },
    age: { type: 'integer' },
  },
}
const xml = { 'application/xml': { schema } }
const contract = {
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1' },
  paths: {
    '/pets': {
      post: {
        requestBody: { required: true, content: xml },
        responses: { 201: { description: 'Created', content: xml } },
      },
    },
  },
}
const headers = { 'content-type': 'application/xml' }

test.each(['/pets', '/_mock/pets/pets'])('XML is read and judged at %s', async (path) => {
  const server = await openServer({ contract })
  const post = (body: string) => ask(server, `POST ${path}`, { body, headers })
  const refused = await post('<pet id="1"><age>old</age></pet>')
  expect(refused.status).toBe(422)
  expect(refused.json).toMatchObject({
    violations: [
      { location: 'body', pointer: '/name', rule: 'required' },
      { location: 'body', pointer: '/id', rule: 'readOnly' },
      { location: 'body', pointer: '/age', rule: 'type', got: '"old"' },
    ],
  })
  expect(await post('<pet><name>Rex</name><age>3</age></pet>')).toMatchObject({ status: 201 })
  const malformed = await post('<pet>\n<name></pet>')
  expect(malformed.status).toBe(400)
  expect(malformed.json).toMatchObject({
    detail: expect.stringContaining('XML: line 2, column 12: unexpected close tag') as string,
  })
})

test('values of XML flow into the answer as those of JSON do', async () => {
  const server = await openServer({ contract, strictExamples: false })
  const body = '<pet><name>Rex</name></pet>'
  const { text } = await ask(server, 'POST /_mock/pets/pets', { body, headers })
  expect(text).toContain('<name>Rex</name>')
})
