import type { JsonSchema } from '../../src/lib/json-schema.js'
import { dynamicValues, staticValue } from './source.js'

const whole = { type: 'integer' }
const text = { type: 'string' }

const cases: readonly [string, JsonSchema, unknown][] = [
  ['one item', { type: 'array', items: whole }, [0]],
  ['items of anything', { type: 'array' }, ['string']],
  ['minItems', { items: whole, minItems: 3 }, [0, 0, 0]],
  ['maxItems 0', { items: whole, maxItems: 0 }, []],
  ['no items possible', { items: false }, []],
  ['prefix', { prefixItems: [whole, text], items: false }, [0, 'string']],
  ['prefix and rest', { prefixItems: [text], items: whole, minItems: 3 }, ['string', 0, 0]],
  ['contains', { contains: { const: 'x' } }, ['x']],
  [
    'contains among others',
    { items: { minimum: 2, type: 'integer' }, contains: { multipleOf: 5 } },
    [5],
  ],
  ['minContains', { items: text, contains: { const: 'x' }, minContains: 2 }, ['x', 'x']],
  [
    'maxContains',
    { items: { enum: ['x', 'y'] }, contains: { const: 'x' }, maxContains: 1, minItems: 3 },
    ['x', 'y', 'y'],
  ],
  [
    'contains nothing',
    { items: { enum: ['x', 'y'] }, contains: { const: 'x' }, minContains: 0, maxContains: 0 },
    ['y'],
  ],
  [
    'two prefixes merged',
    { allOf: [{ prefixItems: [whole] }, { prefixItems: [{ minimum: 4 }, text] }] },
    [4, 'string'],
  ],
  ['unevaluatedItems false', { allOf: [{ prefixItems: [whole] }], unevaluatedItems: false }, [0]],
  [
    'unevaluatedItems schema',
    { allOf: [{ prefixItems: [whole] }], unevaluatedItems: text, minItems: 2 },
    [0, 'string'],
  ],
]

test.each(cases)('%s', (_, schema, expected) => {
  expect(staticValue(schema)).toEqual(expected)
  dynamicValues(schema, 5)
})

const distinct: readonly [string, JsonSchema][] = [
  ['enum', { items: { enum: ['a', 'b', 'c', 'd'] }, minItems: 4 }],
  ['booleans', { items: { type: 'boolean' }, minItems: 2 }],
  ['integers', { items: { type: 'integer', minimum: 1, maximum: 4 }, minItems: 4 }],
  ['texts', { items: text, minItems: 12 }],
  ['texts of one letter', { items: { type: 'string', minLength: 1, maxLength: 1 }, minItems: 6 }],
  ['pattern', { items: { type: 'string', pattern: '^[ab]{2}$' }, minItems: 4 }],
  ['uuids', { items: { type: 'string', format: 'uuid' }, minItems: 5 }],
  ['dates', { items: { type: 'string', format: 'date' }, minItems: 5 }],
  ['examples', { items: { type: 'string', example: 'a' }, minItems: 3 }],
  ['objects', { items: { type: 'object', properties: { a: text, b: whole } }, minItems: 4 }],
  [
    'objects of small enums',
    {
      items: {
        type: 'object',
        required: ['a', 'b'],
        properties: { a: { type: 'boolean' }, b: { enum: ['x', 'y', 'z'] } },
        additionalProperties: false,
      },
      minItems: 6,
    },
  ],
  [
    'branches',
    { items: { oneOf: [{ const: 1 }, { const: 'one' }, { const: null }] }, minItems: 3 },
  ],
  ['merged enums', { items: { allOf: [{ enum: [1, 2, 3] }, { enum: [2, 3, 4] }] }, minItems: 2 }],
]

test.each(distinct)('unique %s', (_, schema) => {
  const unique = { ...(schema as object), type: 'array', uniqueItems: true }
  staticValue(unique)
  dynamicValues(unique, 10)
})

test('when distinct items run out, the array ends', () => {
  const schema = { type: 'array', items: { const: 1 }, uniqueItems: true }
  expect(staticValue(schema)).toEqual([1])
})
