import type { RegexNode } from './parse-regex.js'

/** What an instruction of a program does. */
export const step = {
  /** Takes a character of set `a`. */
  take: 0,
  /** Goes on at `a`, and at `b`. */
  split: 1,
  /** Goes on at `a`. */
  jump: 2,
  /** Goes on when test `a` holds here. */
  test: 3,
  done: 4,
} as const

/** One instruction. */
export interface Instruction {
  readonly do: (typeof step)[keyof typeof step]
  a: number
  b: number
}

/** What holds at a position and takes nothing. */
export type Test =
  | Extract<RegexNode, { kind: 'edge' }>
  | { readonly kind: 'look'; readonly program: Program; readonly negative: boolean }

/** A regular expression without back-references as instructions. */
export interface Program {
  readonly code: readonly Instruction[]
  /** One character each, as RegExp. */
  readonly sets: readonly RegExp[]
  readonly tests: readonly Test[]
  /** It reads the text from its end to its beginning. */
  readonly backward: boolean
}

/** A program has no more instructions: `{n,m}` is written out. */
const maxCode = 20_000

interface Writer extends Program {
  readonly code: Instruction[]
  readonly sets: RegExp[]
  readonly known: Map<string, number>
  readonly tests: Test[]
}

const emit = ({ code }: Writer, act: Instruction['do'], a = 0): Instruction => {
  const made = { do: act, a, b: 0 }
  code.push(made)
  return made
}

/** A RegExp that holds for the characters of a set. */
export const setExpression = (source: string, flags: string): RegExp =>
  new RegExp(`^(?:${source})$`, flags.replace(/[gmy]/g, ''))

const setNumber = ({ sets, known }: Writer, source: string, flags: string): number => {
  const key = `${flags}/${source}`
  const number = known.get(key)
  if (number !== undefined) return number
  known.set(key, sets.length)
  return sets.push(setExpression(source, flags)) - 1
}

const writeRepeat = (writer: Writer, node: RegexNode, min: number, max: number): void => {
  const { code } = writer
  for (let times = 0; times < min && code.length < maxCode; times++) write(writer, node)
  const splits: Instruction[] = []
  if (max === Infinity) {
    const start = code.length
    splits.push(emit(writer, step.split, start + 1))
    write(writer, node)
    emit(writer, step.jump, start)
  }
  for (let times = min; max < Infinity && times < max && code.length < maxCode; times++) {
    splits.push(emit(writer, step.split, code.length + 1))
    write(writer, node)
  }
  for (const split of splits) split.b = code.length
}

const writeChoice = (writer: Writer, options: readonly RegexNode[]): void => {
  const jumps: Instruction[] = []
  for (const [index, option] of options.entries()) {
    const isLast = index === options.length - 1
    const split = isLast ? undefined : emit(writer, step.split, writer.code.length + 1)
    write(writer, option)
    if (!split) continue
    jumps.push(emit(writer, step.jump))
    split.b = writer.code.length
  }
  for (const jump of jumps) jump.a = writer.code.length
}

const write = (writer: Writer, node: RegexNode): void => {
  if (writer.code.length > maxCode) return
  if (node.kind === 'set') emit(writer, step.take, setNumber(writer, node.source, node.flags))
  else if (node.kind === 'sequence')
    for (const part of writer.backward ? [...node.parts].reverse() : node.parts) write(writer, part)
  else if (node.kind === 'choice') writeChoice(writer, node.options)
  else if (node.kind === 'repeat') writeRepeat(writer, node.node, node.min, node.max)
  else if (node.kind === 'group') write(writer, node.node)
  else if (node.kind === 'edge') emit(writer, step.test, writer.tests.push(node) - 1)
  else if (node.kind === 'look') {
    // Read from the other side, one sweep finds every position at which it holds.
    const program = programOf(node.node, !node.behind)
    const { negative } = node
    emit(writer, step.test, writer.tests.push({ kind: 'look', program, negative }) - 1)
  }
}

const programOf = (node: RegexNode, backward: boolean): Program => {
  const writer: Writer = { code: [], sets: [], known: new Map(), tests: [], backward }
  write(writer, node)
  emit(writer, step.done)
  return writer
}

const isShort = ({ code, tests }: Program): boolean =>
  code.length <= maxCode && tests.every((test) => test.kind === 'edge' || isShort(test.program))

/** The program of a regular expression; undefined when it is too long to be written out. */
export const regexProgram = (node: RegexNode): Program | undefined => {
  const program = programOf(node, false)
  return isShort(program) ? program : undefined
}
