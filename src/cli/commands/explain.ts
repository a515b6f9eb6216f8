import { errors, SetupError, type ErrorCode } from '../../errors.js'
import { nearest } from '../../lib/nearest.js'
import { ruleIds, ruleOf, type RuleId } from '../../verify/rules.js'
import type { Command } from '../command.js'
import { explanationLines, explanationOf } from '../explanation-of.js'
import { ruleExplanation, ruleLines } from '../rule-explanation.js'

const codes = Object.keys(errors) as readonly ErrorCode[]

const words: readonly string[] = [...codes, ...ruleIds]

/** Rules are written in capitals; people need not. */
const ruleNamed = (word: string): RuleId | undefined =>
  ruleIds.find((id) => id === word.toUpperCase())

const isCode = (word: string): word is ErrorCode => Object.hasOwn(errors, word)

const unknownCode = (word: string): SetupError => {
  const near = nearest(word, words)
  const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
  return new SetupError(
    'option-invalid',
    `There is no error code or rule ${word}.${hint}`,
    {},
    'openapi-sandbox explain, without a code, lists all of them.',
  )
}

const list = (): readonly string[] => {
  const width = Math.max(...words.map((word) => word.length))
  return [
    ...codes.map((code) => `${code.padEnd(width)}  ${errors[code].title}`),
    ...ruleIds.map((id) => `${id.padEnd(width)}  ${ruleOf(id).title}`),
  ]
}

const dataOf = (word: string) => {
  const rule = ruleNamed(word)
  return rule ? ruleExplanation(rule) : explanationOf(word as ErrorCode)
}

const linesOf = (word: string): readonly string[] => {
  const rule = ruleNamed(word)
  return rule ? ruleLines(rule) : explanationLines(word as ErrorCode)
}

/** Says what error codes and the rules of verify mean; without one, lists them. */
export const explain: Command = ({ positionals, values, world }) => {
  const unknown = positionals.find((word) => !isCode(word) && !ruleNamed(word))
  if (unknown !== undefined) throw unknownCode(unknown)
  const isList = positionals.length === 0
  if (values.json)
    world.printer.line(JSON.stringify((isList ? words : positionals).map(dataOf), null, 2))
  else for (const line of isList ? list() : positionals.flatMap(linesOf)) world.printer.line(line)
  return Promise.resolve(0)
}
