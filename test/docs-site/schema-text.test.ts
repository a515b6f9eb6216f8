import { maxRows, schemaText } from '../../src/docs-site/schema-text.js'
import { typeWords } from '../../src/docs-site/type-words.js'
import { compiled } from './support/compiled.js'

const told = async (schema: object, components: object = {}, budget = { left: maxRows }) => {
  const { schema: root, lookup } = await compiled(schema, components)
  return schemaText(root, lookup, 'request', budget)
}

const words = async (schema: object, components: object = {}, version = '3.1.0') => {
  const { schema: root, lookup } = await compiled(schema, components, version)
  return typeWords(root, lookup)
}

const pet = { Pet: { type: 'object', properties: { name: { type: 'string' } } } }
const ref = { $ref: '#/components/schemas/Pet' }

describe('the type in words', () => {
  test.each<[string, object, string?]>([
    ['string', { type: 'string' }],
    ['string (date-time)', { type: 'string', format: 'date-time' }],
    ['string or null', { type: 'string', nullable: true }, '3.0.3'],
    ['string or integer or null', { type: ['string', 'integer', 'null'] }],
    ['Pet', ref],
    ['array of Pet', { type: 'array', items: ref }],
    ['array of array of string', { items: { type: 'array', items: { type: 'string' } } }],
    ['map of Pet', { type: 'object', additionalProperties: ref }],
    ['Pet or null', { anyOf: [ref, { type: 'null' }], $ref: ref.$ref }],
    ['object', { properties: { a: {} } }],
    ['any value', {}],
    ['we\\*ird', { type: 'we*ird' }],
  ])('%s', async (text, schema, version = '3.1.0') => {
    expect(await words(schema, pet, version)).toBe(text)
  })
})

describe('a schema as lists', () => {
  test('has properties with what is said of them, nested', async () => {
    const text = await told(
      {
        type: 'object',
        required: ['id'],
        properties: {
          id: { type: 'integer', format: 'int64', minimum: 1, example: 7, description: 'The *id*' },
          kind: { type: 'string', enum: ['a`b', 'c|d'], default: 'c|d', deprecated: true },
          code: { type: 'string', minLength: 2, maxLength: 4, pattern: '^[a-z]+$' },
          secret: { type: 'string', writeOnly: true },
          made: { type: 'string', readOnly: true },
          pets: { type: 'array', minItems: 1, items: ref },
          ours: { type: 'string', 'x-decision': '005' },
        },
      },
      pet,
    )
    expect(text).toBe(
      [
        '- **`id`** integer (int64), required',
        '',
        '  > The *id*',
        '',
        '  Limits: `≥ 1`  ',
        '  Example: `7`',
        '- **`kind`** string, deprecated',
        '',
        '  Values: ``"a`b"``, `"c|d"`  ',
        '  Default: `"c|d"`',
        '- **`code`** string',
        '',
        '  Limits: 2 to 4 characters, matches `^[a-z]+$`',
        '- **`secret`** string, write-only',
        '- **`pets`** array of Pet',
        '',
        '  Limits: at least 1 items',
        '',
        '  - **`name`** string',
        '- **`ours`** string, *decided here, not documented (decision 005)*',
      ].join('\n'),
    )
  })

  test('joins what allOf says', async () => {
    const text = await told(
      {
        allOf: [ref, { required: ['name', 'age'], properties: { age: { type: 'integer' } } }],
      },
      pet,
    )
    expect(text).toBe('- **`name`** string, required\n- **`age`** integer, required')
  })

  test('tells alternatives and what chooses between them', async () => {
    const text = await told(
      {
        oneOf: [ref, { type: 'string' }],
        discriminator: { propertyName: 'kind' },
      },
      pet,
    )
    expect(text).toBe(
      'One of (`kind` says which):\n\n- (1) Pet\n\n  - **`name`** string\n- (2) string',
    )
  })

  test('tells names that are not known', async () => {
    const text = await told({
      type: 'object',
      properties: { a: { type: 'string' } },
      patternProperties: { '^x-': { type: 'string' } },
      additionalProperties: { type: 'integer', minimum: 3 },
    })
    expect(text).toBe(
      [
        '- **`a`** string',
        '- Names like `^x-`: string',
        '- Any other name: integer',
        '',
        '  Limits: `≥ 3`',
      ].join('\n'),
    )
    expect(await told({ type: 'object', additionalProperties: { type: 'string' } })).toBe('')
  })

  test('ends a recursion with a word', async () => {
    const node = {
      Node: {
        type: 'object',
        properties: {
          next: { $ref: '#/components/schemas/Node' },
          children: { type: 'array', items: { $ref: '#/components/schemas/Node' } },
        },
      },
    }
    expect(await told({ $ref: '#/components/schemas/Node' }, node)).toBe(
      [
        '- **`next`** Node',
        '',
        '  The same as Node above, and so on.',
        '- **`children`** array of Node',
        '',
        '  Items are Node as above, and so on.',
      ].join('\n'),
    )
  })

  test('ends somewhere, however deep it is', async () => {
    const nested = (depth: number): object =>
      depth === 0
        ? { type: 'string' }
        : { type: 'object', properties: { [`p${depth}`]: nested(depth - 1) } }
    const text = await told(nested(40))
    expect(text).toContain('`p35`')
    expect(text).not.toContain('`p30`')
    expect(text).toContain('What is inside is told no further here: it is in the contract.')
  })

  test('has so many rows at most, and says what is left out', async () => {
    const properties = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`p${index}`, { type: 'string' }]),
    )
    const budget = { left: 10 }
    const text = await told({ type: 'object', properties }, {}, budget)
    expect(text.split('\n')).toHaveLength(11)
    expect(text).toContain('- … and 990 more: the whole of it is in the contract.')
    expect(budget.left).toBe(0)
  })
})
