import { generate } from '../../src/generate/generate-value.js'
import type { JsonSchema } from '../../src/lib/json-schema.js'

const nodes = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, item) => sum + nodes(item), 1)
    : 1

const make = (schema: JsonSchema, lookup: (ref: string) => JsonSchema | undefined): unknown =>
  generate({ schema, lookup, isValid: () => true }, { seed: 1, mode: 'static' }).value

/** Fifty schemas, each with an optional property for every other: 50! paths. */
const dense = (ref: string): JsonSchema => ({
  type: 'object',
  properties: {
    name: { type: 'string' },
    ...Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`p${index}`, { $ref: `#${index}` }]).filter(
        ([, part]) => (part as { $ref: string }).$ref !== ref,
      ),
    ),
  },
})

test('a dense graph of schemas stays bounded', () => {
  const value = make(dense(''), dense)
  expect(nodes(value)).toBeGreaterThan(100)
  expect(nodes(value)).toBeLessThan(3500)
  expect(Object.keys(value as object)).toHaveLength(51)
  expect(value).toMatchObject({ p0: { name: 'string' }, p49: { name: 'string' } })
})

test('a wide object is made whole', () => {
  const properties = Object.fromEntries(
    Array.from({ length: 1000 }, (_, index) => [`p${index}`, { type: 'string' }]),
  )
  expect(nodes(make({ type: 'object', properties }, () => undefined))).toBe(1001)
})

test('a deep schema stays bounded', () => {
  let schema: JsonSchema = { type: 'string' }
  for (let depth = 0; depth < 200; depth++) schema = { type: 'object', properties: { a: schema } }
  expect(nodes(make(schema, () => undefined))).toBeLessThan(100)
})

test('long texts and arrays stay bounded', () => {
  const text = make({ type: 'string', minLength: 1e9 }, () => undefined) as string
  expect(text.length).toBeLessThan(1_000_000)
  const list = make({ type: 'array', minItems: 1e9, items: {} }, () => undefined)
  expect(nodes(list)).toBeLessThan(50_000)
  const pattern = make({ type: 'string', pattern: '^(a{1000}){1000}$' }, () => undefined) as string
  expect(pattern.length).toBeLessThan(1_000_000)
})

test('branches that all fail are given up', () => {
  const oneOf = Array.from({ length: 12 }, () => ({
    oneOf: [{ type: 'string' }, { type: 'null' }],
  }))
  const schema = { type: 'integer', allOf: oneOf }
  expect(make(schema, () => undefined)).toBeDefined()
})
