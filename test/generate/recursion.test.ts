import { generate } from '../../src/generate/generate-value.js'
import type { JsonSchema } from '../../src/lib/json-schema.js'
import { dynamicValues, sourceOf, staticValue, type Components } from './source.js'

const ref = (name: string): { $ref: string } => ({ $ref: `#/${name}` })
const text = { type: 'string' }
const object = (properties: object, ...required: string[]): JsonSchema => ({
  type: 'object',
  properties,
  required,
})

const components: Components = {
  '#/Optional': object({ name: text, next: ref('Optional') }),
  '#/Tree': object({ children: { type: 'array', items: ref('Tree') } }, 'children'),
  '#/Or': object({ next: { anyOf: [ref('Or'), { type: 'null' }] } }, 'next'),
  '#/Sum': object({ left: ref('Term'), right: ref('Term') }, 'left', 'right'),
  '#/Term': { oneOf: [ref('Sum'), { type: 'integer' }] },
  '#/Order': object({ customer: ref('Customer') }),
  '#/Customer': object(
    { orders: { type: 'array', items: ref('Order') }, last: ref('Order') },
    'last',
  ),
  '#/Endless': object({ next: ref('Endless') }, 'next'),
  '#/Map': { type: 'object', additionalProperties: ref('Map') },
}

const cases: readonly [string, unknown][] = [
  ['Optional', { name: 'string' }],
  ['Tree', { children: [] }],
  ['Or', { next: { next: null } }],
  ['Order', {}],
  ['Map', {}],
]

test.each(cases)('%s', (name, expected) => {
  expect(staticValue(ref(name), components)).toEqual(expected)
  dynamicValues(ref(name), 5, components)
})

test('a recursive union ends in a branch that does not recur', () => {
  expect(JSON.stringify(staticValue(ref('Sum'), components)).length).toBeLessThan(200)
  dynamicValues(ref('Sum'), 20, components)
})

test('what has no finite value ends too, and says so', () => {
  const made = generate(sourceOf(ref('Endless'), components), { seed: 1, mode: 'static' })
  expect(made.valid).toBe(false)
})

test('a schema that is only itself ends', () => {
  const source = { schema: ref('Loop'), lookup: () => ref('Loop'), isValid: () => true }
  expect(generate(source, { seed: 1, mode: 'static' }).value).toEqual({})
})
