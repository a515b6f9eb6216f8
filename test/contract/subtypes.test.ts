import { sourceDocumentOf } from '../../src/contract/source-document.js'
import { createSchemaCompiler } from '../../src/contract/schema-compiler.js'
import { generateValue } from '../../src/generate/generate-value.js'

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const extend = (base: string, more: object, required: readonly string[] = []) => ({
  allOf: [ref(base), { type: 'object', required, properties: more }],
})
const base = (discriminator: object, property: object = { type: 'string' }) => ({
  type: 'object',
  required: ['petType'],
  properties: { petType: property, friend: ref('Pet') },
  discriminator: { propertyName: 'petType', ...discriminator },
})
const children = {
  Dog: extend('Pet', { bark: { type: 'boolean' } }, ['bark']),
  Puppy: extend('Dog', { weeks: { type: 'integer', maximum: 20 } }),
  Cat: extend('Pet', { lives: { type: 'integer' } }),
}
const mapping = { dog: 'Dog', puppy: '#/components/schemas/Puppy', cat: 'Cat' }
const bases: Record<string, object> = {
  plain: base({}),
  mapped: base({ mapping }),
  listed: base({}, { type: 'string', enum: ['Dog', 'Cat', 'Other'] }),
  both: { ...base({}), oneOf: [ref('Dog'), ref('Cat')] },
}

const schemasOf = (name: string, openapi: string) => {
  const schemas = { Pet: bases[name], ...children, Wrapped: { allOf: [ref('Pet')] } }
  const places = { pet: ref('Pet'), wrapped: { allOf: [ref('Pet')] }, list: { items: ref('Pet') } }
  const document = { openapi, places: { ...places, dog: ref('Dog') }, components: { schemas } }
  return createSchemaCompiler(sourceDocumentOf(document))
}

const rules = (name: string, value: unknown, place = 'pet', openapi = '3.0.3') =>
  schemasOf(name, openapi)
    .at(`/places/${place}`, 'request')
    .validate(value, { location: 'body', pointer: '' })
    .map(({ rule, pointer }) => `${rule} ${pointer}`)

test.each([
  ['plain', { petType: 'Dog', bark: true }, []],
  ['plain', { petType: 'Dog' }, ['required /bark']],
  ['plain', { petType: 'Puppy' }, ['required /bark']],
  ['plain', { petType: 'Puppy', bark: true, weeks: 21 }, ['maximum /weeks']],
  ['plain', { petType: 'Cat', lives: 'x' }, ['type /lives']],
  ['plain', { petType: 'Pet' }, []],
  // Documents without a mapping have other values than the names of their schemas.
  ['plain', { petType: 'dog' }, []],
  ['plain', { petType: 'Pet', friend: { petType: 'Dog' } }, ['required /friend/bark']],
  ['plain', { petType: 'Dog', bark: true, friend: { petType: 'Dog' } }, ['required /friend/bark']],
  ['plain', {}, ['required /petType']],
  ['mapped', { petType: 'dog' }, ['required /bark']],
  ['mapped', { petType: 'Dog' }, ['required /bark']],
  ['mapped', { petType: 'puppy', bark: true, weeks: 21 }, ['maximum /weeks']],
  ['mapped', { petType: 'cat', lives: 9 }, []],
  ['mapped', { petType: 'cow' }, ['discriminator /petType']],
  ['mapped', {}, ['required /petType']],
  ['listed', { petType: 'Dog' }, ['required /bark']],
  ['listed', { petType: 'Other' }, []],
  ['listed', { petType: 'cow' }, ['enum /petType']],
  ['both', { petType: 'Dog' }, ['required /bark']],
  ['both', { petType: 'Cat', lives: 'x' }, ['type /lives']],
  ['both', { petType: 'Cat', lives: 9, bark: 1 }, []],
])('%s: %j', (name, value, expected) => {
  for (const openapi of ['3.0.3', '3.1.0']) {
    expect(rules(name, value, 'pet', openapi)).toEqual(expected)
    expect(rules(name, value, 'wrapped', openapi)).toEqual(expected)
  }
  expect(rules(name, [value], 'list')).toEqual(expected.map((one) => one.replace(' ', ' /0')))
})

test('a chain of many is judged once each', () => {
  for (const [name, petType] of [
    ['plain', 'Puppy'],
    ['both', 'Dog'],
  ] as const) {
    let value: object = { petType }
    for (let depth = 0; depth < 40; depth++) value = { petType, bark: true, friend: value }
    expect(rules(name, value)).toEqual([`required ${'/friend'.repeat(40)}/bark`])
  }
})

test('who asks for a subtype gets it, whatever the property says', () => {
  expect(rules('plain', { petType: 'Cat' }, 'dog')).toEqual(['required /bark'])
  expect(rules('both', { petType: 'Dog', bark: true }, 'dog')).toEqual([])
})

test.each(Object.keys(bases))('values made for %s are valid', async (name) => {
  for (const place of ['pet', 'wrapped', 'list', 'dog'])
    for (const seed of ['a', 'b', 'c']) {
      const schema = schemasOf(name, '3.0.3').at(`/places/${place}`, 'request')
      const value = await generateValue(schema, { seed, mode: 'dynamic', name: place })
      expect(schema.validate(value, { location: 'body', pointer: '' })).toEqual([])
    }
})

test('replies are as they are documented', () => {
  const { validate } = schemasOf('mapped', '3.0.3').at('/places/pet', 'response')
  expect(validate({ petType: 'cow' }, { location: 'response', pointer: '' })).toEqual([])
})
