import type { Parameter } from '../../src/contract/contract.js'
import type { JsonSchema } from '../../src/lib/json-schema.js'
import { coerce } from '../../src/contract/coerce.js'
import { readPairsOf } from '../../src/contract/read-pairs-of.js'
import { readText } from '../../src/contract/read-text.js'
import { shapeOf } from '../../src/contract/shape.js'

const coerced: readonly (readonly [text: string, types: string[], value: unknown])[] = [
  ['1', ['integer'], 1],
  ['-1.5e2', ['number'], -150],
  ['1', ['string'], '1'],
  ['1', [], '1'],
  ['01', ['integer'], '01'],
  ['+1', ['integer'], '+1'],
  ['1.', ['number'], '1.'],
  ['.5', ['number'], '.5'],
  [' 1', ['integer'], ' 1'],
  ['', ['integer'], ''],
  ['0x1', ['integer'], '0x1'],
  ['1e400', ['number'], '1e400'],
  ['Infinity', ['number'], 'Infinity'],
  ['true', ['boolean'], true],
  ['false', ['boolean'], false],
  ['TRUE', ['boolean'], 'TRUE'],
  ['1', ['boolean'], '1'],
  ['null', ['null', 'integer'], null],
  ['null', ['string'], 'null'],
  ['x', ['integer', 'string'], 'x'],
]

test.each(coerced)('%j as %j', (text, types, value) => {
  expect(coerce(text, { types })).toBe(value)
})

const anything = {
  schema: true,
  lookup: () => undefined,
  validate: () => [],
  isValid: () => true,
  isSlow: false,
  shape: shapeOf(true, () => undefined),
}

const shape = (schema: object) => ({ shape: shapeOf(schema as JsonSchema, () => undefined) })

const parameter = (changes: Partial<Parameter>): Parameter => ({
  name: 'p',
  in: 'query',
  required: false,
  style: 'form',
  explode: true,
  allowEmptyValue: false,
  json: false,
  ...shape({}),
  schema: anything,
  example: undefined,
  ...changes,
})

const integer = shape({ type: 'integer' })
const list = shape({ type: 'array', items: { type: 'integer' } })
const object = shape({
  type: 'object',
  properties: {
    a: { type: 'integer' },
    b: { type: 'string' },
    l: { type: 'array', items: { type: 'integer' } },
    o: { properties: { c: { type: 'boolean' } } },
    r: { type: 'array', items: { type: 'object', properties: { n: { type: 'integer' } } } },
  },
})
const free = shape({ type: 'object', additionalProperties: { type: 'integer' } })
const simple = { in: 'path', style: 'simple', explode: false } as const

const texts: readonly (readonly [string, Partial<Parameter>, string, unknown])[] = [
  ['a primitive', integer, '1', 1],
  ['a list', { ...simple, ...list }, '1,2', [1, 2]],
  ['an empty list', { ...simple, ...list }, '', []],
  ['a header with spaces', { ...list, in: 'header', style: 'simple' }, '1, 2 ,3', [1, 2, 3]],
  ['a path keeps its spaces', { ...simple, ...list }, '1, 2', [1, ' 2']],
  ['pipes', { ...list, style: 'pipeDelimited' }, '1|2', [1, 2]],
  ['spaces', { ...list, style: 'spaceDelimited' }, '1 2', [1, 2]],
  ['an object', { ...simple, ...object }, 'a,1,b,2', { a: 1, b: '2' }],
  ['an exploded object', { ...simple, ...object, explode: true }, 'a=1,b=2', { a: 1, b: '2' }],
  ['a name without a value', { ...simple, ...object, explode: true }, 'b', { b: '' }],
  ['unknown properties', { ...simple, ...object }, 'c,1', { c: '1' }],
  ['JSON', { json: true }, '{"a":[1]}', { a: [1] }],
  ['what is no JSON', { json: true }, '{', '{'],
]

test.each(texts)('text: %s', (_, changes, text, value) => {
  expect(readText(parameter(changes), text)).toEqual({ value })
})

const label = { in: 'path', style: 'label', explode: false } as const
const matrix = { in: 'path', style: 'matrix', explode: false } as const
const exploded = { explode: true }
const malformed = undefined

