import fc from 'fast-check'
import { generate, type Generated } from '../../src/generate/generate-value.js'
import { openFaker, type FakerDoor } from '../../src/generate/faker-door.js'
import type { JsonSchema } from '../../src/lib/json-schema.js'
import { sourceOf } from '../generate/source.js'

type Schema = Record<string, unknown>

const name = fc.constantFrom('a', 'b', 'c', 'id', 'email', 'name', 'price', 'createdAt', 'x-y')

/** Satisfiable: the length leaves room for what the pattern needs. */
const text: fc.Arbitrary<Schema> = fc.oneof(
  fc.record({ min: fc.nat(12), room: fc.nat(12) }).map(({ min, room }) => ({
    type: 'string',
    minLength: min,
    maxLength: min + room,
  })),
  fc
    .constantFrom('^[a-z]+$', '\\d', '^[A-Z0-9-]*$', '^(ab|cde)+$', '^(?=.*\\d)[a-z\\d]+$')
    .chain((pattern) => fc.nat(9).map((minLength) => ({ type: 'string', pattern, minLength }))),
  fc
    .constantFrom('date-time', 'date', 'email', 'uuid', 'uri', 'ipv4', 'ipv6', 'byte', 'duration')
    .map((format) => ({ type: 'string', format })),
)

const number: fc.Arbitrary<Schema> = fc
  .record({
    low: fc.integer({ min: -1000, max: 1000 }),
    room: fc.integer({ min: 2, max: 500 }),
    type: fc.constantFrom('integer', 'number'),
    exclusive: fc.boolean(),
    step: fc.constantFrom(undefined, 0.01, 0.5, 1, 2),
  })
  .map(({ low, room, type, exclusive, step }) => ({
    type,
    ...(exclusive
      ? { exclusiveMinimum: low, exclusiveMaximum: low + room + 2 }
      : { minimum: low, maximum: low + room }),
    ...(step ? { multipleOf: step } : {}),
  }))

const listed: fc.Arbitrary<Schema> = fc
  .uniqueArray(fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null)), {
    minLength: 1,
  })
  .map((values) => ({ enum: values }))

const leaf = fc.oneof(text, number, listed, fc.constant({ type: 'boolean' }), fc.constant({}))

/** Roomy enough to have as many different values as the arrays ask for. */
const plentiful = fc.constantFrom<Schema>(
  { type: 'string' },
  { type: 'integer' },
  { type: 'string', pattern: '^[a-z]{3}$' },
  {
    type: 'object',
    properties: { a: { type: 'string' }, b: { type: 'boolean' } },
    required: ['a'],
  },
  { type: 'string', format: 'uuid' },
)

