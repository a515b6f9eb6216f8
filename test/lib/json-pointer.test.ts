import { escapeToken, pointer, tokens, valueAt } from '../../src/lib/json-pointer.js'

/** The document and the pointers of RFC 6901 §5. */
const document = {
  foo: ['bar', 'baz'],
  '': 0,
  'a/b': 1,
  'c%d': 2,
  'e^f': 3,
  'g|h': 4,
  'i\\j': 5,
  'k"l': 6,
  ' ': 7,
  'm~n': 8,
}

const rows: readonly (readonly [string, readonly string[], unknown])[] = [
  ['', [], document],
  ['/foo', ['foo'], ['bar', 'baz']],
  ['/foo/0', ['foo', '0'], 'bar'],
  ['/', [''], 0],
  ['/a~1b', ['a/b'], 1],
  ['/c%d', ['c%d'], 2],
  ['/e^f', ['e^f'], 3],
  ['/g|h', ['g|h'], 4],
  ['/i\\j', ['i\\j'], 5],
  ['/k"l', ['k"l'], 6],
  ['/ ', [' '], 7],
  ['/m~0n', ['m~n'], 8],
]

test.each(rows)('%j', (text, parts, value) => {
  expect(tokens(text)).toEqual(parts)
  expect(pointer(...parts)).toBe(text)
  expect(valueAt(document, text)).toEqual(value)
})

test.each([
  '/none',
  '/foo/2',
  '/foo/-',
  '/foo/x',
  '/foo/0/x',
  '/foo/length',
  '/toString',
  '/__proto__',
])('%s leads nowhere', (text) => {
  expect(valueAt(document, text)).toBeUndefined()
})

test('~01 is ~1, not /', () => {
  expect(tokens('/~01')).toEqual(['~1'])
  expect(escapeToken('~1')).toBe('~01')
  expect(escapeToken(3)).toBe('3')
})