// The table of OpenAPI 3.0.3 §4.7.12.5, and how RFC 6570 writes it.
const styled: readonly (readonly [string, Partial<Parameter>, string, unknown])[] = [
  ['label', { ...label, ...integer }, '.1', 1],
  ['an empty label', label, '.', ''],
  ['a label with dots', label, '.a.b,c', 'a.b,c'],
  ['a label without its dot', label, 'abc', malformed],
  ['nothing for a label', label, '', malformed],
  ['a list as label', { ...label, ...list }, '.1.2', [1, 2]],
  ['a list as label with commas', { ...label, ...list }, '.1.5,2', [1.5, 2]],
  ['an exploded list as label', { ...label, ...list, ...exploded }, '.1.2', [1, 2]],
  ['an empty list as label', { ...label, ...list }, '.', []],
  ['a list as label without its dot', { ...label, ...list }, '1.2', malformed],
  ['an object as label', { ...label, ...object }, '.a.1.b.2', { a: 1, b: '2' }],
  ['half an object as label', { ...label, ...object }, '.a.1.b', malformed],
  [
    'an exploded object as label',
    { ...label, ...object, ...exploded },
    '.a=1.b=2',
    { a: 1, b: '2' },
  ],
  ['matrix', { ...matrix, ...integer }, ';p=1', 1],
  ['an empty matrix', matrix, ';p', ''],
  ['a matrix with an equals sign', matrix, ';p=a=b', 'a=b'],
  ['a matrix without its semicolon', matrix, 'p=1', malformed],
  ['a matrix of another name', matrix, ';q=1', malformed],
  ['a matrix of a longer name', matrix, ';pp=1', malformed],
  ['a matrix twice', matrix, ';p=1;p=2', malformed],
  ['nothing for a matrix', matrix, '', malformed],
  ['a list as matrix', { ...matrix, ...list }, ';p=1,2', [1, 2]],
  ['an exploded list as matrix', { ...matrix, ...list, ...exploded }, ';p=1;p=2', [1, 2]],
  ['a list as matrix of another name', { ...matrix, ...list, ...exploded }, ';p=1;q=2', malformed],
  ['an object as matrix', { ...matrix, ...object }, ';p=a,1,b,2', { a: 1, b: '2' }],
  [
    'an exploded object as matrix',
    { ...matrix, ...object, ...exploded },
    ';a=1;b=2',
    { a: 1, b: '2' },
  ],
  ['half a pair', { ...simple, ...object }, 'a,1,b', malformed],
  [
    'an object with pipes',
    { ...object, style: 'pipeDelimited', explode: false },
    'a|1|b|2',
    { a: 1, b: '2' },
  ],
  [
    'an object with spaces',
    { ...object, style: 'spaceDelimited', explode: false },
    'a 1',
    { a: 1 },
  ],
  [
    'an object in a header',
    { ...object, in: 'header', style: 'simple', explode: true },
    'a=1, b=2',
    { a: 1, b: '2' },
  ],
]

test.each(styled)('style: %s', (_, changes, text, value) => {
  const read = readText(parameter(changes), text)
  expect(read).toEqual(
    value === malformed ? { malformed: expect.any(String) as string } : { value },
  )
})

test('an object may have any property, none of them finds a prototype', () => {
  for (const name of ['constructor', 'toString', '__proto__']) {
    const read = readText(parameter({ ...simple, ...object }), `${name},1`).value as object
    expect(Object.entries(read)).toEqual([[name, '1']])
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype)
  }
})

type Pairs = readonly (readonly [string, string])[]
const p = (...values: string[]): Pairs => values.map((value) => ['p', value])
const deep = { ...object, style: 'deepObject' }
const none = {}

