import { backtrackMatches } from './backtrack-matches.js'
import { isLinearRegex } from './is-linear-regex.js'
import { parseRegex, type RegexNode } from './parse-regex.js'
import { regexProgram } from './regex-program.js'
import { RegexAutomaton, type Effort } from './regex-automaton.js'
import { trimRegex } from './trim-regex.js'

/** A regular expression of a stranger: whatever text it meets, it does not stall the process. */
export interface SafeRegex {
  /** Undefined when the effort does not suffice to find out. */
  readonly test: (text: string, effort: Effort) => boolean | undefined
}

const hasBackreference = (node: RegexNode): boolean => {
  if (node.kind === 'backreference') return true
  if (node.kind === 'sequence') return node.parts.some(hasBackreference)
  if (node.kind === 'choice') return node.options.some(hasBackreference)
  return 'node' in node && hasBackreference(node.node)
}

const charactersOf = (text: string, { unicode }: RegExp): readonly string[] =>
  unicode ? [...text] : text.split('')

const codesOf = (text: string, { unicode }: RegExp): Uint32Array => {
  const codes = new Uint32Array(text.length)
  let length = 0
  for (let at = 0; at < text.length; at++) {
    const code = (unicode ? text.codePointAt(at) : text.charCodeAt(at)) as number
    if (code > 0xffff) at++
    codes[length++] = code
  }
  return codes.subarray(0, length)
}

/** What is known of the groups of an expression: an empty alternative makes it match. */
const groupsOf = ({ source, flags }: RegExp) => {
  const found = new RegExp(`${source}|`, flags).exec('')
  return { count: (found?.length ?? 1) - 1, names: Object.keys(found?.groups ?? {}) }
}

/** Texts that back-references are looked for in are no longer. */
const maxBacktracked = 500

const native = (expression: RegExp): SafeRegex['test'] => {
  const { source, flags } = expression
  const own = new RegExp(source, flags.replace(/[gy]/g, ''))
  return (text) => own.test(text)
}

const unknown: SafeRegex['test'] = () => undefined

const testOf = (expression: RegExp): SafeRegex['test'] => {
  const node = parseRegex(expression, groupsOf(expression))
  if (!node) return unknown
  if (isLinearRegex(node)) return native(expression)
  if (hasBackreference(node))
    return (text, effort) => {
      const characters = charactersOf(text, expression)
      if (characters.length > maxBacktracked) return undefined
      const found = backtrackMatches(node, characters, effort)
      return effort.left < 0 ? undefined : found
    }
  const trimmed = trimRegex(node)
  if (!trimmed) return () => true
  const program = regexProgram(trimmed)
  if (!program) return unknown
  const automaton = new RegexAutomaton(program)
  return (text, effort) => {
    const found = automaton.matches(codesOf(text, expression), effort)
    return effort.left < 0 ? undefined : found
  }
}

/**
 * Makes an expression safe. RegExp itself is used where it cannot need more than linear time; else
 * all ways are followed at the same time, or, with back-references, one after the other within the
 * effort.
 */
export const safeRegex = (expression: RegExp): SafeRegex => {
  let test: SafeRegex['test'] | undefined
  return { test: (text, effort) => (test ??= testOf(expression))(text, effort) }
}
