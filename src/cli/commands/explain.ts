import { errors, SetupError, type ErrorCode } from '../../errors.js'
import { nearest } from '../../lib/nearest.js'
import type { Command } from '../command.js'
import { explanationLines, explanationOf } from '../explanation-of.js'

const codes = Object.keys(errors) as readonly ErrorCode[]

const isCode = (word: string): word is ErrorCode => Object.hasOwn(errors, word)

const unknownCode = (word: string): SetupError => {
  const near = nearest(word, codes)
  const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
  return new SetupError(
    'option-invalid',
    `There is no error code ${word}.${hint}`,
    {},
    'openapi-sandbox explain, without a code, lists all of them.',
  )
}

const list = (): readonly string[] => {
  const width = Math.max(...codes.map((code) => code.length))
  return codes.map((code) => `${code.padEnd(width)}  ${errors[code].title}`)
}

/** Says what error codes mean; without one, lists them. */
export const explain: Command = ({ positionals, values, world }) => {
  const unknown = positionals.find((word) => !isCode(word))
  if (unknown !== undefined) throw unknownCode(unknown)
  const asked = positionals.filter(isCode)
  const wanted = asked.length > 0 ? asked : codes
  if (values.json) world.printer.line(JSON.stringify(wanted.map(explanationOf), null, 2))
  else if (asked.length === 0) for (const line of list()) world.printer.line(line)
  else for (const line of asked.flatMap(explanationLines)) world.printer.line(line)
  return Promise.resolve(0)
}
