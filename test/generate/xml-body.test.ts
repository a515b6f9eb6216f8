import { compileContract } from '../../src/contract/compile.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'
import { xmlBody } from '../../src/generate/xml-body.js'
import { oneOperation } from '../mock/one-operation.js'

const schemas = {
  Pet: { type: 'object', properties: { name: { type: 'string' } } },
  Cat: { type: 'object', xml: { name: 'cat' }, properties: { name: { type: 'string' } } },
  Node: { anyOf: [{ $ref: '#/components/schemas/Node' }, { type: 'object' }] },
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** The XML of a value, without its declaration. */
const written = (schema: object, value: unknown): string => {
  const contract = oneOperation({ content: { 'application/xml': { schema } } }, { schemas })
  const { operations } = compileContract(sourceDocumentOf(contract), 'one')
  const text = xmlBody(value, operations[0]?.responses[0]?.contents[0]?.schema)
  const [declaration, ...rest] = text.split('\n')
  expect(declaration).toBe('<?xml version="1.0" encoding="UTF-8"?>')
  return rest.join('\n')
}

const of = (properties: object, xml: object = { name: 'a' }) => ({
  type: 'object',
  properties,
  xml,
})
const list = (xml: object, items: object = { type: 'string' }) => ({ type: 'array', items, xml })

const rows: readonly (readonly [string, object, unknown, string])[] = [
  ['no name', { type: 'object' }, { b: 1 }, '<xml><b>1</b></xml>'],
  ["the component's name", ref('Pet'), { name: 'x' }, '<Pet><name>x</name></Pet>'],
  ['xml.name of the component', ref('Cat'), { name: 'x' }, '<cat><name>x</name></cat>'],
  ['xml.name of a property', of({ b: { xml: { name: 'c' } } }), { b: true }, '<a><c>true</c></a>'],
  [
    'a property by reference',
    of({ b: ref('Cat') }),
    { b: { name: 'x' } },
    '<a><cat><name>x</name></cat></a>',
  ],
  [
    'an attribute',
    of({ b: { xml: { attribute: true } } }),
    { b: 1, c: 2 },
    '<a b="1"><c>2</c></a>',
  ],
  [
    'a prefix and its namespace',
    of({}, { name: 'a', prefix: 'p', namespace: 'urn:x?a&b' }),
    {},
    '<p:a xmlns:p="urn:x?a&amp;b"/>',
  ],
  [
    'a namespace without prefix',
    of({}, { name: 'a', namespace: 'urn:x' }),
    { b: 1 },
    '<a xmlns="urn:x"><b>1</b></a>',
  ],
  ['a plain array', of({ b: list({}) }), { b: ['x', 'y'] }, '<a><b>x</b><b>y</b></a>'],
  ['its own name has no effect', of({ b: list({ name: 'c' }) }), { b: ['x'] }, '<a><b>x</b></a>'],
  [
    'a wrapped array',
    of({ b: list({ wrapped: true }) }),
    { b: ['x', 'y'] },
    '<a><b><b>x</b><b>y</b></b></a>',
  ],
  [
    'names inside and outside',
    of({ b: list({ wrapped: true, name: 'bs' }, { type: 'string', xml: { name: 'c' } }) }),
    { b: ['x'] },
    '<a><bs><c>x</c></bs></a>',
  ],
  [
    'an array at the root',
    list({}, ref('Cat')),
    [{ name: 'x' }],
    '<xml><cat><name>x</name></cat></xml>',
  ],
  [
    'a wrapped one',
    list({ wrapped: true, name: 'cats' }, ref('Cat')),
    [{ name: 'x' }],
    '<cats><cat><name>x</name></cat></cats>',
  ],
  [
    'allOf',
    { allOf: [ref('Cat'), of({ b: { xml: { attribute: true } } }, {})] },
    { b: 1 },
    '<cat b="1"/>',
  ],
  ['null', of({}), { b: null }, '<a><b/></a>'],
  ['a composition in a circle', ref('Node'), { b: 1 }, '<Node><b>1</b></Node>'],
  ['text that needs escapes', of({}), { b: '<&>\u0000"' }, '<a><b>&lt;&amp;&gt;"</b></a>'],
  [
    'an attribute that needs escapes',
    of({ b: { xml: { attribute: true } } }),
    { b: '"<\n' },
    '<a b="&quot;&lt;&#10;"/>',
  ],
  ['a key that is no name', of({}), { '1 b': 1 }, '<a><_1_b>1</_1_b></a>'],
]

test.each(rows)('%s', (_, schema, value, xml) => {
  expect(written(schema, value)).toBe(xml)
})
