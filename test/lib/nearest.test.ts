import { nearest } from '../../src/lib/nearest.js'

const names = ['port', 'host', 'data', 'handlers', 'max-body', 'mock-credentials']

const rows: readonly (readonly [string, readonly string[]])[] = [
  ['port', ['port', 'host']],
  ['prot', ['port']],
  ['PORT', ['port', 'host']],
  ['handler', ['handlers']],
  ['mock', ['mock-credentials']],
  ['maxbody', ['max-body']],
  ['colour', []],
  ['', []],
]

test.each(rows)('%j: %j', (word, expected) => {
  expect(nearest(word, names)).toEqual(expect.arrayContaining([...expected]))
  expect(nearest(word, names)[0]).toBe(expected[0])
})

test('three at most, and nothing that is far away', () => {
  expect(nearest('ab', ['ab', 'abc', 'abd', 'abe', 'abf'])).toHaveLength(3)
  expect(nearest('abcdef', ['uvwxyz'])).toEqual([])
})

test('a swap of neighbours is one edit', () => {
  expect(nearest('abdc', ['abxx', 'abcd'])).toEqual(['abcd', 'abxx'])
})

test('a word of any length costs nothing', () => {
  const many = Array.from({ length: 2000 }, (_, n) => `/path/number/${n}`)
  expect(nearest('x'.repeat(100_000), many)).toEqual([])
})
