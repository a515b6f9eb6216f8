import { preferred } from '../../src/lib/accept.js'

const offered = ['application/json', 'text/plain', 'application/xml']

const rows: readonly (readonly [string | undefined, string | undefined])[] = [
  [undefined, 'application/json'],
  ['', 'application/json'],
  ['  ', 'application/json'],
  ['*/*', 'application/json'],
  ['text/plain', 'text/plain'],
  ['Text/PLAIN', 'text/plain'],
  ['text/plain;charset=utf-8', 'text/plain'],
  ['text/*', 'text/plain'],
  ['image/png', undefined],
  ['application/xml, text/plain', 'text/plain'],
  ['application/xml;q=0.9, text/plain;q=0.8', 'application/xml'],
  ['application/xml; Q=0.9 , text/plain ; q = 0.8', 'application/xml'],
  ['text/*;q=0.5, */*;q=0.1', 'text/plain'],
  ['*/*;q=0.5, application/json;q=0.1', 'text/plain'],
  ['application/*, application/json;q=0', 'application/xml'],
  ['application/json;q=0', undefined],
  ['*/*;q=0', undefined],
  ['*/*;q=0.001', 'application/json'],
  ['text/plain;q=nonsense', 'text/plain'],
  ['text/plain;q=2', 'text/plain'],
  [',,text/plain,', 'text/plain'],
  ['nonsense', undefined],
]

test.each(rows)('%j takes %s', (accept, type) => {
  expect(preferred(accept, offered)).toBe(type)
})

test('parameters of what is offered do not matter', () => {
  const list = ['application/json; charset=utf-8']
  expect(preferred('application/json', list)).toBe(list[0])
})

test('nothing is offered', () => {
  expect(preferred('*/*', [])).toBeUndefined()
  expect(preferred('text/plain', [])).toBeUndefined()
})

test.each([
  ['a/b', 'a/b; v=1'],
  ['a/b; v=2', 'a/b; v=2'],
  ['a/b; V=2; charset=utf-8', 'a/b; v=2'],
  ['a/b; v=1;q=0.5, a/b; v=2', 'a/b; v=2'],
  ['a/b; v=3', 'a/b; v=1'],
  ['a/b; v=3, c/d', 'c/d'],
  ['a/b; v=2;q=0, a/b', 'a/b; v=1'],
])('variants: %s takes %s', (accept, type) => {
  expect(preferred(accept, ['a/b; v=1', 'a/b; v=2', 'c/d'])).toBe(type)
})
