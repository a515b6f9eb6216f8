/** Code points, from and to included. */
export type Ranges = readonly (readonly [number, number])[]

/** What negated classes draw from: printable ASCII, then Latin, Greek, Cyrillic, Han and white space. */
const universe: Ranges = [
  [0x20, 0x7e],
  [0xa1, 0x17f],
  [0x391, 0x3a1],
  [0x410, 0x44f],
  [0x4e00, 0x4e20],
  [9, 10],
  [13, 13],
]

/** The characters of the universe that lie in none of the ranges. */
export const complement = (ranges: Ranges): Ranges => {
  let left: Ranges = universe
  for (const [low, high] of ranges) {
    left = left.flatMap(([from, to]) => {
      if (high < from || low > to) return [[from, to] as const]
      const parts: (readonly [number, number])[] = []
      if (from < low) parts.push([from, low - 1])
      if (to > high) parts.push([high + 1, to])
      return parts
    })
  }
  return left
}

const digit: Ranges = [[48, 57]]
const lower: Ranges = [[97, 122]]
const upper: Ranges = [[65, 90]]
const word: Ranges = [...lower, ...upper, ...digit, [95, 95]]
const space: Ranges = [
  [32, 32],
  [9, 13],
  [0xa0, 0xa0],
  [0x2028, 0x2029],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
]

/** \d \w \s and their opposites. */
export const charClasses: Readonly<Record<string, Ranges | undefined>> = {
  d: digit,
  w: word,
  s: space,
  D: complement(digit),
  W: complement(word),
  S: complement(space),
}

const letters: Ranges = [...lower, ...upper, [0xe0, 0xf6]]
const punctuation: Ranges = [
  [0x21, 0x23],
  [0x25, 0x2a],
  [0x2c, 0x2f],
  [0x3a, 0x3b],
  [0x3f, 0x40],
  [0x5b, 0x5d],
]
const symbols: Ranges = [
  [0x24, 0x24],
  [0x2b, 0x2b],
  [0x3c, 0x3e],
  [0x5e, 0x5e],
  [0x7c, 0x7c],
  [0x7e, 0x7e],
]

const properties = new Map<string, Ranges>([
  ['L', letters],
  ['Letter', letters],
  ['Alphabetic', letters],
  ['LC', letters],
  ['Lu', upper],
  ['Uppercase', upper],
  ['Uppercase_Letter', upper],
  ['Ll', lower],
  ['Lowercase', lower],
  ['Lowercase_Letter', lower],
  ['N', digit],
  ['Number', digit],
  ['Nd', digit],
  ['P', punctuation],
  ['Punctuation', punctuation],
  ['Pd', [[0x2d, 0x2d]]],
  ['Pc', [[0x5f, 0x5f]]],
  ['S', symbols],
  ['Symbol', symbols],
  ['Sc', [[0x24, 0x24]]],
  ['Sm', [[0x2b, 0x2b]]],
  ['Z', [[0x20, 0x20]]],
  ['Zs', [[0x20, 0x20]]],
  ['White_Space', space],
  ['M', [[0x301, 0x301]]],
  ['Mn', [[0x301, 0x301]]],
  ['C', [[0x00, 0x1f]]],
  ['Cc', [[0x00, 0x1f]]],
  ['ASCII', [[0x20, 0x7e]]],
  ['Any', universe],
  ['Emoji', [[0x1f600, 0x1f64f]]],
  ['Extended_Pictographic', [[0x1f600, 0x1f64f]]],
  ['Latin', letters],
  ['Cyrillic', [[0x410, 0x44f]]],
  ['Greek', [[0x391, 0x3a1]]],
  ['Han', [[0x4e00, 0x4e20]]],
  ['Hiragana', [[0x3041, 0x3096]]],
  ['Katakana', [[0x30a1, 0x30fa]]],
  ['Arabic', [[0x627, 0x64a]]],
  ['Hebrew', [[0x5d0, 0x5ea]]],
])

/** Some characters of a Unicode property (ECMA-262 §22.2.1, \p{...}); letters for unknown ones. */
export const propertyRanges = (name: string): Ranges =>
  properties.get(name.slice(name.indexOf('=') + 1)) ?? letters
