import type { Parameter } from '../../src/contract/contract.js'
import { coerce, readPairsOf, readText } from '../../src/contract/read-value.js'

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
  expect(coerce(text, types)).toBe(value)
})

const anything = { schema: true, lookup: () => undefined, validate: () => [], isValid: () => true }

const parameter = (changes: Partial<Parameter>): Parameter => ({
  name: 'p',
  in: 'query',
  required: false,
  style: 'form',
  explode: true,
  allowEmptyValue: false,
  json: false,
  types: [],
  itemTypes: ['integer'],
  propertyTypes: { a: ['integer'], b: ['string'] },
  schema: anything,
  example: undefined,
  ...changes,
})

const list = { types: ['array'] }
const object = { types: ['object'] }
const simple = { in: 'path', style: 'simple', explode: false } as const

const texts: readonly (readonly [string, Partial<Parameter>, string, unknown])[] = [
  ['a primitive', { types: ['integer'] }, '1', 1],
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
  ['half a pair', { ...simple, ...object }, 'a,1,b', { a: 1 }],
  ['JSON', { json: true }, '{"a":[1]}', { a: [1] }],
  ['what is no JSON', { json: true }, '{', '{'],
]

test.each(texts)('text: %s', (_, changes, text, value) => {
  expect(readText(parameter(changes), text)).toEqual(value)
})

test('an object may have any property, none of them finds a prototype', () => {
  for (const name of ['constructor', 'toString', '__proto__']) {
    const read = readText(parameter({ ...simple, ...object }), `${name},1`) as object
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
  ['one value', { types: ['integer'] }, p('1'), { value: 1 }],
  ['two values', { types: ['integer'] }, p('1', '2'), { repeated: true }],
  ['two equal values', { types: ['integer'] }, p('1', '1'), { repeated: true }],
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
  ['JSON twice', { json: true, ...list }, p('[1]', '[2]'), { repeated: true }],
  ['JSON', { json: true, ...list }, p('[1]'), { value: [1] }],
]

test.each(pairs)('pairs: %s', (_, changes, given, expected) => {
  expect(readPairsOf(parameter(changes), given)).toEqual(expected)
})
