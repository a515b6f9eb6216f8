import { parseExact, stringifyExact } from '../../src/lib/parse-exact.js'

test.each([
  '9007199254740993',
  '-9007199254740993',
  '[1,9007199254740993,"9007199254740993"]',
  '{"a":{"9007199254740993":9223372036854775807},"b":[0.1,1e+21]}',
  '"\uE0009007199254740993"',
  '"\\"9007199254740993"',
])('%s survives', (json) => {
  expect(stringifyExact(parseExact(json))).toBe(json)
})

test('what is written like no integer stays what it is', () => {
  expect(parseExact('[0.12345678901234567890,1e16,9007199254740992.0]')).toEqual([
    0.12345678901234568, 1e16, 9007199254740992,
  ])
  expect(parseExact('["\\ue0009007199254740993", 9007199254740993]')).toEqual([
    '\uE0009007199254740993',
    9007199254740993n,
  ])
  expect(() => parseExact('09007199254740993')).toThrow(SyntaxError)
  expect(() => parseExact('[9007199254740993')).toThrow(SyntaxError)
  expect(stringifyExact(undefined)).toBeUndefined()
})
