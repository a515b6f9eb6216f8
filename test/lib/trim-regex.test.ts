import { parseRegex } from '../../src/lib/parse-regex.js'
import { safeRegex } from '../../src/lib/safe-regex.js'
import { trimRegex } from '../../src/lib/trim-regex.js'

const trimmed = (source: string) => {
  const node = parseRegex(new RegExp(source, 'u'), { count: 9, names: [] })
  return node && trimRegex(node)
}

test.each(['a*', '[a-z]{0,5000}', '(a|b*)', '(?:a?)(b|)c*', ''])(
  '%s is found everywhere',
  (source) => {
    expect(trimmed(source)).toBeUndefined()
  },
)

test.each([
  ['[\\P{M}\\p{M}]{0,20000}', ['', 'k5yydbk']],
  ['a{1,30000}(b|c)?', ['a', 'xxa', 'b', '']],
  ['^a{2,4}', ['aa', 'a', 'aaaaaaa', 'baa']],
  ['a{2,4}$', ['aa', 'a', 'aaaaaaa', 'aab']],
  ['x*(?:a|b{3,9}|c)y{0,2}', ['bbb', 'bb', 'c', 'z']],
  ['(a+)(?=b)c?', ['ab', 'ac', 'aab']],
])('%s is found in the same texts', (source, texts) => {
  const { test: found } = safeRegex(new RegExp(source, 'u'))
  for (const text of texts)
    expect([text, found(text, { left: 100_000 })]).toEqual([
      text,
      new RegExp(source, 'u').test(text),
    ])
})
