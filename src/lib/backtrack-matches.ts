import type { RegexNode } from './parse-regex.js'
import { setExpression } from './regex-program.js'
import type { Effort } from './regex-automaton.js'

/** From and to of what each group took. */
type Taken = ReadonlyMap<number, readonly [number, number]>

/** Goes on behind a part. */
type Next = (at: number, taken: Taken) => Taken | undefined

interface Reading {
  readonly text: readonly string[]
  readonly sets: Map<RegexNode, RegExp>
  readonly effort: Effort
  readonly backward: boolean
}

const isWord = (character: string | undefined): boolean =>
  character !== undefined && /^\w$/.test(character)

const isLineEnd = (character: string | undefined): boolean =>
  character !== undefined && /^[\n\r\u2028\u2029]$/.test(character)

const edgeHolds = (
  node: Extract<RegexNode, { kind: 'edge' }>,
  text: readonly string[],
  at: number,
): boolean => {
  const [before, after] = [text[at - 1], text[at]]
  if (node.at === '^') return at === 0 || (node.multiline && isLineEnd(before))
  if (node.at === '$') return at === text.length || (node.multiline && isLineEnd(after))
  return (isWord(before) !== isWord(after)) === (node.at === 'b')
}

/** A step here takes as long as so many of a `RegexAutomaton`. */
const stepCost = 10

type Kind<K extends RegexNode['kind']> = Extract<RegexNode, { kind: K }>

const matchSet = (node: Kind<'set'>, reading: Reading, at: number, taken: Taken, next: Next) => {
  const character = reading.text[reading.backward ? at - 1 : at]
  if (character === undefined) return undefined
  let set = reading.sets.get(node)
  if (!set) reading.sets.set(node, (set = setExpression(node.source, node.flags)))
  if (!set.test(character)) return undefined
  return next(reading.backward ? at - 1 : at + 1, taken)
}

const groupsIn = (node: RegexNode): readonly number[] => {
  if (node.kind === 'sequence') return node.parts.flatMap(groupsIn)
  if (node.kind === 'choice') return node.options.flatMap(groupsIn)
  const inside = 'node' in node ? groupsIn(node.node) : []
  return node.kind === 'group' ? [node.index, ...inside] : inside
}

const matchRepeat = (
  { node, min, max }: Kind<'repeat'>,
  reading: Reading,
  start: number,
  taken: Taken,
  next: Next,
): Taken | undefined => {
  const groups = groupsIn(node)
  const again = (times: number, at: number, sofar: Taken): Taken | undefined => {
    // Each time begins with its groups empty (ECMA-262 §22.2.2.3.1).
    const fresh =
      groups.length === 0 ? sofar : new Map([...sofar].filter(([index]) => !groups.includes(index)))
    const more =
      times < max
        ? match(node, reading, at, fresh, (to, later) =>
            to === at && times >= min ? undefined : again(times + 1, to, later),
          )
        : undefined
    return more ?? (times >= min ? next(at, sofar) : undefined)
  }
  return again(0, start, taken)
}

const matchGroup = (node: Kind<'group'>, reading: Reading, at: number, taken: Taken, next: Next) =>
  match(node.node, reading, at, taken, (to, later) =>
    next(to, new Map([...later, [node.index, [Math.min(at, to), Math.max(at, to)]]])),
  )

const matchReference = (
  { to }: Kind<'backreference'>,
  { text, backward }: Reading,
  at: number,
  taken: Taken,
  next: Next,
): Taken | undefined => {
  const found = to.map((index) => taken.get(index)).find((one) => one !== undefined)
  if (!found) return next(at, taken)
  const length = found[1] - found[0]
  const from = backward ? at - length : at
  for (let index = 0; index < length; index++)
    if (text[from + index] !== text[found[0] + index]) return undefined
  return next(backward ? from : at + length, taken)
}

const matchLook = (node: Kind<'look'>, reading: Reading, at: number, taken: Taken, next: Next) => {
  const inside = { ...reading, backward: node.behind }
  const found = match(node.node, inside, at, taken, (_, later) => later)
  if (node.negative) return found ? undefined : next(at, taken)
  return found && next(at, found)
}

const matchSequence = (
  { parts }: Kind<'sequence'>,
  reading: Reading,
  start: number,
  taken: Taken,
  next: Next,
): Taken | undefined => {
  const order = reading.backward ? [...parts].reverse() : parts
  const from = (index: number, at: number, sofar: Taken): Taken | undefined => {
    const part = order[index]
    return part
      ? match(part, reading, at, sofar, (to, later) => from(index + 1, to, later))
      : next(at, sofar)
  }
  return from(0, start, taken)
}

const match = (
  node: RegexNode,
  reading: Reading,
  at: number,
  taken: Taken,
  next: Next,
): Taken | undefined => {
  reading.effort.left -= stepCost
  if (reading.effort.left < 0) return undefined
  switch (node.kind) {
    case 'set':
      return matchSet(node, reading, at, taken, next)
    case 'sequence':
      return matchSequence(node, reading, at, taken, next)
    case 'choice':
      for (const option of node.options) {
        const found = match(option, reading, at, taken, next)
        if (found) return found
      }
      return undefined
    case 'repeat':
      return matchRepeat(node, reading, at, taken, next)
    case 'group':
      return matchGroup(node, reading, at, taken, next)
    case 'backreference':
      return matchReference(node, reading, at, taken, next)
    case 'look':
      return matchLook(node, reading, at, taken, next)
    case 'edge':
      return edgeHolds(node, reading.text, at) ? next(at, taken) : undefined
  }
}

/**
 * True when a regular expression with back-references matches somewhere in a short text: no way is
 * known to do so in linear time. `effort.left` below 0: it is not known whether it does.
 */
export const backtrackMatches = (
  node: RegexNode,
  text: readonly string[],
  effort: Effort,
): boolean => {
  const reading: Reading = { text, effort, backward: false, sets: new Map() }
  for (let at = 0; at <= text.length && effort.left >= 0; at++)
    if (match(node, reading, at, new Map(), (_, taken) => taken)) return true
  return false
}
