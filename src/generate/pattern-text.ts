import type { SeededRandom } from '../lib/seeded-random.js'
import type { Ranges } from './pattern-classes.js'
import type { PatternNode } from './pattern-parse.js'

/** How many characters a part can stand for, from and to included. */
type Span = readonly [number, number]

/** Longest text made, in code points. */
export const longestText = 20_000

/** The shortest and longest text of a part; look-aheads and anchors count nothing. */
export const spanOf = (node: PatternNode): Span => {
  switch (node.kind) {
    case 'set':
      return [1, 1]
    case 'seq':
      return node.parts.map(spanOf).reduce((a, b) => [a[0] + b[0], a[1] + b[1]], [0, 0])
    case 'alt': {
      const spans = node.options.map(spanOf)
      return [Math.min(...spans.map((span) => span[0])), Math.max(...spans.map((span) => span[1]))]
    }
    case 'repeat': {
      const [min, max] = spanOf(node.node)
      return [min * node.min, max === 0 ? 0 : max * node.max]
    }
    case 'group':
      return spanOf(node.node)
    default:
      return [0, 0]
  }
}

/** What a look-ahead asks for, and where. */
export interface Demand {
  readonly at: number
  readonly node: PatternNode
}

/** The state of making one text. */
/** The letters and digits of the sets of a pattern, as far as they were looked for. */
export type GentleSets = Map<PatternNode, Ranges>

interface Writer {
  readonly chance: SeededRandom
  /** Any character of a class, instead of letters and digits where it has them. */
  readonly wild: boolean
  readonly text: string[]
  readonly captured: Map<string, string>
  readonly demands: Demand[]
  readonly gentle: GentleSets
}

const tame: Ranges = [
  [97, 122],
  [48, 57],
  [65, 90],
]

const meet = (left: Ranges, right: Ranges): Ranges =>
  left.flatMap(([from, to]) =>
    right
      .map(([low, high]) => [Math.max(from, low), Math.min(to, high)] as const)
      .filter(([low, high]) => low <= high),
  )

const gentleOf = (node: PatternNode & { kind: 'set' }, { gentle, wild }: Writer): Ranges => {
  if (wild) return node.ranges
  const known = gentle.get(node)
  if (known) return known
  const letters = meet(node.any ? tame.slice(0, 1) : node.ranges, tame)
  const found = letters.length > 0 ? letters : node.ranges
  gentle.set(node, found)
  return found
}

const pickCharacter = (node: PatternNode & { kind: 'set' }, writer: Writer): string => {
  const from = gentleOf(node, writer)
  const size = from.reduce((sum, [low, high]) => sum + high - low + 1, 0)
  if (size === 0) return ''
  let left = writer.chance.int(0, size - 1)
  for (const [low, high] of from) {
    if (left <= high - low) return String.fromCodePoint(low + left)
    left -= high - low + 1
  }
  return ''
}

/** Shares a length among parts, each within its span; what does not fit is dropped. */
const share = (spans: readonly Span[], length: number, chance: SeededRandom): number[] => {
  const lengths = spans.map((span) => span[0])
  let left = length - lengths.reduce((a, b) => a + b, 0)
  const open = spans.map((_, index) => index).filter((index) => spans[index]![1] > spans[index]![0])
  while (left > 0 && open.length > 0) {
    const at = open.length === 1 ? 0 : chance.int(0, open.length - 1)
    const index = open[at]!
    const room = spans[index]![1] - lengths[index]!
    const step = Math.min(room, open.length === 1 ? left : chance.int(1, left))
    lengths[index]! += step
    left -= step
    if (step === room) open.splice(at, 1)
  }
  return lengths
}

