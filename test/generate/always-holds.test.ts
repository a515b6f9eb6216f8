import { generate } from '../../src/generate/generate-value.js'
import { alwaysHolds } from '../../src/generate/always-holds.js'
import { sourceOf } from './source.js'

const lookup = (ref: string) => ({ open: { type: 'object' }, loop: { $ref: 'loop' } })[ref]

test.each([
  [true, undefined, true],
  [{}, undefined, true],
  [{ title: 'Any', 'x-more': 1 }, undefined, true],
  [{ type: 'object' }, ['object'], true],
  [{ type: 'number' }, ['integer'], true],
  [{ $ref: 'open' }, ['object'], true],
  [false, undefined, false],
  [{ type: 'object' }, undefined, false],
  [{ type: 'object' }, ['object', 'null'], false],
  [{ type: 'object', required: ['a'] }, ['object'], false],
  [{ $ref: 'loop' }, ['object'], false],
  [{ $ref: 'nowhere' }, ['object'], false],
] as const)('%j holds for every value of %j: %s', (schema, types, expected) => {
  expect(alwaysHolds(schema as never, types, lookup)).toBe(expected)
})

test('branches beside one that takes everything cost nothing', () => {
  const big = {
    type: 'object',
    required: ['a'],
    properties: Object.fromEntries([...'abcdefghijklm'].map((name) => [name, { type: 'string' }])),
  }
  const schema = { oneOf: [...Array<object>(20).fill(big), { type: 'object' }] }
  let lookups = 0
  const source = sourceOf(schema as never)
  const counted = { ...source, isValid: (value: unknown) => (lookups++, source.isValid(value)) }
  const { value, valid } = generate(counted, { seed: 1, mode: 'static' })
  expect({ value, valid, lookups }).toEqual({ value: {}, valid: true, lookups: 1 })
})
