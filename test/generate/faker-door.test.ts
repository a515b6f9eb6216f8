import { openFaker, type FakerDoor } from '../../src/generate/faker-door.js'
import { dynamicValue } from './source.js'

let faker: FakerDoor

beforeAll(async () => {
  faker = await openFaker()
})

const now = Date.UTC(2020, 0, 1)

test('a method gives the same value for the same seed', () => {
  const first = faker.call('person.firstName', [], 1, now)
  expect(first).toEqual(expect.any(String))
  faker.call('person.firstName', [], 2, now)
  expect(faker.call('person.firstName', [], 1, now)).toBe(first)
})

test('two doors do not meet', async () => {
  const other = await openFaker()
  const first = faker.call('number.int', [], 5, now)
  other.call('number.int', [], 6, 0)
  expect(other.call('number.int', [], 5, now)).toBe(first)
})

test('dates are relative to the argument', () => {
  expect(faker.call('date.past', [], 1, now)).toMatch(/^2019/)
})

const unreachable: readonly [string, unknown[]][] = [
  ['helpers.fake', ['{{person.firstName}}']],
  ['helpers.mustache', ['{{a}}', { a: 1 }]],
  ['helpers.fromRegExp', ['a{9}']],
  ['helpers.multiple', []],
  ['helpers.maybe', []],
  ['person.constructor', []],
  ['constructor.constructor', ['return 1']],
  ['__proto__.toString', []],
  ['person.__proto__', []],
  ['person.faker', []],
  ['person.toString', []],
  ['fakerCore.constructor', []],
  ['seed', []],
  ['rawDefinitions.person', []],
  ['person.firstName.call', []],
  ['person.nonesuch', []],
  ['', []],
  ['lorem.paragraphs', [1e9]],
  ['string.alpha', [{ length: { min: 1, max: 1e9 } }]],
  ['finance.accountNumber', [1e9]],
  ['date.betweens', [{ from: 0, to: 1, count: 1e9 }]],
]

test.each(unreachable)('%s cannot be reached', (method, args) => {
  expect(faker.call(method, args, 1, now)).toBeUndefined()
})

const wishes: readonly [object, RegExp][] = [
  [{ type: 'string', 'x-faker': 'person.firstName' }, /^[A-Z]\S+$/],
  [{ type: 'integer', 'x-faker': { 'number.int': { min: 7001, max: 7003 } } }, /^700[123]$/],
  [{ type: 'string', 'x-faker': { 'helpers.slugify': ['two words'] } }, /^two-words$/],
  [{ type: 'string', 'x-faker': { 'helpers.arrayElement': [['q', 'r']] } }, /^[qr]$/],
  [{ type: 'string', 'x-faker': 'number.int' }, /^\d+$/],
  [{ type: 'number', 'x-faker': 'commerce.price' }, /^[\d.]+$/],
]

test.each(wishes)('%j', (schema, expected) => {
  for (let seed = 0; seed < 5; seed++) {
    expect(String(dynamicValue(schema as never, { faker, seed }))).toMatch(expected)
  }
})

const broken: readonly object[] = [
  { type: 'integer', maximum: 5, 'x-faker': { 'number.int': { min: 100 } } },
  { type: 'string', 'x-faker': 'no.such' },
  { type: 'string', 'x-faker': 7 },
  { type: 'string', maxLength: 2, 'x-faker': 'lorem.sentence' },
]

test.each(broken)('%j falls back', (schema) => {
  dynamicValue(schema as never, { faker })
})

test('x-faker inside refs and merged schemas', () => {
  const components = { '#/Name': { type: 'string', 'x-faker': { 'helpers.slugify': ['a b'] } } }
  const schema = {
    type: 'object',
    properties: { n: { $ref: '#/Name' }, m: { allOf: [{ $ref: '#/Name' }] } },
  }
  expect(dynamicValue(schema, { faker }, components)).toEqual({ n: 'a-b', m: 'a-b' })
})

test('names choose the data', () => {
  const names = ['firstName', 'email', 'city', 'price', 'url', 'createdAt', 'avatar', 'companyName']
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]))
  expect(dynamicValue({ type: 'object', properties }, { faker })).toEqual({
    firstName: expect.stringMatching(/^[A-Z]/),
    email: expect.stringMatching(/@example\./),
    city: expect.any(String),
    price: expect.stringMatching(/^\d+\.\d\d$/),
    url: expect.stringMatching(/^https?:/),
    createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    avatar: expect.stringMatching(/^https:/),
    companyName: expect.any(String),
  })
})