const pairs: readonly (readonly [string, Partial<Parameter>, Pairs, object])[] = [
  ['nothing', {}, [], none],
  ['another name', {}, [['q', '1']], none],
  ['one value', integer, p('1'), { value: 1 }],
  ['two values', integer, p('1', '2'), { repeated: true }],
  ['two equal values', integer, p('1', '1'), { repeated: true }],
  ['a list', list, p('1', '2'), { value: [1, 2] }],
  ['a list of one', list, p('1'), { value: [1] }],
  [
    'a list with brackets',
    list,
    [
      ['p[]', '1'],
      ['p[]', '2'],
    ],
    { value: [1, 2] },
  ],
  ['a list joined by commas', list, p('1,2'), { value: [1, 2] }],
  ['a list that is not exploded', { ...list, explode: false }, p('1,2'), { value: [1, 2] }],
  ['an empty value of a list', list, p(''), { value: [''] }],
  ['brackets of what is no list', {}, [['p[]', '1']], none],
  [
    'deepObject',
    deep,
    [
      ['p[a]', '1'],
      ['p[b]', '2'],
    ],
    { value: { a: 1, b: '2' } },
  ],
  [
    'no deepObject',
    deep,
    [
      ['p', '1'],
      ['pp[a]', '1'],
      ['p[a', '1'],
    ],
    none,
  ],
  [
    'an exploded object',
    object,
    [
      ['a', '1'],
      ['c', '2'],
    ],
    { value: { a: 1 } },
  ],
  ['no exploded object', object, [['constructor', '1']], none],
  ['an object in one', { ...object, explode: false }, p('a,1'), { value: { a: 1 } }],
  [
    'a list with numbers in brackets',
    { ...list, style: 'deepObject' },
    [
      ['p[1]', '2'],
      ['p[0]', '1'],
    ],
    { value: [1, 2] },
  ],
  [
    'a list with a far index',
    { ...list, style: 'deepObject' },
    [['p[99999999]', '1']],
    { value: [1] },
  ],
  ['an index of a list that is no deepObject', list, [['p[0]', '1']], none],
  [
    'a list that is an object',
    { ...list, style: 'deepObject' },
    [['p[x]', '1']],
    { value: { x: '1' } },
  ],
  [
    'a list with pipes, exploded',
    { ...list, style: 'pipeDelimited' },
    p('1', '2'),
    { value: [1, 2] },
  ],
  ['an empty value that is allowed', { ...list, allowEmptyValue: true }, p(''), { value: '' }],
  ['deepObject in deepObject', deep, [['p[o][c]', 'true']], { value: { o: { c: true } } }],
  ['deepObject, unknown inside', deep, [['p[x][y][z]', '1']], { value: { x: { y: { z: '1' } } } }],
  [
    'a list in deepObject',
    deep,
    [
      ['p[l][]', '1'],
      ['p[l][]', '2'],
    ],
    { value: { l: [1, 2] } },
  ],
  [
    'a repeated list in deepObject',
    deep,
    [...['1', '2'].map((n) => ['p[l]', n] as const)],
    { value: { l: [1, 2] } },
  ],
  ['a list with commas in deepObject', deep, [['p[l]', '1,2']], { value: { l: [1, 2] } }],
  ['an undocumented list in deepObject', deep, [['p[x][]', '1']], { value: { x: ['1'] } }],
  [
    'objects in a list in deepObject',
    deep,
    [
      ['p[r][0][n]', '1'],
      ['p[r][1][n]', '2'],
    ],
    { value: { r: [{ n: 1 }, { n: 2 }] } },
  ],
  [
    'a property twice in deepObject',
    deep,
    [...['1', '2'].map((n) => ['p[a]', n] as const)],
    { value: { a: [1, 2] } },
  ],
  ['brackets deeper than 64', deep, [[`p${'[a]'.repeat(65)}`, '1']], none],
  ['a literal name', { name: 's[0][f]', ...integer }, [['s[0][f]', '1']], { value: 1 }],
  ['a literal name of a list', { name: 'ids[]', ...list }, [['ids[]', '1']], { value: [1] }],
  [
    'a list in an exploded object',
    object,
    [...['1', '2'].map((n) => ['l', n] as const)],
    { value: { l: [1, 2] } },
  ],
  [
    'an object of any property',
    free,
    [
      ['x', '1'],
      ['mine', '2'],
      ['__code', '3'],
    ],
    { value: { x: 1 } },
  ],
  ['JSON twice', { json: true, ...list }, p('[1]', '[2]'), { repeated: true }],
  ['JSON', { json: true, ...list }, p('[1]'), { value: [1] }],
]

test.each(pairs)('pairs: %s', (_, changes, given, expected) => {
  expect(readPairsOf(parameter(changes), given, new Set(['mine']))).toEqual(expected)
})

test('names that every object inherits are own keys in deepObject', () => {
  const names = ['constructor', '__proto__', 'toString']
  const read = readPairsOf(
    parameter({ ...object, style: 'deepObject' }),
    names.map((name) => [`p[${name}][x]`, '1'] as const),
  )
  expect(Object.entries(read.value as object)).toEqual(names.map((name) => [name, { x: '1' }]))
  expect(({} as Record<string, unknown>)['x']).toBeUndefined()
})

const shapes: readonly (readonly [string, object, readonly string[]])[] = [
  ['a type', { type: 'integer' }, ['integer']],
  ['types', { type: ['integer', 'null'] }, ['integer', 'null']],
  [
    'compositions',
    { anyOf: [{ type: 'integer' }, { allOf: [{ type: 'array' }] }] },
    ['integer', 'array'],
  ],
  ['a reference', { $ref: 'known' }, ['boolean']],
  ['a circle', { $ref: 'circle' }, []],
  ['an enum', { enum: [1, null, 'a'] }, ['number', 'null', 'string']],
  ['a const', { const: true }, ['boolean']],
  ['items', { items: {} }, ['array']],
  ['properties', { properties: {} }, ['object']],
  ['nothing', {}, []],
]

test.each(shapes)('the types of %s', (_, schema, types) => {
  const known: Record<string, JsonSchema> = {
    known: { type: 'boolean' },
    circle: { $ref: 'circle' },
  }
  expect(shapeOf(schema as JsonSchema, (ref) => known[ref]).types).toEqual(types)
})
