import { SetupError } from '../errors.js'
import { nearest } from '../lib/nearest.js'
import { flagOf, type OptionName, optionNames, optionRow } from '../options.js'
import { allowedValues } from './option-value.js'
import type { Flag } from './resolve-options.js'

/** A command line taken apart. */
export interface Arguments {
  readonly flags: readonly Flag[]
  readonly positionals: readonly string[]
  /** Those of the positionals that stand behind `--`; undefined without a `--`. */
  readonly behind?: readonly string[]
}

/** A flag found in the table, with what its name alone says about its value. */
interface Named {
  readonly name: OptionName
  /** `true` for a switch, `false` for its `--no-` form; undefined when a value must follow. */
  readonly implied?: string
}

/**
 * Takes a command line apart: `--port=4010`, `--port 4010`, `-p 4010`, `-p4010`, `--require-sandbox`,
 * `--no-require-sandbox`. Everything after `--`, and a `-` alone, is positional.
 *
 * @throws SetupError `option-unknown` naming the nearest option, `option-invalid` when a value is missing.
 */
export const parseArguments = (words: readonly string[]): Arguments => {
  const flags: Flag[] = []
  const positionals: string[] = []
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') return { flags, positionals: [...positionals, ...rest], behind: rest }
    if (word.startsWith('-') && word !== '-') flags.push(readFlag(word, rest))
    else positionals.push(word)
  }
  return { flags, positionals }
}

/** Reads one flag, and takes its value from `rest` when it is the next word. */
const readFlag = (word: string, rest: string[]): Flag => {
  const { written, attached } = split(word)
  const { name, implied } = lookUp(written)
  const isNegation = implied === 'false'
  if (isNegation && attached !== undefined) throw valueFor(written)
  const value = attached ?? implied ?? nextValue(rest)
  if (value === undefined) throw valueMissing(name, written)
  return { name, written, value }
}

/** `--port=4010` into `--port` and `4010`; `-p4010` into `-p` and `4010`. */
const split = (word: string): { readonly written: string; readonly attached?: string } => {
  if (!word.startsWith('--')) {
    const attached = word.slice(2).replace(/^=/, '')
    return word.length > 2 ? { written: word.slice(0, 2), attached } : { written: word }
  }
  const equals = word.indexOf('=')
  if (equals < 0) return { written: word }
  return { written: word.slice(0, equals), attached: word.slice(equals + 1) }
}

const lookUp = (written: string): Named => {
  for (const name of optionNames) {
    const { alias, kind } = optionRow(name)
    const flag = flagOf(name)
    const isSwitch = kind === 'switch'
    if (written === flag || (alias !== undefined && written === `-${alias}`)) {
      return isSwitch ? { name, implied: 'true' } : { name }
    }
    if (isSwitch && written === `--no-${flag.slice(2)}`) return { name, implied: 'false' }
  }
  throw unknown(written)
}

const nextValue = (rest: string[]): string | undefined => {
  const next = rest[0]
  const isFlag = next?.startsWith('-') && next !== '-'
  return isFlag ? undefined : rest.shift()
}

const unknown = (written: string): SetupError => {
  const flags = optionNames.map(flagOf)
  const near = nearest(written.replace(/^-+/, '--'), flags)
  const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
  return new SetupError('option-unknown', `There is no option ${written}.${hint}`)
}

const valueFor = (written: string): SetupError =>
  new SetupError('option-invalid', `${written} takes no value.`)

const valueMissing = (name: OptionName, written: string): SetupError =>
  new SetupError(
    'option-invalid',
    `${written} needs a value: ${allowedValues(name)}.`,
    {},
    `Write ${flagOf(name)}=VALUE; for help, openapi-sandbox --help.`,
  )
