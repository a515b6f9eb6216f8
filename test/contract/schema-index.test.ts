import { compileContract } from '../../src/contract/compile.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'
import type { JsonObject } from '../../src/lib/json-object.js'

const documentWith = (schema: object, schemas: object, rest: object): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  paths: { '/a': { post: { requestBody: { content: { 'application/json': { schema } } } } } },
  components: { schemas },
  ...rest,
})

const schemaOf = (schema: object, schemas: object, rest: object = {}) => {
  const source = sourceDocumentOf(documentWith(schema, schemas, rest))
  return compileContract(source, 'api').operations[0]?.body?.contents[0]?.schema
}

const text = { type: 'string' }
const number = { type: 'number' }
const tree = {
  $id: 'https://example.com/tree',
  $dynamicAnchor: 'node',
  type: 'object',
  properties: { data: true, children: { type: 'array', items: { $dynamicRef: '#node' } } },
}
const strict = {
  $id: 'https://example.com/strict',
  $dynamicAnchor: 'node',
  $ref: 'tree',
  unevaluatedProperties: false,
}
const list = {
  $id: 'https://example.com/list',
  type: 'array',
  items: { $dynamicRef: '#item' },
  $defs: { item: { $dynamicAnchor: 'item', not: {} } },
}
const texts = {
  $id: 'https://example.com/texts',
  $ref: 'list',
  $defs: { item: { $dynamicAnchor: 'item', ...text } },
}

/** Name, schema, components, a valid value, an invalid one, the rest of the document. */
const rows: readonly (readonly [string, object, object, unknown, unknown, object?])[] = [
  ['$anchor', { $ref: '#word' }, { A: { $anchor: 'word', ...text } }, 'a', 1],
  ['$id', { $ref: 'https://e.com/a' }, { A: { $id: 'https://e.com/a', ...text } }, 'a', 1],
  ['a relative $id', { $ref: 'a.json' }, { A: { $id: 'a.json', ...text } }, 'a', 1],
  ['a URN', { $ref: 'urn:x:a' }, { A: { $id: 'urn:x:a', ...text } }, 'a', 1],
  [
    'an anchor of an $id',
    { $ref: 'a#w' },
    { A: { $id: 'a', $defs: { x: { $anchor: 'w', ...text } } } },
    'a',
    1,
  ],
  [
    'a pointer below an $id',
    { $ref: 'a#/$defs/x' },
    { A: { $id: 'a', $defs: { x: text } } },
    'a',
    1,
  ],
  [
    'a pointer from inside',
    { $ref: '#/components/schemas/A' },
    { A: { $id: 'a', $defs: { x: text }, $ref: '#/$defs/x' } },
    'a',
    1,
  ],
  [
    'an anchor in its $id alone',
    { $ref: 'b#w' },
    { A: { $id: 'a', $anchor: 'w', ...number }, B: { $id: 'b', $anchor: 'w', ...text } },
    'a',
    1,
  ],
  [
    'a pointer into the document from below an $id',
    { $ref: 'a' },
    { A: { $id: 'a', $ref: '#/components/schemas/B' }, B: text },
    'a',
    1,
  ],
  [
    '$self',
    { $ref: 'https://e.com/x/a' },
    { A: { $id: 'a', ...text } },
    'a',
    1,
    { $self: 'https://e.com/x/api' },
  ],
  ['$ref with siblings', { $ref: '#/components/schemas/A', minLength: 2 }, { A: text }, 'ab', 'a'],
  [
    '$defs',
    {
      $defs: { x: text },
      $ref: '#/paths/~1a/post/requestBody/content/application~1json/schema/$defs/x',
    },
    {},
    'a',
    1,
  ],
  [
    'an own $id twice',
    { anyOf: [{ $ref: 'a' }, { $ref: '#/components/schemas/A' }] },
    { A: { $id: 'a', ...text } },
    'a',
    1,
  ],
  [
    '$dynamicRef, nothing outside',
    { $ref: 'https://example.com/tree' },
    { tree },
    { children: [{ daat: 1 }] },
    { children: [1] },
  ],
  [
    '$dynamicRef, extended',
    { $ref: 'https://example.com/strict' },
    { tree, strict },
    { children: [{ data: 1 }] },
    { children: [{ daat: 1 }] },
  ],
  [
    '$dynamicRef, bound in $defs',
    { $ref: 'https://example.com/texts' },
    { list, texts },
    ['a'],
    [1],
  ],
  [
    '$dynamicRef to a plain anchor',
    { $dynamicRef: '#w' },
    { A: { $anchor: 'w', ...text } },
    'a',
    1,
  ],
  [
    'another dialect',
    text,
    {},
    'a',
    1,
    { jsonSchemaDialect: 'https://json-schema.org/draft/2019-09/schema' },
  ],
  ['its own $schema', { $schema: 'http://json-schema.org/draft-07/schema#', ...text }, {}, 'a', 1],
]

const named = rows.map((row) => ({ name: row[0], row }))

test.each(named)('$name', ({ row: [, schema, schemas, valid, invalid, rest] }) => {
  const compiled = schemaOf(schema, schemas, rest)
  expect([compiled?.isValid(valid), compiled?.isValid(invalid)]).toEqual([true, false])
})

test('in 3.0 what stands beside $ref is ignored, and $id names nothing', () => {
  const schemas = { A: { ...text, $id: 'a' }, B: { ...text, $id: 'a' } }
  const both = {
    properties: {
      a: { $ref: '#/components/schemas/A', minLength: 9 },
      b: { $ref: '#/components/schemas/B' },
    },
  }
  const compiled = schemaOf(both, schemas, { openapi: '3.0.3' })
  expect([compiled?.isValid({ a: 'x', b: 'x' }), compiled?.isValid({ b: 1 })]).toEqual([
    true,
    false,
  ])
})

test.each(['#none', 'https://example.com/none', 'urn:none', 'a#none', 'a#/$defs/none'])(
  'a reference to %s leads nowhere, and is told',
  (ref) => {
    const compiled = schemaOf({ $ref: ref }, { A: { $id: 'a', ...text } })
    expect(() => compiled?.isValid('a')).toThrow(/leads nowhere/)
  },
)
