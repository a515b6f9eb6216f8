import { compileContract } from '../../src/contract/compile.js'
import type { Operation } from '../../src/contract/contract.js'
import { readRequest } from '../../src/contract/read-request.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'
import { bytesOf } from '../../src/lib/text-bytes.js'

const file = { type: 'string', format: 'binary' }
const schema = {
  type: 'object',
  properties: {
    logo: file,
    files: { type: 'array', items: file },
    note: { type: 'string' },
    any: file,
  },
}
const header = (more: object) => ({ schema: { type: 'integer', maximum: 9 }, ...more })
const encoding = {
  logo: {
    contentType: 'image/png, image/jpeg',
    headers: {
      'X-Rate': header({ required: true }),
      'X-Page': { $ref: '#/components/headers/Page' },
      'Content-Type': header({ required: true }),
    },
  },
  files: { contentType: 'text/*' },
  any: { contentType: '*/*' },
}
const document = {
  openapi: '3.0.3',
  paths: {
    '/f': {
      post: {
        requestBody: { content: { 'multipart/form-data': { schema, encoding } } },
        responses: {},
      },
    },
  },
  components: { headers: { Page: header({}) } },
}
const [operation] = compileContract(sourceDocumentOf(document), 'api').operations

const part = (name: string, ...headers: string[]): string =>
  [`--x`, `Content-Disposition: form-data; name="${name}"`, ...headers, '', 'content', ''].join(
    '\r\n',
  )

const read = (...parts: string[]) =>
  readRequest({
    operation: operation as Operation,
    path: {},
    query: '',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    bytes: bytesOf(`${parts.join('')}--x--`),
  })

const png = 'Content-Type: image/png'
const rate = 'X-Rate: 5'

test.each([
  [[part('logo', png, rate)], []],
  [[part('logo', 'content-type: IMAGE/JPEG; q=1', 'x-rate: 5', 'X-Page: 9')], []],
  [[part('logo', rate)], []],
  [[part('logo', 'Content-Type: image/gif', rate)], ['contentType /logo']],
  [[part('logo', png)], ['header /logo']],
  [[part('logo', png, 'X-Rate: x')], ['type /logo']],
  [[part('logo', png, rate, 'X-Page: 10')], ['maximum /logo']],
  [[part('files', 'Content-Type: text/csv'), part('files', 'Content-Type: text/plain')], []],
  [[part('files', 'Content-Type: text/csv'), part('files', png)], ['contentType /files/1']],
  [[part('files[]', png)], ['contentType /files']],
  [[part('note', 'Content-Type: multipart/mixed; boundary=y')], ['contentType /note']],
  [[part('any', 'Content-Type: multipart/mixed; boundary=y')], []],
])('%j', (parts, expected) => {
  expect(read(...parts).violations.map(({ rule, pointer }) => `${rule} ${pointer}`)).toEqual(
    expected,
  )
})

test('what is said of a part names it', () => {
  expect(
    read(part('logo', 'Content-Type: image/gif')).violations.map(({ message }) => message),
  ).toEqual([
    'body /logo: expected a part of one of image/png, image/jpeg, got "image/gif"',
    'body /logo: expected a part with the header X-Rate',
  ])
})

test('a list of files is read as one, each as bytes', () => {
  const text = 'Content-Type: text/csv'
  const { body } = read(part('files', text), part('files', text))
  expect(body).toEqual({ files: [bytesOf('content'), bytesOf('content')] })
  expect(read(part('files', text)).body).toEqual({ files: [bytesOf('content')] })
})
