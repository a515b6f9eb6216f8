import { compileContract } from '../../src/contract/compile.js'
import type { Contract } from '../../src/contract/contract.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'
import { createRouteIndex } from '../../src/contract/route-index.js'
import { ask } from '../mock/ask.js'
import { openServer } from '../api/support/open-server.js'

test.each([
  ['/a/{x}', '/a/1%2F2', undefined],
  ['/a/{x}', '/a/1%2C2', ['1%2C2']],
  ['/a/{x}', '/a/%E2%82%AC%2c%F0%9F%98%80', ['%E2%82%AC%2c%F0%9F%98%80']],
  ['/a%20b/{x}', '/a%20b/1', undefined],
  ['/a b/{x}', '/a%20b/1', ['1']],
  ['/{x}.{y}', '/%F0%9F%98%80%2Ca.%3Bb', ['%F0%9F%98%80%2Ca', '%3Bb']],
  ['/f(a={x},b={y})', '/f(a%3D1%2C2,b=%E2%82%AC%3D3)', ['1%2C2', '%E2%82%AC%3D3']],
  ['/{x}/b/{y}', '/%2E/b/2', ['%2E', '2']],
])('%s and %s: written as %j', (template, path, raw) => {
  const index = createRouteIndex([{ template, entry: 1 }])
  expect(index.match(path)?.raw).toEqual(raw)
})

const texts = { type: 'array', items: { type: 'string' } }
const numbers = { type: 'array', items: { type: 'integer' } }
const object = { type: 'object', additionalProperties: { type: 'string' } }
const styles: Record<string, object> = {
  simple: { schema: texts },
  numbers: { schema: numbers },
  object: { schema: object },
  exploded: { schema: object, explode: true },
  label: { style: 'label', explode: true, schema: texts },
  matrix: { style: 'matrix', schema: texts },
  matrixes: { style: 'matrix', explode: true, schema: texts },
  text: { schema: { type: 'string' } },
  json: { content: { 'application/json': { schema: numbers } } },
}
const contract = {
  openapi: '3.0.3',
  info: { title: 'Paths', version: '1' },
  paths: Object.fromEntries(
    Object.entries(styles).map(([name, style]) => [
      `/${name}/{p}`,
      {
        parameters: [{ name: 'p', in: 'path', required: true, ...style }],
        get: {
          operationId: name,
          responses: {
            200: {
              description: 'It',
              content: { 'application/json': { schema: {}, example: { p: null } } },
            },
          },
        },
      },
    ]),
  ),
}

test('the paths are those of the contract', () => {
  const { routes }: Contract = compileContract(sourceDocumentOf(contract), 'paths')
  expect(routes.match('/label/.a%2Eb')?.raw).toEqual(['.a%2Eb'])
})

test.each([
  ['simple/a,b', ['a', 'b']],
  ['simple/a%2Cb,c', ['a,b', 'c']],
  ['simple/a%2Cb', ['a,b']],
  ['simple/a%252Cb', ['a%2Cb']],
  ['simple/a%2Fb,c', ['a/b', 'c']],
  ['numbers/1%2C2,3', [1, 2, 3]],
  ['object/a%2C,b%3D', { 'a,': 'b=' }],
  ['exploded/a%3Db=c%3Dd,e=f', { 'a=b': 'c=d', e: 'f' }],
  ['label/.a%2Eb.c', ['a.b', 'c']],
  ['label/%2Ea%2Eb', ['a', 'b']],
  ['matrix/;p=a%2Cb,c%3Bd', ['a,b', 'c;d']],
  ['matrixes/;p=a%3Bp=b;p=c', ['a;p=b', 'c']],
  ['matrixes/%3Bp%3Da%3Bp%3Db', ['a', 'b']],
  ['text/a%2Cb', 'a,b'],
  ['json/%5B1%2C2%5D', [1, 2]],
])('%s is %j', async (path, value) => {
  const server = await openServer({ contract, strictExamples: false })
  for (const base of ['', '/_mock/paths'])
    expect((await ask(server, `GET ${base}/${path}`)).json).toEqual({ p: value })
})
