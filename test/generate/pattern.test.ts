import { patternText, readPattern } from '../../src/generate/pattern.js'
import { staticValue } from './source.js'
import { budget } from '../support/budget.js'

const patterns = [
  '^[a-z]+$',
  '^[A-Z]{3}-\\d{4}$',
  '^\\d{1,3}(\\.\\d{1,3}){3}$',
  '^(foo|bar|ba[rz]{2})$',
  '^a|b$',
  'x{2,}',
  '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$',
  '^\\+?[1-9]\\d{1,14}$',
  '^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$',
  '^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
  '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
  '^(?=.*[A-Z])(?=.*[a-z])(?=.*\\d)(?=.*[^\\w\\s]).{8,}$',
  '^(?=.*QZX)(?=.*\\d{4})[A-Z\\d]{12}$',
  '^(?=.{5,10}$)[a-z]+$',
  '^(?!admin)[a-z]{5}$',
  '^(?!.*--)[a-z0-9-]{3,20}$',
  '^[\\w.\\-]+$',
  '^[a-zA-Z_$][\\w$]*$',
  '^\\p{L}+$',
  '^\\p{Lu}\\p{Ll}+ \\p{N}$',
  '^[\\u0041-\\u005A]\\x41\\u{1F600}$',
  '^(["\']).*\\1$',
  '^(?<q>ab|cd)-\\k<q>$',
  '^\\S+\\s\\S+$',
  '^\\W\\D$',
  '^$',
  '^.$',
  '^[-a]$',
  '^[\\]\\[]$',
  '^\\/api\\/v\\d+(\\/[a-z]+)*\\/?$',
  '^\\bword\\b$',
  '^(\\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
  '^arn:aws:[a-z]+:[a-z]{2}-[a-z]+-\\d:\\d{12}:.+$',
  '^([a-z]+\\s?)+$',
  '^[^a-zA-Z0-9]$',
  '^[\\s\\S]*$',
  '^\\t\\n\\r$',
  '^a{0}$',
  '^(a?){3}b*?c+?$',
]

test.each(patterns)('%s', (pattern) => {
  const read = readPattern(pattern, new Map())
  for (let seed = 0; seed < 50; seed++) {
    const text = read && patternText(read, seed, [0, Infinity], () => true)
    expect(text).toMatch(new RegExp(pattern, 'u'))
  }
  staticValue({ type: 'string', pattern })
})

const sized: readonly [string, number, number][] = [
  ['^[a-z]+$', 30, 30],
  ['^[a-z0-9-]*$', 3, 3],
  ['foo', 10, 12],
  ['^foo', 10, 12],
  ['foo$', 10, 12],
  ['^(ab)+$', 7, 8],
  ['^(a|bcd|efghij)+$', 25, 26],
  ['^\\d{2,10}$', 9, 20],
  ['^[A-Z]{2}(-[A-Z]{2})*$', 11, 11],
  ['^(?=.*\\d)[a-z\\d]+$', 40, 50],
  ['^.{1,5000}$', 4999, 5000],
]

test.each(sized)('%s from %i to %i characters', (pattern, minLength, maxLength) => {
  staticValue({ type: 'string', pattern, minLength, maxLength })
})

test('two patterns at once', () => {
  staticValue({ type: 'string', allOf: [{ pattern: '^[a-z0-9]+$' }, { pattern: '\\d' }] })
})

test('a name that matches the pattern is kept', () => {
  const properties = { email: { type: 'string', pattern: '@' } }
  expect(staticValue({ type: 'object', properties })).toEqual({ email: 'user@example.com' })
})

test('a pattern that nothing matches ends soon', () => {
  const read = readPattern('^a(?!.*)b$', new Map())
  expect(read && patternText(read, 1, [0, Infinity], () => true)).toBeUndefined()
})

test('a pattern that brings RegExp to a halt is compared in time', () => {
  const pattern = readPattern('^(a+)+$', new Map())
  const started = performance.now()
  expect(pattern?.matches(`${'a'.repeat(1000)}!`)).toBe(false)
  expect(pattern?.matches('a'.repeat(1000))).toBe(true)
  expect(performance.now() - started).toBeLessThan(budget(500))
})