const objectOf = (part: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> =>
  fc
    .record({
      properties: fc.dictionary(name, part, { maxKeys: 5, noNullPrototype: true }),
      required: fc.nat(5),
      closed: fc.constantFrom('open', 'additional', 'unevaluated', 'schema'),
      needs: fc.boolean(),
      more: fc.nat(2),
    })
    .map(({ properties, required, closed, needs, more }) => {
      const names = Object.keys(properties)
      const open = closed === 'open' || closed === 'schema'
      return {
        type: 'object',
        properties,
        required: names.slice(0, required),
        ...(closed === 'additional' ? { additionalProperties: false } : {}),
        ...(closed === 'unevaluated' ? { unevaluatedProperties: false } : {}),
        ...(closed === 'schema' ? { additionalProperties: { type: 'integer' } } : {}),
        ...(needs && names.length > 1
          ? { dependentRequired: { [names[0]!]: [names.at(-1)!] } }
          : {}),
        minProperties: open ? names.length + more : names.length,
        maxProperties: names.length + more,
      }
    })

const arrayOf = (part: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> =>
  fc.oneof(
    fc
      .record({ items: part, minItems: fc.nat(4), room: fc.nat(3) })
      .map(({ items, minItems, room }) => ({
        type: 'array',
        items,
        minItems,
        maxItems: minItems + room,
      })),
    fc
      .record({ items: plentiful, minItems: fc.nat(5) })
      .map(({ items, minItems }) => ({ type: 'array', items, minItems, uniqueItems: true })),
    fc
      .record({ prefixItems: fc.array(part, { minLength: 1, maxLength: 3 }), items: part })
      .map((parts) => ({ type: 'array', ...parts, minItems: parts.prefixItems.length + 1 })),
    fc
      .record({ contains: part, minContains: fc.integer({ min: 1, max: 3 }) })
      .map((parts) => ({ type: 'array', ...parts })),
  )

/** Branches told apart by a required constant. */
const unionOf = (part: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> =>
  fc
    .record({
      parts: fc.array(part, { minLength: 1, maxLength: 4 }),
      keyword: fc.constantFrom('oneOf', 'anyOf'),
    })
    .map(({ parts, keyword }) => ({
      type: 'object',
      [keyword]: parts.map((value, index) => ({
        required: ['kind', 'value'],
        properties: { kind: { const: `k${index}` }, value },
      })),
    }))

const mergedOf = (part: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> =>
  fc.tuple(part, part).map(([left, right]) => ({
    allOf: [
      { type: 'object', required: ['left'], properties: { left } },
      { type: 'object', required: ['right'], properties: { right } },
    ],
    properties: { left: true, right: true, own: { type: 'string' } },
    unevaluatedProperties: false,
  }))

const conditionalOf = (part: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> =>
  fc
    .record({ yes: part, no: part, value: fc.boolean(), refused: fc.constantFrom('p', 'q') })
    .map(({ yes, no, value, refused }) => ({
      type: 'object',
      required: ['flag'],
      properties: { flag: { enum: [value] }, p: { type: 'string' }, q: { type: 'integer' } },
      if: { properties: { flag: { const: true } } },
      then: { required: ['yes'], properties: { yes } },
      else: { required: ['no'], properties: { no } },
      not: { required: [refused] },
    }))

const overlappingOf = (): fc.Arbitrary<Schema> =>
  fc.constantFrom<Schema>(
    { oneOf: [{ type: 'number' }, { type: 'integer' }] },
    { oneOf: [{ type: 'string' }, { type: 'string', format: 'date' }] },
    {
      type: 'object',
      oneOf: [
        { properties: { a: { type: 'string' } } },
        { properties: { b: { type: 'integer' } } },
      ],
    },
    {
      type: 'object',
      properties: { a: {}, b: {} },
      oneOf: [{ required: ['a'] }, { required: ['b'] }],
    },
    {
      patternProperties: { '^k[0-9]{2}$': { type: 'integer' } },
      additionalProperties: false,
      minProperties: 3,
    },
    { propertyNames: { pattern: '^[A-Z]{2}$' }, minProperties: 2, type: 'object' },
    { not: { type: ['string', 'object', 'array'] } },
    { allOf: [{ enum: [1, 2, 3, 4] }, { not: { enum: [1, 2] } }, { not: { const: 3 } }] },
    { type: ['integer', 'null'], anyOf: [{ minimum: 3 }, { type: 'null' }] },
  )

const withSample = (part: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> =>
  fc
    .tuple(part, fc.constantFrom('example', 'default'), fc.jsonValue())
    .map(([schema, keyword, value]) => ({ ...schema, [keyword]: value }))

const { schema } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { arbitrary: leaf, weight: 4 },
    { arbitrary: overlappingOf(), weight: 1 },
    { arbitrary: withSample(tie('schema')), weight: 2 },
    { arbitrary: objectOf(tie('schema')), weight: 4 },
    { arbitrary: arrayOf(tie('schema')), weight: 3 },
    { arbitrary: unionOf(tie('schema')), weight: 2 },
    { arbitrary: mergedOf(tie('schema')), weight: 1 },
    { arbitrary: conditionalOf(tie('schema')), weight: 1 },
  ),
}))

let faker: FakerDoor

beforeAll(async () => {
  faker = await openFaker()
})

test('values of random schemas are valid, and the same for the same seed', () => {
  fc.assert(
    fc.property(schema, fc.nat(), (made, seed) => {
      const source = sourceOf(made as JsonSchema)
      const run = (mode: 'static' | 'dynamic', from: number): Generated =>
        generate(source, { seed: from, mode, faker })
      const first = run('dynamic', seed)
      expect(first.valid).toBe(true)
      expect(source.isValid(first.value)).toBe(true)
      expect(run('dynamic', seed)).toEqual(first)
      expect(run('dynamic', seed + 1).valid).toBe(true)
      expect(run('static', seed).valid).toBe(true)
    }),
    { numRuns: 500, seed: 20260101 },
  )
})
