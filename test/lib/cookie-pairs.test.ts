import { cookiePairs } from '../../src/lib/cookie-pairs.js'

const rows: readonly (readonly [string | undefined, readonly (readonly [string, string])[]])[] = [
  [undefined, []],
  ['', []],
  [';', []],
  ['a', []],
  ['a=1', [['a', '1']]],
  [
    'a=1; b=2',
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ],
  [
    'a=1;b=2;',
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ],
  [' a = 1 ', [['a', '1']]],
  ['a=', [['a', '']]],
  ['=1', [['', '1']]],
  ['a=b=c', [['a', 'b=c']]],
  ['a="x y"', [['a', 'x y']]],
  ['a="', [['a', '"']]],
  ['a=""', [['a', '']]],
  ['a=%20', [['a', '%20']]],
  [
    'a=1; a=2',
    [
      ['a', '1'],
      ['a', '2'],
    ],
  ],
]

test.each(rows)('%j', (header, pairs) => {
  expect(cookiePairs(header)).toEqual(pairs)
})