const writeRepeat = (
  node: PatternNode & { kind: 'repeat' },
  length: number,
  writer: Writer,
): void => {
  const [min, max] = spanOf(node.node)
  const most = Math.min(node.max, min > 0 ? Math.floor(length / min) : Math.max(length, node.min))
  const least = max > 0 ? Math.ceil(length / max) : 0
  const low = Math.max(node.min, Math.min(least, most))
  const count = Math.min(writer.chance.int(low, Math.max(low, most)), longestText)
  const spans = Array.from({ length: count }, () => [min, max] as const)
  for (const part of share(spans, length, writer.chance)) write(node.node, part, writer)
}

const writeAlternative = (
  options: readonly PatternNode[],
  length: number,
  writer: Writer,
): void => {
  const fitting = options.filter((option) => {
    const [min, max] = spanOf(option)
    return min <= length && length <= max
  })
  write(writer.chance.pick(fitting.length > 0 ? fitting : options), length, writer)
}

/** Appends a text of about that length. */
const write = (node: PatternNode, length: number, writer: Writer): void => {
  if (writer.text.length > longestText) return
  switch (node.kind) {
    case 'set':
      writer.text.push(pickCharacter(node, writer))
      return
    case 'seq': {
      const lengths = share(node.parts.map(spanOf), length, writer.chance)
      node.parts.forEach((part, index) => write(part, lengths[index]!, writer))
      return
    }
    case 'alt':
      return writeAlternative(node.options, length, writer)
    case 'repeat':
      return writeRepeat(node, length, writer)
    case 'group': {
      const start = writer.text.length
      write(node.node, length, writer)
      for (const name of node.names) writer.captured.set(name, writer.text.slice(start).join(''))
      return
    }
    case 'backreference':
      writer.text.push(...(writer.captured.get(node.to) ?? ''))
      return
    case 'lookahead':
      if (!node.negative) writer.demands.push({ at: writer.text.length, node: node.node })
      return
    case 'empty':
      return
  }
}

const isFiller = (node: PatternNode): boolean =>
  node.kind === 'empty' || (node.kind === 'repeat' && node.max === Infinity)

/** What a look-ahead really asks for: without the `.*` before and after it. */
const core = (node: PatternNode): { readonly part: PatternNode; readonly fixed: boolean } => {
  const parts = node.kind === 'seq' ? [...node.parts] : [node]
  const fixed = !(parts[0] && isFiller(parts[0]))
  while (parts[0] && isFiller(parts[0])) parts.shift()
  while (parts.length > 0 && isFiller(parts[parts.length - 1]!)) parts.pop()
  return { part: { kind: 'seq', parts }, fixed }
}

/** Writes what look-aheads ask for over the text, each at a place of its own. */
const satisfy = (writer: Writer): void => {
  const taken = new Set<number>()
  for (const demand of writer.demands) {
    const { part, fixed } = core(demand.node)
    const wanted: Writer = { ...writer, text: [], captured: new Map(), demands: [] }
    write(part, spanOf(part)[0], wanted)
    const last = writer.text.length - wanted.text.length
    if (wanted.text.length === 0 || last < demand.at) continue
    for (let tries = 0; tries < 20; tries++) {
      const at = fixed ? demand.at : writer.chance.int(demand.at, last)
      if (!fixed && wanted.text.some((_, index) => taken.has(at + index))) continue
      wanted.text.forEach((letter, index) => {
        writer.text[at + index] = letter
        taken.add(at + index)
      })
      break
    }
  }
}

/** One text that the expression probably matches, of about that many characters. */
export const writePattern = (
  node: PatternNode,
  length: number,
  chance: SeededRandom,
  wild: boolean,
  gentle: GentleSets = new Map(),
): string => {
  const writer: Writer = { chance, wild, gentle, text: [], captured: new Map(), demands: [] }
  write(node, length, writer)
  satisfy(writer)
  return writer.text.join('')
}

/** The shortest text that the look-aheads at the beginning allow. */
export const demandedLength = (node: PatternNode): number => {
  if (node.kind === 'lookahead') return node.negative ? 0 : spanOf(node.node)[0]
  if (node.kind !== 'seq') return 0
  return Math.max(0, ...node.parts.map(demandedLength))
}
