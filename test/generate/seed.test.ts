import { generateValue } from '../../src/generate/generate-value.js'
import { openFaker, type FakerDoor } from '../../src/generate/faker-door.js'
import { dynamicValue, sourceOf } from './source.js'

const properties = {
  id: { type: 'integer' },
  email: { type: 'string', format: 'email' },
  name: { type: 'string' },
  tags: { type: 'array', items: { type: 'string' } },
  state: { enum: ['a', 'b', 'c', 'd', 'e'] },
  example: { type: 'string', example: 'never in dynamic mode' },
}

const source = sourceOf({ type: 'object', properties })

let faker: FakerDoor

beforeAll(async () => {
  faker = await openFaker()
})

const make = (seed: string | number, of = source): Record<string, unknown> =>
  generateValue(of, { seed, mode: 'dynamic', faker }) as Record<string, unknown>

test('the same seed gives the same value, whatever was made in between', () => {
  const first = make('a')
  make('b')
  expect(make('a')).toEqual(first)
})

test('another seed gives another value', () => {
  const made = Array.from({ length: 20 }, (_, seed) => JSON.stringify(make(seed)))
  expect(new Set(made).size).toBe(20)
})

test('a property added elsewhere changes no other', () => {
  const more = sourceOf({
    type: 'object',
    properties: { before: { type: 'string' }, ...properties, deep: { properties } },
  })
  for (let seed = 0; seed < 10; seed++) expect(make(seed, more)).toMatchObject(make(seed))
})

test('every place has chance of its own', () => {
  const whole = { type: 'integer', minimum: 1, maximum: 1e9 }
  const names = ['a', 'b', 'c', 'd', 'e']
  const of = sourceOf({ properties: Object.fromEntries(names.map((name) => [name, whole])) })
  expect(new Set(Object.values(make(1, of))).size).toBe(5)
})

test('static values depend on no seed', () => {
  const [one, two] = [1, 2].map((seed) => generateValue(source, { seed, mode: 'static' }))
  expect(one).toEqual(two)
})

test('dynamic values do without examples', () => {
  expect(make(1)['example']).not.toBe('never in dynamic mode')
})

test('the present is an argument', () => {
  const schema = {
    type: 'object',
    properties: { createdAt: { type: 'string', format: 'date-time' } },
  }
  const now = Date.UTC(2001, 0, 1)
  const { createdAt } = dynamicValue(schema, { faker, now }) as { createdAt: string }
  expect(createdAt).toMatch(/^200[01]/)
})

test('dynamic values do without faker too', () => {
  const made = Array.from({ length: 10 }, (_, seed) =>
    dynamicValue({ type: 'object', properties }, { seed }),
  )
  expect(new Set(made.map((value) => JSON.stringify(value))).size).toBe(10)
})
