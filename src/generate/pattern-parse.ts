import { charClasses, complement, propertyRanges, type Ranges } from './pattern-classes.js'

/** A part of a regular expression (ECMA-262 §22.2.1). */
export type PatternNode =
  | { readonly kind: 'set'; readonly ranges: Ranges; readonly any: boolean }
  | { readonly kind: 'seq'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'alt'; readonly options: readonly PatternNode[] }
  | {
      readonly kind: 'repeat'
      readonly node: PatternNode
      readonly min: number
      readonly max: number
    }
  | { readonly kind: 'group'; readonly node: PatternNode; readonly names: readonly string[] }
  | { readonly kind: 'backreference'; readonly to: string }
  | { readonly kind: 'lookahead'; readonly node: PatternNode; readonly negative: boolean }
  | { readonly kind: 'empty'; readonly at: 'start' | 'end' | 'other' }

interface Reader {
  readonly text: readonly string[]
  at: number
  groups: number
}

const peek = (reader: Reader, ahead = 0): string => reader.text[reader.at + ahead] ?? ''

const take = (reader: Reader): string => reader.text[reader.at++] ?? ''

const eat = (reader: Reader, wanted: string): boolean => {
  const parts = [...wanted]
  if (!parts.every((part, index) => peek(reader, index) === part)) return false
  reader.at += parts.length
  return true
}

const until = (reader: Reader, end: string): string => {
  let text = ''
  while (reader.at < reader.text.length && peek(reader) !== end) text += take(reader)
  reader.at++
  return text
}

const other: PatternNode = { kind: 'empty', at: 'other' }

const single = (code: number): PatternNode => ({ kind: 'set', ranges: [[code, code]], any: false })

const setOf = (ranges: Ranges): PatternNode => ({ kind: 'set', ranges, any: false })

const controls: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, 0: 0 }

const hexadecimal = (reader: Reader, length: number): number => {
  let digits = ''
  while (digits.length < length && /^[0-9a-f]$/i.test(peek(reader))) digits += take(reader)
  return Number.parseInt(digits, 16)
}

/** The ranges of an escape that stands for characters; the backslash is already read. */
const readEscape = (reader: Reader): Ranges => {
  const letter = take(reader)
  const known = charClasses[letter]
  if (known) return known
  if ((letter === 'p' || letter === 'P') && eat(reader, '{')) {
    const ranges = propertyRanges(until(reader, '}'))
    return letter === 'p' ? ranges : complement(ranges)
  }
  const control = controls[letter]
  let code = control ?? letter.codePointAt(0) ?? 92
  if (letter === 'x') code = hexadecimal(reader, 2)
  else if (letter === 'u') {
    if (eat(reader, '{')) code = Number.parseInt(until(reader, '}'), 16)
    else code = hexadecimal(reader, 4)
  } else if (letter === 'c') code = take(reader).charCodeAt(0) % 32
  return Number.isNaN(code) ? [] : [[code, code]]
}

const readClassAtom = (reader: Reader): Ranges => {
  if (peek(reader) === '\\') {
    reader.at++
    if (peek(reader) !== 'b') return readEscape(reader)
    reader.at++
    return [[8, 8]]
  }
  const code = take(reader).codePointAt(0) ?? 0
  return [[code, code]]
}

const readClass = (reader: Reader): PatternNode => {
  const negative = eat(reader, '^')
  const ranges: (readonly [number, number])[] = []
  while (reader.at < reader.text.length && peek(reader) !== ']') {
    const low = readClassAtom(reader)
    if (low.length === 1 && peek(reader) === '-' && peek(reader, 1) !== ']') {
      reader.at++
      const high = readClassAtom(reader)
      const [start, end] = [low[0]?.[0], high[0]?.[1]]
      if (start !== undefined && end !== undefined) ranges.push([start, end])
    } else ranges.push(...low)
  }
  reader.at++
  return setOf(negative ? complement(ranges) : ranges)
}

const readGroup = (reader: Reader): PatternNode => {
  let names: readonly string[] = []
  let build = (node: PatternNode): PatternNode => ({ kind: 'group', node, names })
  if (eat(reader, '?=')) build = (node) => ({ kind: 'lookahead', node, negative: false })
  else if (eat(reader, '?!')) build = (node) => ({ kind: 'lookahead', node, negative: true })
  else if (eat(reader, '?<=') || eat(reader, '?<!')) build = () => other
  else if (eat(reader, '?<')) names = [until(reader, '>'), String(++reader.groups)]
  else if (eat(reader, '?')) until(reader, ':')
  else names = [String(++reader.groups)]
  const node = readAlternatives(reader)
  reader.at++
  return build(node)
}

const readBackslash = (reader: Reader): PatternNode => {
  if (peek(reader) === 'b' || peek(reader) === 'B') {
    reader.at++
    return other
  }
  if (eat(reader, 'k<')) return { kind: 'backreference', to: until(reader, '>') }
  if (/^[1-9]$/.test(peek(reader))) {
    let digits = ''
    while (/^\d$/.test(peek(reader))) digits += take(reader)
    return { kind: 'backreference', to: digits }
  }
  return setOf(readEscape(reader))
}

const readAtom = (reader: Reader): PatternNode => {
  const letter = take(reader)
  if (letter === '^') return { kind: 'empty', at: 'start' }
  if (letter === '$') return { kind: 'empty', at: 'end' }
  if (letter === '.') return { kind: 'set', ranges: complement([[10, 13]]), any: true }
  if (letter === '[') return readClass(reader)
  if (letter === '(') return readGroup(reader)
  if (letter === '\\') return readBackslash(reader)
  return single(letter.codePointAt(0) ?? 0)
}

const braces = /^\{(\d+)(?:(,)(\d*))?\}/

const readQuantifier = (reader: Reader): readonly [number, number] | undefined => {
  if (eat(reader, '*')) return [0, Infinity]
  if (eat(reader, '+')) return [1, Infinity]
  if (eat(reader, '?')) return [0, 1]
  if (peek(reader) !== '{') return undefined
  const found = braces.exec(reader.text.slice(reader.at, reader.at + 30).join(''))
  if (!found) return undefined
  reader.at += found[0].length
  const min = Number(found[1])
  if (!found[2]) return [min, min]
  return [min, found[3] ? Number(found[3]) : Infinity]
}

const readSequence = (reader: Reader): PatternNode => {
  const parts: PatternNode[] = []
  while (reader.at < reader.text.length && peek(reader) !== '|' && peek(reader) !== ')') {
    const node = readAtom(reader)
    const times = readQuantifier(reader)
    if (times) {
      eat(reader, '?')
      parts.push({ kind: 'repeat', node, min: times[0], max: times[1] })
    } else parts.push(node)
  }
  return parts.length === 1 ? parts[0]! : { kind: 'seq', parts }
}

const readAlternatives = (reader: Reader): PatternNode => {
  const options = [readSequence(reader)]
  while (eat(reader, '|')) options.push(readSequence(reader))
  return options.length === 1 ? options[0]! : { kind: 'alt', options }
}

/** The parsed form of a pattern that RegExp accepts; look-behinds and \b are passed over. */
export const parsePattern = (pattern: string): PatternNode =>
  readAlternatives({ text: [...pattern], at: 0, groups: 0 })
