import type { JsonSchema } from '../../src/lib/json-schema.js'
import { dynamicValues, staticValue } from './source.js'

const text = { type: 'string' }
const whole = { type: 'integer' }
const has = (name: string, schema: JsonSchema = text): JsonSchema => ({
  type: 'object',
  required: [name],
  properties: { [name]: schema },
})

const cases: readonly [string, JsonSchema, unknown][] = [
  ['allOf: required and properties', { allOf: [has('a'), has('b', whole)] }, { a: 'string', b: 0 }],
  [
    'allOf: the same property twice',
    { allOf: [has('a', { minimum: 2 }), has('a', whole)] },
    { a: 2 },
  ],
  ['allOf: bounds', { allOf: [{ minimum: 2 }, { minimum: 4 }, whole] }, 4],
  ['allOf: enums', { allOf: [{ enum: ['a', 'b'] }, { enum: ['b', 'c'] }] }, 'b'],
  ['allOf: types', { allOf: [{ type: ['string', 'number'] }, { type: ['integer', 'null'] }] }, 0],
  [
    'allOf beside properties',
    { allOf: [has('a')], properties: { b: text } },
    { b: 'string', a: 'string' },
  ],
  ['oneOf: the first branch', { oneOf: [has('a', whole), has('b', whole)] }, { a: 0 }],
  [
    'oneOf beside properties',
    { properties: { c: whole }, oneOf: [has('a'), has('b')] },
    { c: 0, a: 'string' },
  ],
  ['oneOf: a first branch that cannot be', { type: 'integer', oneOf: [text, { minimum: 5 }] }, 5],
  [
    'oneOf: overlapping numbers',
    {
      oneOf: [
        { type: 'integer', multipleOf: 3 },
        { type: 'integer', multipleOf: 2, minimum: 1 },
      ],
    },
    0,
  ],
  ['anyOf', { anyOf: [whole, text] }, 0],
  [
    'anyOf of required',
    {
      type: 'object',
      properties: { a: text, b: whole },
      anyOf: [{ required: ['a'] }, { required: ['b'] }],
    },
    { a: 'string', b: 0 },
  ],
  [
    'oneOf of required',
    {
      type: 'object',
      properties: { a: text, b: whole },
      oneOf: [{ required: ['a'] }, { required: ['b'] }],
    },
    { a: 'string' },
  ],
  [
    'oneOf in allOf',
    { allOf: [{ oneOf: [has('a'), has('b')] }, { oneOf: [has('c'), has('d')] }] },
    { a: 'string', c: 'string' },
  ],
  [
    'not: a property',
    { properties: { a: text, b: text }, not: { required: ['a'] } },
    { b: 'string' },
  ],
  [
    'not: one of two',
    {
      properties: { a: text, b: text },
      not: { anyOf: [{ required: ['a'] }, { required: ['b'] }] },
    },
    {},
  ],
  ['not: a type', { not: { type: ['string', 'object'] } }, 0],
  [
    'if then',
    {
      properties: { k: { enum: ['x', 'y'] } },
      if: { properties: { k: { const: 'x' } } },
      then: { required: ['z'] },
    },
    { k: 'x', z: 'string' },
  ],
  [
    'if else',
    {
      properties: { k: { enum: ['y'] } },
      if: { required: ['k'], properties: { k: { const: 'x' } } },
      then: false,
      else: has('e'),
    },
    { k: 'y', e: 'string' },
  ],
]

test.each(cases)('%s', (_, schema, expected) => {
  expect(staticValue(schema)).toEqual(expected)
  dynamicValues(schema, 10)
})

const valid: readonly [string, JsonSchema][] = [
  ['not a value', { type: 'string', not: { const: 'string' } }],
  ['not true', { type: 'boolean', not: { const: true } }],
  ['not zero', { type: 'integer', not: { const: 0 } }],
  [
    'not in a property',
    { properties: { a: whole }, required: ['a'], not: { properties: { a: { const: 0 } } } },
  ],
  ['oneOf number and integer', { oneOf: [{ type: 'number' }, whole] }],
  ['oneOf text and date', { oneOf: [text, { type: 'string', format: 'date' }] }],
  [
    'oneOf objects that overlap',
    {
      oneOf: [
        { type: 'object', properties: { a: text } },
        { type: 'object', properties: { b: whole } },
      ],
    },
  ],
  [
    'oneOf of three that overlap',
    {
      oneOf: [
        { properties: { a: text } },
        { properties: { b: whole } },
        { properties: { a: whole, c: text } },
      ],
      type: 'object',
    },
  ],
  ['oneOf part of the other', { oneOf: [has('a'), { allOf: [has('a'), has('b')] }] }],
  ['nested oneOf', { oneOf: [{ oneOf: [whole, text] }, { oneOf: [{ type: 'boolean' }, text] }] }],
  [
    'twelve choices',
    { allOf: Array.from({ length: 6 }, (_, i) => ({ oneOf: [has(`a${i}`), has(`b${i}`)] })) },
  ],
  [
    'the last of many',
    { type: 'integer', oneOf: [...Array.from({ length: 150 }, () => text), { minimum: 3 }] },
  ],
  [
    'unevaluated after a branch',
    { type: 'object', oneOf: [has('a'), has('b')], unevaluatedProperties: false },
  ],
  [
    'unevaluated after a condition',
    {
      properties: { k: { const: 1 } },
      if: has('k', { const: 1 }),
      then: has('t'),
      unevaluatedProperties: false,
      required: ['k'],
    },
  ],
]

test.each(valid)('%s', (_, schema) => {
  staticValue(schema)
  dynamicValues(schema, 10)
})
