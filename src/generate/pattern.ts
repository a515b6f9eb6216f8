import { expressionOf } from '../lib/expression-of.js'
import { seededRandom, deriveSeed } from '../lib/seeded-random.js'
import { safeRegex } from '../lib/safe-regex.js'
import { parsePattern, type PatternNode } from './pattern-parse.js'
import {
  demandedLength,
  type GentleSets,
  longestText,
  spanOf,
  writePattern,
} from './pattern-text.js'

/** A pattern that has been read: its test and its parsed form. */
export interface Pattern {
  readonly matches: (text: string) => boolean
  readonly node: PatternNode
  readonly min: number
  readonly max: number
  readonly gentle: GentleSets
}

/** Patterns already read, by their text; undefined for those that RegExp refuses. */
export type PatternMemo = Map<string, Pattern | undefined>

/** What one comparison may cost: some milliseconds. */
const maxEffort = 100_000

const read = (pattern: string): Pattern | undefined => {
  const expression = expressionOf(pattern)
  if (!expression) return undefined
  const node = parsePattern(expression.source)
  const [min, max] = spanOf(node)
  const least = Math.max(min, demandedLength(node))
  const { test } = safeRegex(expression)
  const matches = (text: string): boolean => test(text, { left: maxEffort }) === true
  return { matches, node, min: least, max: Math.max(max, least), gentle: new Map() }
}

/** The pattern as it is read and written, or undefined if it is none. */
export const readPattern = (pattern: string, memo: PatternMemo): Pattern | undefined => {
  if (memo.has(pattern)) return memo.get(pattern)
  const made = read(pattern)
  memo.set(pattern, made)
  return made
}

const tries = 120

/** Characters written by all tries together. */
const mostCharacters = 100_000

/** Longer texts by letters in front or behind, for patterns that are not anchored there. */
const stretched = (text: string, least: number): readonly string[] => {
  const missing = least - [...text].length
  if (missing <= 0) return [text]
  const filler = 'a'.repeat(missing)
  return [text, text + filler, filler + text]
}

/**
 * A text that matches the pattern, has from `least` to `most` code points and passes `fits`; the
 * same for the same seed. Undefined when a bounded number of tries finds none.
 */
export const patternText = (
  pattern: Pattern,
  seed: number,
  [least, most]: readonly [number, number],
  fits: (text: string) => boolean,
): string | undefined => {
  const low = Math.max(pattern.min, least)
  if (low > Math.min(most, longestText)) return undefined
  const high = Math.max(low, Math.min(pattern.max, most, longestText))
  let written = 0
  for (let attempt = 0; attempt < tries && written < mostCharacters; attempt++) {
    const chance = seededRandom(deriveSeed(seed, attempt))
    const usual = Math.min(Math.max(low, Math.min(8, high)), high)
    const length = attempt === 0 ? usual : chance.int(low, Math.min(high, low + 4 + attempt))
    const text = writePattern(pattern.node, length, chance, attempt % 4 === 3, pattern.gentle)
    written += text.length
    for (const candidate of stretched(text, least)) {
      if (pattern.matches(candidate) && fits(candidate)) return candidate
    }
  }
  return undefined
}
