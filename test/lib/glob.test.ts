import fc from 'fast-check'
import { glob } from '../../src/lib/glob.js'

test.each([
  ['/user/*', '/user/1', true],
  ['/user/*', '/user/', true],
  ['/user/*', '/user', false],
  ['*', '', true],
  ['*/me', '/a/b/me', true],
  ['/a*a', '/a', false],
  ['/a*b*c', '/axxbxxbc', true],
  ['/a*b*c', '/axxc', false],
  ['/a.c', '/abc', false],
  ['', '', true],
])('%s and %s: %s', (pattern, text, fits) => expect(glob(pattern)(text)).toBe(fits))

test('says what the regular expression says', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '.'), maxLength: 9 })
  fc.assert(
    fc.property(texts, texts, (pattern, text) => {
      const parts = pattern.split('*').map((part) => part.replace(/\./g, '\\.'))
      expect(glob(pattern)(text)).toBe(new RegExp(`^${parts.join('.*')}$`).test(text))
    }),
  )
})

test('takes no longer for patterns made to take long', () => {
  const started = performance.now()
  expect(glob('*a'.repeat(1000))(`${'a'.repeat(100_000)}b`)).toBe(false)
  expect(performance.now() - started).toBeLessThan(500)
})
