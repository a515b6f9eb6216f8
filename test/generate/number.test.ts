import { dynamicValues, staticValue } from './source.js'

const cases: readonly [string, object, unknown][] = [
  ['plain', { type: 'number' }, 0],
  ['minimum', { type: 'integer', minimum: 5 }, 5],
  ['minimum with decimals', { type: 'integer', minimum: 4.2 }, 5],
  ['negative', { type: 'integer', maximum: -3 }, -3],
  ['exclusive minimum', { type: 'number', exclusiveMinimum: 5 }, 6],
  ['exclusive maximum', { type: 'number', exclusiveMaximum: 5 }, 4],
  ['narrow', { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.5 }, 0.3],
  ['narrower', { type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 1.001 }, 1.0005],
  ['one value', { type: 'integer', exclusiveMinimum: 7, exclusiveMaximum: 9 }, 8],
  ['multiple', { type: 'integer', multipleOf: 7, minimum: 1, maximum: 10 }, 7],
  ['two divisors', { allOf: [{ multipleOf: 4 }, { multipleOf: 6, minimum: 1, maximum: 13 }] }, 12],
  [
    'decimal divisors',
    { allOf: [{ multipleOf: 0.5 }, { multipleOf: 0.75, minimum: 1, maximum: 2 }] },
    1.5,
  ],
  [
    'two large divisors',
    { allOf: [{ multipleOf: 97 }, { multipleOf: 89 }], minimum: 1, maximum: 9000 },
    8633,
  ],
  [
    'by name',
    { type: 'object', properties: { id: { type: 'integer' }, price: { type: 'number' } } },
    { id: 1, price: 9.99 },
  ],
  ['huge bounds', { type: 'number', minimum: 1e300 }, 1e300],
  ['int64', { type: 'integer', format: 'int64' }, 0],
]

test.each(cases)('%s', (_, schema, expected) => {
  expect(staticValue(schema as never)).toEqual(expected)
})

test('a number that is no integer', () => {
  expect(staticValue({ type: 'number', not: { type: 'integer' } })).not.toBe(0)
})

test.each([0.01, 0.1, 0.07, 0.3, 1e-7, 2.5])('multiples of %p carry no float noise', (step) => {
  for (const value of dynamicValues({ type: 'number', multipleOf: step, minimum: 0.5 }, 30)) {
    expect(String(value).replace(/e.*|\./g, '').length).toBeLessThan(12)
  }
})

test.each(['int32', 'int64', 'none'])(
  'unbounded integers (%p) are small and positive',
  (format) => {
    for (const value of dynamicValues({ type: 'integer', format }, 30)) {
      expect(value).toBeGreaterThan(0)
      expect(value).toBeLessThanOrEqual(1000)
    }
  },
)
