/** A part of a regular expression (ECMA-262 §22.2.1), as far as matching without captures needs it. */
export type RegexNode =
  /** One character: the text of a class, an escape or a literal, to be asked natively. */
  | { readonly kind: 'set'; readonly source: string; readonly flags: string }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly options: readonly RegexNode[] }
  | {
      readonly kind: 'repeat'
      readonly node: RegexNode
      readonly min: number
      readonly max: number
    }
  | { readonly kind: 'group'; readonly node: RegexNode; readonly index: number }
  | { readonly kind: 'backreference'; readonly to: readonly number[] }
  | {
      readonly kind: 'look'
      readonly node: RegexNode
      readonly behind: boolean
      readonly negative: boolean
    }
  | { readonly kind: 'edge'; readonly at: '^' | '$' | 'b' | 'B'; readonly multiline: boolean }

interface Reader {
  readonly source: string
  readonly groups: number
  readonly names: ReadonlyMap<string, readonly number[]>
  at: number
  seen: number
  flags: string
  depth: number
}

/** Groups nested deeper than this are not read: parsers recurse. */
const maxDepth = 200

const quantifier = /(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/y
const characterClass = /\[(?:[^\]\\]|\\.)*\]/suy
const unicodeEscape =
  /\\(?:u\{[0-9a-f]+\}|u[dD][89abAB][0-9a-f]{2}\\u[dD][c-fC-F][0-9a-f]{2}|u[0-9a-f]{4}|x[0-9a-f]{2}|c[a-z]|[pP]\{[^}]*\}|.)/isuy
const plainEscape = /\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|c[a-z]|[0-3][0-7]{1,2}|[4-7][0-7]|[^])/iy
const unicodeCharacter = /./suy
const codeUnit = /[^]/y
const modifiers = /\?([a-z]*)(?:-([a-z]*))?:/y
const groupName = /\?<([^>=!][^>]*)>/y

const read = (reader: Reader, expression: RegExp): RegExpExecArray | undefined => {
  expression.lastIndex = reader.at
  const found = expression.exec(reader.source)
  if (found) reader.at += found[0].length
  return found ?? undefined
}

const eat = (reader: Reader, wanted: string): boolean => {
  if (!reader.source.startsWith(wanted, reader.at)) return false
  reader.at += wanted.length
  return true
}

const setOf = ({ flags }: Reader, source: string): RegexNode => ({ kind: 'set', source, flags })

const edge = ({ flags }: Reader, at: '^' | '$' | 'b' | 'B'): RegexNode => ({
  kind: 'edge',
  at,
  multiline: flags.includes('m'),
})

/** `\1` and `\k<name>`; a number without a group is an octal escape, which is a character. */
const readBackreference = (reader: Reader): RegexNode | undefined => {
  const found = /^\\(?:([1-9]\d*)|k<([^>]*)>)/.exec(reader.source.slice(reader.at, reader.at + 100))
  if (!found) return undefined
  const [text, digits, name = ''] = found
  const to = digits === undefined ? reader.names.get(name) : [Number(digits)]
  if (!to || to.some((index) => index > reader.groups)) return undefined
  reader.at += text.length
  return { kind: 'backreference', to }
}

const looks = [
  ['?=', false, false],
  ['?!', false, true],
  ['?<=', true, false],
  ['?<!', true, true],
] as const

const readGroup = (reader: Reader): RegexNode => {
  const { flags } = reader
  const look = looks.find(([start]) => eat(reader, start))
  const named = look ? undefined : read(reader, groupName)
  const changed = look || named ? undefined : read(reader, modifiers)
  const index = look || changed ? 0 : ++reader.seen
  if (changed) {
    const [, on = '', off = ''] = changed
    reader.flags = [...new Set(flags + on)].filter((flag) => !off.includes(flag)).join('')
  }
  const node = readChoice(reader)
  eat(reader, ')')
  reader.flags = flags
  if (look) return { kind: 'look', node, behind: look[1], negative: look[2] }
  return index === 0 ? node : { kind: 'group', node, index }
}

const readAtom = (reader: Reader): RegexNode => {
  if (eat(reader, '^')) return edge(reader, '^')
  if (eat(reader, '$')) return edge(reader, '$')
  if (eat(reader, '\\b')) return edge(reader, 'b')
  if (eat(reader, '\\B')) return edge(reader, 'B')
  if (eat(reader, '(')) return readGroup(reader)
  const isUnicode = reader.flags.includes('u')
  const escape = isUnicode ? unicodeEscape : plainEscape
  const one = isUnicode ? unicodeCharacter : codeUnit
  const back = readBackreference(reader)
  if (back) return back
  const found = read(reader, characterClass) ?? read(reader, escape) ?? read(reader, one)
  return setOf(reader, found?.[0] ?? '')
}

const bounds = ([, sign, min, comma, max]: RegExpExecArray): readonly [number, number] => {
  if (sign !== undefined) return [sign === '+' ? 1 : 0, sign === '?' ? 1 : Infinity]
  if (comma === undefined) return [Number(min), Number(min)]
  return [Number(min), max === '' ? Infinity : Number(max)]
}

const readSequence = (reader: Reader): RegexNode => {
  const parts: RegexNode[] = []
  while (reader.at < reader.source.length && !/[|)]/.test(reader.source[reader.at] as string)) {
    const node = readAtom(reader)
    const times = read(reader, quantifier)
    if (!times) parts.push(node)
    else {
      const [min, max] = bounds(times)
      parts.push({ kind: 'repeat', node, min, max })
    }
  }
  return parts.length === 1 ? (parts[0] as RegexNode) : { kind: 'sequence', parts }
}

const readChoice = (reader: Reader): RegexNode => {
  reader.depth++
  // What is nested too deeply ends the text: the caller sees that not all of it was read.
  if (reader.depth > maxDepth) reader.at = Infinity
  const options = [readSequence(reader)]
  while (eat(reader, '|')) options.push(readSequence(reader))
  reader.depth--
  return options.length === 1 ? (options[0] as RegexNode) : { kind: 'choice', options }
}

/** The numbers of the groups of each name. */
const namesOf = (source: string, names: readonly string[]): ReadonlyMap<string, number[]> => {
  const found = new Map<string, number[]>(names.map((name) => [name, []]))
  let index = 0
  for (const [text, name] of source.matchAll(
    /\\.|\[(?:[^\]\\]|\\.)*\]|\((?:\?<([^>=!][^>]*)>)?(?!\?)/gsu,
  )) {
    if (!text.startsWith('(')) continue
    index++
    if (name !== undefined) found.get(name)?.push(index)
  }
  return found
}

/**
 * The parsed form of a regular expression that RegExp has accepted with these flags; undefined when
 * it is nested too deeply. `groups` is what RegExp found: how many, and their names.
 */
export const parseRegex = (
  { source, flags }: RegExp,
  groups: { readonly count: number; readonly names: readonly string[] },
): RegexNode | undefined => {
  const names = namesOf(source, groups.names)
  const reader: Reader = { source, groups: groups.count, names, at: 0, seen: 0, flags, depth: 0 }
  const node = readChoice(reader)
  return reader.at === source.length ? node : undefined
}
