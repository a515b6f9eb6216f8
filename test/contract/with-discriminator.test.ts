import { sourceDocumentOf } from '../../src/contract/source-document.js'
import { createSchemaCompiler } from '../../src/contract/schema-compiler.js'

const pet = (more: object, required: readonly string[] = []) => ({
  type: 'object',
  required: ['kind', ...required],
  properties: { kind: { type: 'string' }, ...more },
})
const schemas = {
  Cat: pet({ lives: { type: 'integer' } }),
  Dog: pet({ bark: { type: 'boolean' } }, ['bark']),
  Fish: { ...pet({}), properties: { kind: { const: 'FISH' } } },
  Pup: { allOf: [{ $ref: '#/components/schemas/Dog' }, { properties: { age: { maximum: 1 } } }] },
}
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const oneOf = Object.keys(schemas).map(ref)
const mapping = { cat: 'Cat', kitten: '#/components/schemas/Cat', dog: 'Dog', fish: 'Fish' }

const rules = (schema: object, value: unknown) => {
  const document = { openapi: '3.1.0', x: schema, components: { schemas } }
  const { validate } = createSchemaCompiler(sourceDocumentOf(document)).at('/x', 'request')
  return validate(value, { location: 'body', pointer: '' }).map(
    ({ rule, pointer }) => `${rule} ${pointer}`,
  )
}

const discriminator = { propertyName: 'kind' }
const mapped = { oneOf, discriminator: { propertyName: 'kind', mapping } }

test.each([
  // Open schemas: several alternatives hold, the discriminator chooses.
  [{ kind: 'cat', bark: true }, []],
  [{ kind: 'kitten' }, []],
  [{ kind: 'Cat' }, []],
  [{ kind: 'FISH' }, []],
  [{ kind: 'cat', lives: 'x' }, ['type /lives']],
  [{ kind: 'dog' }, ['required /bark']],
  [{ kind: 'Pup', bark: true, age: 2 }, ['maximum /age']],
  [{ kind: 'lizard', bark: true }, ['discriminator /kind']],
  [{ kind: 1 }, ['discriminator /kind']],
  [{ bark: true }, ['required /kind']],
  ['x', ['type ']],
])('%j', (value, expected) => {
  for (const schema of [mapped, { ...mapped, oneOf: undefined, anyOf: oneOf }])
    expect(rules(JSON.parse(JSON.stringify(schema)) as object, value)).toEqual(expected)
})

test('without a mapping the alternatives are tried as they are', () => {
  const schema = { oneOf: [ref('Dog'), ref('Fish')], discriminator: { propertyName: 'kind' } }
  expect(rules(schema, { kind: 'dog', bark: true })).toEqual([])
  expect(rules(schema, { kind: 'FISH' })).toEqual([])
  expect(rules(schema, { kind: 'dog' })).toContain('oneOf ')
})

test('without a mapping a name, or a value that one alternative alone allows, chooses it', () => {
  const schema = { oneOf: [ref('Cat'), ref('Dog'), ref('Fish')], discriminator }
  expect(rules(schema, { kind: 'Dog' })).toEqual(['required /bark'])
  expect(rules(schema, { kind: 'Dog', bark: true })).toEqual([])
  expect(rules(schema, { kind: 'Cat', lives: 'x' })).toEqual(['type /lives'])
  expect(rules(schema, { kind: 'FISH' })).toEqual([])
})

test('a value that several alternatives allow belongs to the one that it maps to', () => {
  const kinds = { Kinds: { properties: { kind: { enum: ['cat', 'dog'] } } } }
  const kind = (more: object) => ({ allOf: [ref('Kinds'), more] })
  const document = {
    openapi: '3.1.0',
    x: {
      oneOf: [ref('A'), ref('B')],
      discriminator: { ...discriminator, mapping: { cat: 'A', dog: 'B' } },
    },
    components: {
      schemas: { ...kinds, A: kind({ required: ['a'] }), B: kind({ required: ['b'] }) },
    },
  }
  const { validate } = createSchemaCompiler(sourceDocumentOf(document)).at('/x', 'response')
  const found = validate({ kind: 'dog' }, { location: 'body', pointer: '' })
  expect(found.map(({ pointer }) => pointer)).toEqual(['/b'])
})

test('an unknown value says which there are', () => {
  const document = { openapi: '3.1.0', x: mapped, components: { schemas } }
  const { validate } = createSchemaCompiler(sourceDocumentOf(document)).at('/x', 'request')
  expect(validate({ kind: 'lizard' }, { location: 'body', pointer: '' })).toEqual([
    {
      location: 'body',
      pointer: '/kind',
      rule: 'discriminator',
      expected: 'one of "cat", "kitten", "dog", "fish"',
      got: '"lizard"',
      message: 'body /kind: expected one of "cat", "kitten", "dog", "fish", got "lizard"',
    },
  ])
})
