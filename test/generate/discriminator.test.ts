import { dynamicValues, staticValue, type Components } from './source.js'

const ref = (name: string): { $ref: string } => ({ $ref: `#/components/schemas/${name}` })

const components: Components = {
  '#/components/schemas/Cat': {
    type: 'object',
    required: ['kind'],
    properties: { kind: { type: 'string' }, lives: { type: 'integer' } },
  },
  '#/components/schemas/Dog': {
    type: 'object',
    required: ['kind', 'bark'],
    properties: { kind: { type: 'string' }, bark: { type: 'string' } },
  },
  '#/components/schemas/Base': {
    type: 'object',
    required: ['kind'],
    properties: { kind: { type: 'string' } },
    discriminator: { propertyName: 'kind', mapping: { sub: '#/components/schemas/Sub' } },
  },
  '#/components/schemas/Sub': { allOf: [ref('Base'), { properties: { x: { type: 'integer' } } }] },
  '#/components/schemas/Unmapped': { allOf: [ref('Base')] },
  '#/components/schemas/Any': { anyOf: [ref('Sub'), ref('Dog')] },
}

test('without mapping the property holds the name of the schema', () => {
  const schema = { anyOf: [ref('Cat'), ref('Dog')], discriminator: { propertyName: 'kind' } }
  expect(staticValue(schema, components)).toEqual({ kind: 'Cat', lives: 0 })
})

test.each(['#/components/schemas/Dog', 'Dog', 'other.yaml#/components/schemas/Dog'])(
  'with mapping to %s the property holds the key',
  (target) => {
    const discriminator = { propertyName: 'kind', mapping: { hound: target } }
    const schema = { anyOf: [ref('Dog'), ref('Cat')], discriminator }
    expect(staticValue(schema, components)).toEqual({ kind: 'hound', bark: 'string' })
    const kinds = dynamicValues(schema, 20, components).map(
      (value) => (value as { kind: string }).kind,
    )
    expect(new Set(kinds)).toEqual(new Set(['hound', 'Cat']))
  },
)

test('a schema that extends one with a discriminator holds its key', () => {
  expect(staticValue(ref('Sub'), components)).toEqual({ kind: 'sub', x: 0 })
  expect(staticValue(ref('Unmapped'), components)).toEqual({ kind: 'Unmapped' })
  expect(staticValue(ref('Base'), components)).toEqual({ kind: 'sub' })
  expect(staticValue(ref('Any'), components)).toEqual({ kind: 'sub', x: 0 })
})

test('the union that was chosen from is stronger than what the schema extends', () => {
  const discriminator = { propertyName: 'kind', mapping: { alpha: '#/components/schemas/Sub' } }
  const value = staticValue({ anyOf: [ref('Sub'), ref('Dog')], discriminator }, components)
  expect(value).toEqual({ kind: 'alpha', x: 0 })
})

test('an enum of the property is stronger', () => {
  const own = {
    '#/components/schemas/X': { properties: { kind: { enum: ['ex'] } }, type: 'object' },
  }
  const schema = { oneOf: [ref('X')], discriminator: { propertyName: 'kind' } }
  expect(staticValue(schema, own)).toEqual({ kind: 'ex' })
})

test('names of refs are the business of an option', () => {
  const schema = { oneOf: [ref('Cat')], discriminator: { propertyName: 'kind' } }
  expect(staticValue(schema, components, { nameOf: (text) => text.toUpperCase() })).toMatchObject({
    kind: '#/COMPONENTS/SCHEMAS/CAT',
  })
})
