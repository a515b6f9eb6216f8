import { normaliseSchema, type NormaliseContext } from '../../src/contract/normalise-schema.js'

const readOnlyTarget = { type: 'string', readOnly: true }

const context = (changes: Partial<NormaliseContext> = {}): NormaliseContext => ({
  legacy: true,
  direction: 'response',
  foreign: new Set(),
  nameOf: (ref) => `named:${ref}`,
  target: (ref) => (ref === '#/readOnly' ? readOnlyTarget : undefined),
  ...changes,
})

const legacy: readonly (readonly [string, unknown, unknown])[] = [
  ['nullable', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
  ['nullable: false', { type: 'string', nullable: false }, { type: 'string' }],
  ['nullable without type means nothing', { nullable: true, minLength: 1 }, { minLength: 1 }],
  [
    'nullable and enum',
    { type: 'string', nullable: true, enum: ['a'] },
    { type: ['string', 'null'], enum: ['a', null] },
  ],
  [
    'nullable and an enum with null',
    { type: 'string', nullable: true, enum: ['a', null] },
    { type: ['string', 'null'], enum: ['a', null] },
  ],
  ['exclusiveMinimum: true', { minimum: 1, exclusiveMinimum: true }, { exclusiveMinimum: 1 }],
  ['exclusiveMaximum: true', { maximum: 1, exclusiveMaximum: true }, { exclusiveMaximum: 1 }],
  ['exclusiveMinimum: false', { minimum: 1, exclusiveMinimum: false }, { minimum: 1 }],
  ['exclusiveMinimum without minimum', { exclusiveMinimum: true }, {}],
  ['$ref alone', { $ref: '#/a' }, { $ref: 'named:#/a' }],
  ['what stands beside $ref', { $ref: '#/a', nullable: true, maxLength: 1 }, { $ref: 'named:#/a' }],
  ['nothing', undefined, true],
  ['true', true, true],
  ['false', false, false],
  ['no schema at all', 'string', true],
]

test.each(legacy)('OpenAPI 3.0: %s', (_, written, expected) => {
  expect(normaliseSchema(written, context())).toEqual(expected)
})

const inner = { type: 'string', nullable: true }
const done = { type: ['string', 'null'] }

const places: readonly (readonly [string, unknown, unknown])[] = [
  ['items', { items: inner }, { items: done }],
  ['additionalProperties', { additionalProperties: inner }, { additionalProperties: done }],
  ['additionalProperties: false', { additionalProperties: false }, { additionalProperties: false }],
  ['not', { not: inner }, { not: done }],
  ['allOf', { allOf: [inner, true] }, { allOf: [done, true] }],
  ['anyOf', { anyOf: [inner] }, { anyOf: [done] }],
  ['oneOf', { oneOf: [inner] }, { oneOf: [done] }],
  ['properties', { properties: { a: inner } }, { properties: { a: done } }],
  ['patternProperties', { patternProperties: { a: inner } }, { patternProperties: { a: done } }],
  [
    'properties called like keywords',
    { properties: { items: inner, nullable: inner, $ref: inner } },
    { properties: { items: done, nullable: done, $ref: done } },
  ],
  ['values are no schemas', { enum: [inner], default: inner }, { enum: [inner], default: inner }],
  ['an example with $ref', { example: { $ref: '#/a' } }, { example: { $ref: '#/a' } }],
]

test.each(places)('below %s', (_, written, expected) => {
  expect(normaliseSchema(written, context())).toEqual(expected)
})

const modern: readonly (readonly [string, unknown, unknown])[] = [
  ['nullable is no keyword', inner, { type: 'string' }],
  [
    'a bound that was left boolean',
    { minimum: 1, exclusiveMinimum: true },
    { exclusiveMinimum: 1 },
  ],
  ['exclusiveMinimum is a number', { exclusiveMinimum: 1 }, { exclusiveMinimum: 1 }],
  [
    '$ref keeps its company',
    { $ref: '#/a', maxLength: 1, items: { $ref: '#/b' } },
    { $ref: 'named:#/a', maxLength: 1, items: { $ref: 'named:#/b' } },
  ],
]

test.each(modern)('OpenAPI 3.1: %s', (_, written, expected) => {
  expect(normaliseSchema(written, context({ legacy: false }))).toEqual(expected)
})

describe('readOnly and writeOnly', () => {
  const written = {
    required: ['id', 'name', 'password', 'ref'],
    properties: {
      id: { type: 'integer', readOnly: true },
      name: { type: 'string' },
      password: { type: 'string', writeOnly: true },
      ref: { $ref: '#/readOnly' },
    },
  }

  test('a request neither needs nor may have what is read only', () => {
    expect(normaliseSchema(written, context({ direction: 'request' }))).toEqual({
      required: ['name', 'password'],
      properties: {
        id: false,
        name: { type: 'string' },
        password: { type: 'string', writeOnly: true },
        ref: false,
      },
    })
  })

  test('a response neither needs nor may have what is write only', () => {
    expect(normaliseSchema(written, context())).toEqual({
      required: ['id', 'name', 'ref'],
      properties: {
        id: { type: 'integer', readOnly: true },
        name: { type: 'string' },
        password: false,
        ref: { $ref: 'named:#/readOnly' },
      },
    })
  })
})

test('what allOf makes read only is not required beside it', () => {
  const id = { properties: { id: { readOnly: true } } }
  const written = { required: ['id', 'a'], allOf: [id, { required: ['id', 'b'] }] }
  expect(normaliseSchema(written, context({ direction: 'request' }))).toEqual({
    required: ['a'],
    allOf: [{ properties: { id: false } }, { required: ['b'] }],
  })
})

test('the document is left as it was', () => {
  const written = { type: 'object', nullable: true, properties: { a: { ...inner } } }
  const before = structuredClone(written)
  normaliseSchema(written, context())
  expect(written).toEqual(before)
})
