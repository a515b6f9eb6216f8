import fc from 'fast-check'
import { expressionOf } from '../../src/lib/expression-of.js'
import { safeRegex } from '../../src/lib/safe-regex.js'
import { budget } from '../support/budget.js'

/** What a request may spend on patterns. */
const effort = () => ({ left: 2_000_000 })

const test1 = (pattern: string, text: string, flags?: string) => {
  const expression = flags === undefined ? expressionOf(pattern) : new RegExp(pattern, flags)
  return safeRegex(expression as RegExp).test(text, effort())
}

const atom = fc.constantFrom(
  'a',
  'b',
  '.',
  '\\d',
  '\\w',
  '\\S',
  '[ab]',
  '[^a]',
  '[a-c1]',
  '\\u0061',
  '\\x62',
  '\\.',
  'é',
  '😀',
  '[^]',
  '\\p{L}',
)
const edges = fc.constantFrom('^', '$', '\\b', '\\B')
const times = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '{0,2}?', '{1,}', '+?')

const node = fc.letrec<{ any: string; piece: string }>((tie) => ({
  piece: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    atom,
    fc
      .tuple(fc.constantFrom('(', '(?:', '(?<n>'), tie('any'), fc.constant(')'))
      .map((p) => p.join('')),
  ),
  any: fc.oneof(
    { maxDepth: 4 },
    fc.tuple(tie('piece'), times).map((p) => p.join('')),
    fc
      .array(
        fc.oneof(
          fc.tuple(tie('piece'), times).map((p) => p.join('')),
          edges,
        ),
        { maxLength: 4 },
      )
      .map((p) => p.join('')),
    fc.tuple(tie('any'), tie('any')).map((p) => p.join('|')),
    fc
      .tuple(fc.constantFrom('(?=', '(?!', '(?<=', '(?<!'), tie('any'))
      .map(([look, inside]) => `${look}${inside})`),
    fc.tuple(tie('any'), tie('any')).map((p) => p.join('')),
    fc.tuple(tie('piece'), fc.constantFrom('\\1', '\\k<n>')).map(([p, back]) => `(${p})${back}`),
  ),
}))

const text = fc.array(fc.constantFrom('a', 'b', 'c', '1', '.', ' ', 'é', '😀', '\n', '_'), {
  maxLength: 9,
})

test('finds what RegExp finds', () => {
  let compared = 0
  fc.assert(
    fc.property(
      node.any,
      text,
      fc.constantFrom('u', '', 'i', 'm', 's'),
      (pattern, characters, flags) => {
        let expression: RegExp
        try {
          expression = new RegExp(pattern, flags)
        } catch {
          return
        }
        // V8 itself is not exact here.
        const value = characters.join('')
        if (/\(\?<[=!]/.test(pattern) && (/\\[1k]/.test(pattern) || value.includes('😀'))) return
        const found = safeRegex(expression).test(value, effort())
        if (found === undefined) return
        compared++
        expect([pattern, flags, value, found]).toEqual([
          pattern,
          flags,
          value,
          expression.test(value),
        ])
      },
    ),
    { numRuns: 1000, seed: 20261122 },
  )
  expect(compared).toBeGreaterThan(500)
})

/** Patterns that bring RegExp to a halt, with texts that do so, and patterns that people write. */
const costly: readonly (readonly [pattern: string, text: string, found: boolean])[] = [
  ['^(a+)+$', `${'a'.repeat(50_000)}!`, false],
  ['^(a+)+$', 'a'.repeat(50_000), true],
  ['(x+x+)+y', 'x'.repeat(50_000), false],
  ['(x+x+)+y', `${'x'.repeat(50_000)}y`, true],
  ['^[^@]+@[^@]+\\.[^@]+$', `a@${'.'.repeat(50_000)}@`, false],
  ['^([a-zA-Z0-9]+\\.?)+@x$', 'a'.repeat(50_000), false],
  ['^(?=(a+)+$).*b', 'a'.repeat(50_000), false],
  ['^(?!.*(a|aa)+$).*$', 'a'.repeat(50_000), false],
  ['(?<=(a+)+)b', 'a'.repeat(50_000), false],
  ['\\s+$', `${' '.repeat(50_000)}x`, false],
  ['^(a|a?)+$', `${'a'.repeat(50_000)}b`, false],
  ['^(?:.*,){10}x$', ','.repeat(10_000), false],
  ['^\\d{3}-\\d{4}$', '1'.repeat(50_000), false],
]

test.each(costly)('%s is decided in time', (pattern, value, found) => {
  const started = performance.now()
  expect(test1(pattern, value)).toBe(found)
  expect(performance.now() - started).toBeLessThan(budget(150))
})

test.each([
  ['^(a*)(a*)(a*)\\1\\2\\3$', `${'a'.repeat(400)}b`],
  ['^(a+)\\1$', 'a'.repeat(501)],
  ['(?:a?){500}b'.repeat(30), 'a'.repeat(10_000)],
])('%s on a long text is left undecided, at once', (pattern, value) => {
  const started = performance.now()
  expect(safeRegex(new RegExp(pattern)).test(value, { left: 200_000 })).toBeUndefined()
  expect(performance.now() - started).toBeLessThan(budget(1000))
})

test.each([
  ['^(["\']).*\\1$', '"a"', true],
  ['^(["\']).*\\1$', '"a\'', false],
  ['^(?<q>a|b)\\k<q>$', 'bb', true],
  ['^\\_$', '_', true],
  ['\\07', '\x07', true],
  ['^[\\w-.]+$', 'a-b.c', true],
])('%s on %s', (pattern, value, found) => expect(test1(pattern, value)).toBe(found))
