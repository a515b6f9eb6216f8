import { step, type Program, type Test } from './regex-program.js'

/** How much more work may be done; below 0, what was found last does not count. */
export interface Effort {
  left: number
}

/** The instructions that wait for a character, where a match may have ended, and what follows. */
interface State {
  readonly waiting: readonly number[]
  readonly isEnd: boolean
  /** By character, and by the tests that hold behind it. */
  readonly next: Map<number, State>
}

/** Tells whether a test of the program holds at a position. */
type Holds = (number: number, at: number) => boolean

/** An automaton remembers no more states and characters than this; then it begins anew. */
const maxStates = 500
const maxCharacters = 5000

const isWord = (code: number | undefined): boolean =>
  code !== undefined &&
  ((code > 47 && code < 58) || (code > 64 && code < 91) || code === 95 || (code > 96 && code < 123))

const isLineEnd = (code: number | undefined): boolean =>
  code === 10 || code === 13 || code === 0x2028 || code === 0x2029

const edgeHolds = (test: Extract<Test, { kind: 'edge' }>, text: Uint32Array, at: number) => {
  const [before, after] = [text[at - 1], text[at]]
  if (test.at === '^') return at === 0 || (test.multiline && isLineEnd(before))
  if (test.at === '$') return at === text.length || (test.multiline && isLineEnd(after))
  return (isWord(before) !== isWord(after)) === (test.at === 'b')
}

/** What so many tests hold is part of what is remembered of a step. */
const maxTests = 8

/**
 * Reads a text once, following all ways through a program at the same time (R. Cox, "Regular
 * Expression Matching: the Virtual Machine Approach"): the time is at most that of text times
 * program, and mostly that of the text, because sets of ways that come again are remembered.
 */
export class RegexAutomaton {
  readonly #program: Program
  readonly #looks: readonly (RegexAutomaton | undefined)[]
  readonly #remembers: boolean
  readonly #sets: readonly Map<number, boolean>[]
  readonly #states = new Map<string, State>()

  constructor(program: Program) {
    this.#program = program
    this.#looks = program.tests.map((test) =>
      test.kind === 'look' ? new RegexAutomaton(test.program) : undefined,
    )
    this.#remembers = program.tests.length <= maxTests
    this.#sets = program.sets.map(() => new Map<number, boolean>())
  }

  /** True when it matches somewhere in the text; `effort.left` below 0: that is not known. */
  matches(text: Uint32Array, effort: Effort): boolean {
    return this.#sweep(text, effort, () => true)
  }

  /** Marks the positions that matches end at. */
  #ends(text: Uint32Array, effort: Effort): Uint8Array {
    const found = new Uint8Array(text.length + 1)
    this.#sweep(text, effort, (end) => {
      found[end] = 1
      return false
    })
    return found
  }

  /** `ends` hears each position where a match ends, until it returns true. */
  #sweep(text: Uint32Array, effort: Effort, ends: (at: number) => boolean): boolean {
    const { backward } = this.#program
    const last = backward ? 0 : text.length
    const move = backward ? -1 : 1
    const holds = this.#testsOf(text, effort)
    let at = text.length - last
    let state = this.#after([], 0, (number) => holds(number, at), effort)
    for (;;) {
      if (state.isEnd && ends(at)) return true
      if (at === last || effort.left < 0) return false
      const code = text[backward ? at - 1 : at] as number
      at += move
      effort.left--
      state = this.#remembers
        ? this.#next(state, code, this.#maskAt(at, holds), effort)
        : this.#after(state.waiting, code, (number) => holds(number, at), effort)
    }
  }

  /** The tests that hold at a position, a bit each. */
  #maskAt(at: number, holds: Holds): number {
    let mask = 0
    for (let number = 0; number < this.#program.tests.length; number++)
      if (holds(number, at)) mask |= 1 << number
    return mask
  }

  #next(state: State, code: number, mask: number, effort: Effort): State {
    const key = (code << maxTests) | mask
    const known = state.next.get(key)
    if (known) return known
    const holds = (number: number): boolean => (mask & (1 << number)) !== 0
    const made = this.#after(state.waiting, code, holds, effort)
    state.next.set(key, made)
    return made
  }

  /** The state at a position: what has taken the character, and what begins here. */
  #after(
    waiting: readonly number[],
    code: number,
    holds: (number: number) => boolean,
    effort: Effort,
  ): State {
    const { code: program } = this.#program
    const found: number[] = []
    const seen = new Set<number>()
    const stack = [0]
    for (const pc of waiting) if (this.#has(program[pc]?.a as number, code)) stack.push(pc + 1)
    effort.left -= waiting.length
    let isEnd = false
    for (let pc = stack.pop(); pc !== undefined; pc = stack.pop()) {
      if (seen.has(pc)) continue
      seen.add(pc)
      effort.left--
      const { do: act, a, b } = program[pc] as Program['code'][number]
      if (act === step.take) found.push(pc)
      else if (act === step.split) stack.push(b, a)
      else if (act === step.jump) stack.push(a)
      else if (act === step.done) isEnd = true
      else if (holds(a)) stack.push(pc + 1)
    }
    return this.#remembers ? this.#known(found, isEnd) : { waiting: found, isEnd, next: new Map() }
  }

  #known(waiting: number[], isEnd: boolean): State {
    waiting.sort((one, other) => one - other)
    const key = `${isEnd} ${waiting.join()}`
    const known = this.#states.get(key)
    if (known && known.next.size <= maxCharacters) return known
    if (this.#states.size >= maxStates) this.#forget()
    const made: State = { waiting, isEnd, next: new Map() }
    this.#states.set(key, made)
    return made
  }

  #forget(): void {
    for (const { next } of this.#states.values()) next.clear()
    this.#states.clear()
  }

  #has(set: number, code: number): boolean {
    const known = this.#sets[set] as Map<number, boolean>
    let has = known.get(code)
    if (has !== undefined) return has
    if (known.size >= maxCharacters) known.clear()
    has = (this.#program.sets[set] as RegExp).test(String.fromCodePoint(code))
    known.set(code, has)
    return has
  }

  /** Tells whether the tests hold at a position; looks are found out in one sweep of their own. */
  #testsOf(text: Uint32Array, effort: Effort): Holds {
    const tables: (Uint8Array | undefined)[] = []
    return (number, at) => {
      const test = this.#program.tests[number] as Test
      if (test.kind === 'edge') return edgeHolds(test, text, at)
      const table = (tables[number] ??= (this.#looks[number] as RegexAutomaton).#ends(text, effort))
      return (table[at] === 1) !== test.negative
    }
  }
}
