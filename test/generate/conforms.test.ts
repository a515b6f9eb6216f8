import addFormats from 'ajv-formats'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { conforms } from '../../src/generate/conforms.js'
import type { JsonSchema } from '../../src/lib/json-schema.js'

const check = (schema: JsonSchema, value: unknown): boolean =>
  conforms(schema, value, { lookup: () => undefined, patterns: new Map(), depth: 0 })

const ajv = new Ajv2020({ strict: false, logger: false })
addFormats.default(ajv)

const name = fc.constantFrom('a', 'b', 'c')
const size = fc.nat(3)

/** Small values and schemas over the same few names and numbers, so that they often meet. */
const { value, schema } = fc.letrec<{ value: unknown; schema: JsonSchema }>((tie) => {
  const names = fc.uniqueArray(name, { maxLength: 2 })
  const part = tie('schema')
  const parts = fc.array(part, { minLength: 1, maxLength: 3 })
  const byName = fc.dictionary(name, part, { maxKeys: 2, noNullPrototype: true })
  const keyword = fc.oneof(
    fc.record({ type: fc.constantFrom('object', 'array', 'string', 'integer', 'number', 'null') }),
    fc.record({ enum: fc.array(tie('value'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ minimum: size }),
    fc.record({ exclusiveMaximum: size }),
    fc.record({ multipleOf: fc.constantFrom(1, 2, 0.5) }),
    fc.record({ minLength: size, maxLength: size }),
    fc.record({ pattern: fc.constantFrom('a', '^b', 'c$') }),
    fc.record({ required: names }),
    fc.record({ minProperties: size }),
    fc.record({ maxProperties: size }),
    fc.record({ properties: byName }),
    fc.record({ properties: byName, additionalProperties: part }),
    fc.record({ patternProperties: byName }),
    fc.record({ propertyNames: part }),
    fc.record({ dependentRequired: fc.dictionary(name, names, { noNullPrototype: true }) }),
    fc.record({ dependentSchemas: byName }),
    fc.record({ items: part }),
    fc.record({ prefixItems: parts, items: part }),
    fc.record({ prefixItems: parts }),
    fc.record({ uniqueItems: fc.boolean(), minItems: size }),
    fc.record({ allOf: parts }),
    fc.record({ anyOf: parts }),
    fc.record({ oneOf: parts }),
    fc.record({ not: part }),
    fc.record({ if: part, then: part, else: part }),
    fc.record({ unevaluatedProperties: part }),
  )
  return {
    value: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom<unknown>(null, 0, 1, 2, 2.5, 'a', 'b', 'ab', 'cc', true),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
    schema: fc.oneof(
      { maxDepth: 4 },
      fc.boolean(),
      fc
        .array(keyword, { minLength: 1, maxLength: 3 })
        .map((list) => Object.assign({}, ...list) as JsonSchema),
    ),
  }
})

test('agrees with Ajv on random schemas and values', () => {
  fc.assert(
    fc.property(schema, fc.array(value, { minLength: 3, maxLength: 6 }), (made, values) => {
      const validate = ajv.compile(made)
      for (const one of values) expect([one, check(made, one)]).toEqual([one, validate(one)])
      if (typeof made === 'object') ajv.removeSchema(made)
    }),
    { numRuns: 1500, seed: 20260101 },
  )
})

const texts: Readonly<Record<string, readonly string[]>> = {
  date: ['2020-02-29', '2021-02-29', '2020-13-01', '2020-1-1', ''],
  time: ['10:00:00Z', '10:00:00', '25:00:00Z', '10:00:00+02:00', '10:00:00.5Z'],
  'date-time': ['2020-01-01T10:00:00Z', '2020-01-01', '2020-01-01 10:00:00Z', '2020-01-01T10:00Z'],
  duration: ['P1D', 'P', 'PT', 'P1W', 'P1D1W', 'PT1H'],
  email: ['a@b.co', 'a@b', 'a b@c.de', 'a@@b.co', '@b.co', 'a.@b.co'],
  hostname: ['example.com', '-a.com', 'a_b', '', 'a..b', 'localhost'],
  ipv4: ['1.2.3.4', '256.1.1.1', '1.2.3', '01.2.3.4'],
  ipv6: ['::', '::1', '1::2::3', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7', '::ffff:1.2.3.4', 'g::'],
  uri: ['http://a.b', 'a', '/a', 'a:b', 'http://a b', 'http://a/%zz', 'urn:x:y', 'http://[::1]/'],
  'uri-reference': ['a', '/a?b#c', 'http://a', 'a b', '\\'],
  uuid: ['f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'x', 'f81d4fae7dec11d0a76500a0c91e6bf6'],
  'json-pointer': ['', '/a', 'a', '/~2', '/~1'],
  'relative-json-pointer': ['0', '1/a', '/a', '01', '0#'],
  regex: ['a+', '(', '[a-'],
  byte: ['YQ==', 'YQ=', 'Y', '', 'YWJj', '====', 'Y==='],
}

test.each(Object.entries(texts))('format %s: accepts nothing that Ajv refuses', (format, list) => {
  const validate = ajv.compile({ format })
  for (const text of list) expect([text, check({ format }, text)]).toEqual([text, validate(text)])
})

// Not in the random schemas: Ajv 8.20 counts the items of an `if` that fails as evaluated, and
// accepts `[]` for prefixItems with contains.
test.each<[JsonSchema, unknown, boolean]>([
  [{ prefixItems: [true], unevaluatedItems: false }, [1], true],
  [{ prefixItems: [true], unevaluatedItems: false }, [1, 2], false],
  [{ contains: { const: 1 }, unevaluatedItems: false }, [1, 1], true],
  [{ contains: { const: 1 }, unevaluatedItems: false }, [1, 2], false],
  [{ anyOf: [{ prefixItems: [{ const: 1 }] }, true], unevaluatedItems: false }, [2], false],
  [{ allOf: [{ items: true }], unevaluatedItems: false }, [2], true],
  [{ contains: { const: 1 }, minContains: 2 }, [1], false],
  [{ contains: { const: 1 }, minContains: 2, maxContains: 2 }, [1, 1], true],
  [{ contains: { const: 1 }, maxContains: 2 }, [1, 1, 1], false],
  [{ contains: { const: 1 }, minContains: 0 }, [], true],
  [{ contains: false }, [], false],
])('%j: %j', (made, one, expected) => {
  expect(check(made, one)).toBe(expected)
})

test('integer formats have their ranges', () => {
  expect(check({ format: 'int32' }, 2147483648)).toBe(false)
  expect(check({ format: 'int32' }, 2147483647)).toBe(true)
  expect(check({ format: 'int64' }, 1.5)).toBe(false)
})

test('multiples are exact decimals', () => {
  expect(check({ multipleOf: 0.01 }, 19.99)).toBe(true)
  expect(check({ multipleOf: 0.01 }, 19.995)).toBe(false)
})

test('refs are followed, unknown ones hold', () => {
  const lookup = (ref: string): JsonSchema | undefined =>
    ref === '#a' ? { minimum: 5 } : undefined
  const context = { lookup, patterns: new Map(), depth: 0 }
  expect(conforms({ $ref: '#a' }, 4, context)).toBe(false)
  expect(conforms({ $ref: '#b' }, 4, context)).toBe(true)
})

describe('a discriminator with a mapping', () => {
  const open = { type: 'object', properties: { kind: { type: 'string' } } } as const
  const parts: Record<string, JsonSchema> = {
    '#/s/Cat': open,
    '#/s/Dog': { ...open, required: ['bark'] },
  }
  const pet: JsonSchema = {
    oneOf: [{ $ref: '#/s/Cat' }, { $ref: '#/s/Dog' }],
    discriminator: { propertyName: 'kind', mapping: { cat: '#/s/Cat', dog: '#/s/Dog' } },
  }
  const isPet = (value: unknown): boolean =>
    conforms(pet, value, { lookup: (ref) => parts[ref], patterns: new Map(), depth: 0 })

  test('chooses one of two schemas that hold both', () => {
    expect(isPet({ kind: 'dog', bark: true })).toBe(true)
    expect(isPet({ kind: 'cat', bark: true })).toBe(true)
  })
  test('has the chosen one decide', () => expect(isPet({ kind: 'dog' })).toBe(false))
  test('wants a value that it knows', () => {
    expect(isPet({ kind: 'fish', bark: true })).toBe(false)
    expect(isPet({ bark: true })).toBe(false)
    expect(isPet('dog')).toBe(false)
  })
})
