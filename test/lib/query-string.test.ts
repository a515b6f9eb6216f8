import { readPairs } from '../../src/lib/query-string.js'

const rows: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  ['', []],
  ['&', []],
  ['a', [['a', '']]],
  ['a=', [['a', '']]],
  ['=1', [['', '1']]],
  ['a=1', [['a', '1']]],
  [
    'a=1&b=2&a=3',
    [
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
    ],
  ],
  [
    '&a=1&&b=2&',
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ],
  ['a=b=c', [['a', 'b=c']]],
  ['a+b=c+d', [['a b', 'c d']]],
  ['a=%2B', [['a', '+']]],
  ['%61=%E2%82%AC', [['a', '€']]],
  ['a%3D=%26', [['a=', '&']]],
  ['a[b]=1', [['a[b]', '1']]],
  ['a=1;b=2', [['a', '1;b=2']]],
  ['a=%00', [['a', '\u0000']]],
  ['__proto__=1', [['__proto__', '1']]],
]

test.each(rows)('%j', (text, pairs) => {
  expect(readPairs(text, 10)).toEqual(pairs)
})

test.each(['%', 'a=%', 'a=%z1', '%zz=1', 'a=%C0%AF', 'a=%FF', 'a=%ED%A0%80'])(
  '%s is refused',
  (text) => {
    expect(() => readPairs(text, 10)).toThrow(URIError)
  },
)

test('the limit counts what is there', () => {
  expect(readPairs('a=1&b=2', 2)).toHaveLength(2)
  expect(readPairs('a=1&&b=2&', 2)).toHaveLength(2)
  expect(readPairs('a=1&b=2&c', 2)).toBeUndefined()
})
