import { readPreferences } from '../../src/lib/preferences.js'

const rows: readonly (readonly [string, Record<string, string>])[] = [
  ['', {}],
  ['code=404', { code: '404' }],
  ['Code=404', { code: '404' }],
  [' code = 404 ', { code: '404' }],
  ['code=404, example=dog', { code: '404', example: 'dog' }],
  ['code=404,example=dog', { code: '404', example: 'dog' }],
  ['code=404, code=500', { code: '404' }],
  ['code="404"', { code: '404' }],
  ['example="a b"', { example: 'a b' }],
  ['example="a, code=1"', { example: 'a, code=1' }],
  ['example="a \\"b\\" \\\\"', { example: 'a "b" \\' }],
  ['example="a\\", code=1", wait=1', { example: 'a", code=1', wait: '1' }],
  ['example=""', { example: '' }],
  ['example=', { example: '' }],
  ['respond-async', { 'respond-async': '' }],
  ['respond-async, wait=10', { 'respond-async': '', wait: '10' }],
  ['foo; bar=1, code=404', { foo: '', code: '404' }],
  ['code=404; foo="x, y", wait=1', { code: '404', wait: '1' }],
  ['foo="a;b"; code=1', { foo: 'a;b' }],
  [', ,code=404,,', { code: '404' }],
  ['a b, code=404', { code: '404' }],
  ['a=b c, code=404', { code: '404' }],
  ['=x, code=404', { code: '404' }],
  ['"x", code=404', { code: '404' }],
  ['(a)=1, code=404', { code: '404' }],
  ['a="b, code=404', {}],
  ['a="b"c, code=404', { code: '404' }],
  ['constructor=1, __proto__=2', { constructor: '1', ['__proto__']: '2' }],
]

test.each(rows)('%j', (header, expected) => {
  expect([...readPreferences(header)]).toEqual(Object.entries(expected))
})

const long: readonly (readonly [string, string])[] = [
  ['spaces', `a${' '.repeat(200_000)}(`],
  ['semicolons', 'a;'.repeat(100_000)],
  ['commas', ','.repeat(200_000)],
  ['quotes', '"'.repeat(200_001)],
  ['escapes', `a="${'\\'.repeat(200_000)}`],
]

// Work that grows with the square of the length would outlast the test.
test.each(long)('200,000 %s', (_, header) => {
  expect(readPreferences(header).size).toBeLessThanOrEqual(1)
})
