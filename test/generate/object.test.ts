import type { JsonSchema } from '../../src/lib/json-schema.js'
import { dynamicValues, staticValue } from './source.js'

const text = { type: 'string' }
const whole = { type: 'integer' }

const cases: readonly [string, JsonSchema, unknown][] = [
  ['optional properties are present', { properties: { a: text, b: whole } }, { a: 'string', b: 0 }],
  ['required without properties', { type: 'object', required: ['x'] }, { x: 'string' }],
  ['required by name', { type: 'object', required: ['email'] }, { email: 'user@example.com' }],
  [
    'required and additionalProperties',
    { type: 'object', required: ['x'], additionalProperties: whole },
    { x: 0 },
  ],
  ['dictionary', { additionalProperties: whole }, { property1: 0, property2: 0 }],
  ['dictionary of anything', { type: 'object', additionalProperties: true }, {}],
  [
    'declared and additional',
    { properties: { a: text }, additionalProperties: whole },
    { a: 'string' },
  ],
  [
    'minProperties',
    { properties: { a: text }, additionalProperties: whole, minProperties: 3 },
    { a: 'string', property1: 0, property2: 0 },
  ],
  [
    'maxProperties',
    { properties: { a: text, b: text, c: whole }, required: ['c'], maxProperties: 2 },
    { a: 'string', c: 0 },
  ],
  [
    'pattern properties',
    { patternProperties: { '^x$': whole }, additionalProperties: false },
    { x: 0 },
  ],
  [
    'pattern and declared',
    { properties: { ab: { minimum: 1 } }, patternProperties: { b: whole } },
    { ab: 1 },
  ],
  [
    'names from a list',
    { propertyNames: { enum: ['de', 'en'] }, minProperties: 2, additionalProperties: text },
    { de: 'string', en: 'string' },
  ],
  [
    'a name that may not be',
    { properties: { a: text, bb: text }, propertyNames: { minLength: 2 } },
    { bb: 'string' },
  ],
  ['a property that may not be', { properties: { a: text, b: false } }, { a: 'string' }],
  [
    'dependentRequired',
    { properties: { a: text }, dependentRequired: { a: ['b'] } },
    { a: 'string', b: 'string' },
  ],
  [
    'dependentRequired that fails',
    { properties: { a: text, b: false }, dependentRequired: { a: ['b'] } },
    {},
  ],
  [
    'dependentSchemas',
    {
      properties: { a: text },
      dependentSchemas: { a: { required: ['b'], properties: { b: whole } } },
    },
    { a: 'string', b: 0 },
  ],
  ['dependentSchemas that fails', { properties: { a: text }, dependentSchemas: { a: false } }, {}],
  [
    'unevaluatedProperties',
    { allOf: [{ properties: { a: text } }], unevaluatedProperties: false, required: ['a'] },
    { a: 'string' },
  ],
  [
    'unevaluatedProperties schema',
    { allOf: [{ properties: { a: text } }], unevaluatedProperties: whole, minProperties: 2 },
    { a: 'string', property1: 0 },
  ],
  [
    'additionalProperties false in a part',
    {
      allOf: [
        { properties: { a: text }, additionalProperties: false },
        { properties: { b: text } },
      ],
    },
    { a: 'string' },
  ],
]

test.each(cases)('%s', (_, schema, expected) => {
  expect(staticValue(schema)).toEqual(expected)
  dynamicValues(schema, 5)
})

test('names that objects treat specially are names like any other', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
  const properties = JSON.parse('{"__proto__":{"type":"integer"},"constructor":{"type":"integer"}}')
  const value = staticValue({ type: 'object', properties, required: names.slice(1) }) as object
  expect(Object.keys(value)).toEqual(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
})
