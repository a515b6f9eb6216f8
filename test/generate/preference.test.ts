import { staticValue } from './source.js'

const cases: readonly [string, object, unknown][] = [
  ['example before default', { type: 'string', example: 'a', default: 'b' }, 'a'],
  ['default before enum', { type: 'string', enum: ['a', 'b'], default: 'b' }, 'b'],
  ['const', { const: { a: 1 } }, { a: 1 }],
  ['first of enum', { enum: ['a', 'b'] }, 'a'],
  ['null in an enum last', { enum: [null, 'b'] }, 'b'],
  ['enum before examples', { enum: ['a', 'b'], examples: ['b'] }, 'a'],
  ['examples before type', { type: 'string', examples: ['x', 'y'] }, 'x'],
  ['second example when the first is broken', { type: 'string', examples: [1, 'y'] }, 'y'],
  ['broken example', { type: 'integer', example: 'a', minimum: 3 }, 3],
  ['broken default', { type: 'string', default: 5 }, 'string'],
  ['example too long', { type: 'string', example: 'abcdef', maxLength: 3 }, 'str'],
  ['example outside enum', { type: 'string', example: 'c', enum: ['a'] }, 'a'],
  ['type that is not null', { type: ['null', 'integer'] }, 0],
  ['null alone', { type: 'null' }, null],
  ['type from keywords', { properties: { a: { minimum: 2 } } }, { a: 2 }],
  ['anything', {}, {}],
  ['true', true as unknown as object, {}],
  ['boolean', { type: 'boolean' }, true],
  ['branch for null last', { oneOf: [{ type: 'null' }, { type: 'string' }] }, 'string'],
]

test.each(cases)('%s', (_, schema, expected) => {
  expect(staticValue(schema as never)).toEqual(expected)
})

test('an object example is used whole', () => {
  const schema = {
    type: 'object',
    properties: { a: { type: 'string' } },
    example: { a: 'x', b: 1 },
  }
  expect(staticValue(schema)).toEqual({ a: 'x', b: 1 })
})

test('of a broken object example the good properties are kept', () => {
  const schema = {
    type: 'object',
    required: ['a', 'b', 'c'],
    properties: { a: { type: 'string' }, b: { type: 'integer' }, c: { type: 'string' } },
    example: { a: 'kept', b: 'broken' },
  }
  expect(staticValue(schema)).toEqual({ a: 'kept', b: 0, c: 'string' })
})

test('examples of merged parts become properties of the whole', () => {
  const schema = {
    allOf: [
      { type: 'object', properties: { a: { type: 'string' } }, example: { a: 'one' } },
      { type: 'object', properties: { b: { type: 'string' } }, example: { b: 'two' } },
    ],
  }
  expect(staticValue(schema)).toEqual({ a: 'one', b: 'two' })
})

test('an example that only the validator refuses spoils nothing else', () => {
  const schema = {
    type: 'object',
    properties: {
      good: { type: 'string', example: 'kept' },
      uri: { type: 'string', format: 'uri', example: 'http:/[' },
      time: { type: 'string', format: 'date-time', example: '2020-01-01 10:00:00' },
    },
  }
  expect(staticValue(schema)).toMatchObject({ good: 'kept' })
})
