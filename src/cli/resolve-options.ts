import { SetupError } from '../errors.js'
import {
  belongsTo,
  type CommandName,
  type Environment,
  fromEnvironment,
  type OptionName,
  optionNames,
  optionRow,
  type OptionValues,
  variableOf,
} from '../options.js'
import { readValue } from './option-value.js'

/** What was said with one flag; a flag may come several times. */
export interface Flag {
  readonly name: OptionName
  /** As it was written: `--port`, `-p`. */
  readonly written: string
  readonly value: string
}

/** The options of one run. */
export interface ResolvedOptions {
  readonly values: OptionValues
  /** The options that a flag or the environment named. */
  readonly said: ReadonlySet<OptionName>
}

/**
 * The options of one run: a flag before the environment before the default.
 *
 * @throws SetupError `option-unknown` for a flag of another command, `option-invalid` for a value that cannot be.
 */
export const resolveOptions = (
  command: CommandName,
  flags: readonly Flag[],
  environment?: Environment,
): ResolvedOptions => {
  for (const flag of flags) refuseForeign(command, flag)
  const said = new Set<OptionName>()
  const entries = optionNames.map((name) => {
    const { texts, source } = find(name, command, flags, environment)
    if (source !== undefined) said.add(name)
    return [name, texts && readValue(name, texts, source ?? 'default')]
  })
  return { values: Object.fromEntries(entries) as OptionValues, said }
}

interface Found {
  readonly texts?: readonly string[]
  /** The flag or the variable; undefined for the default. */
  readonly source?: string
}

const find = (
  name: OptionName,
  command: CommandName,
  flags: readonly Flag[],
  environment: Environment | undefined,
): Found => {
  const own = flags.filter((flag) => flag.name === name)
  const last = own.at(-1)
  if (last) return { texts: own.map((flag) => flag.value), source: last.written }
  const text = belongsTo(command, name) ? fromEnvironment(name, environment) : undefined
  if (text !== undefined) return { texts: [text], source: variableOf(name) }
  const standard = optionRow(name).default
  return standard === undefined ? {} : { texts: [standard] }
}

const refuseForeign = (command: CommandName, { name, written }: Flag): void => {
  if (belongsTo(command, name)) return
  const commands = optionRow(name).commands ?? []
  throw new SetupError(
    'option-unknown',
    `${written} is an option of ${commands.join(' and ')}, not of ${command}.`,
    {},
    `See openapi-sandbox ${command} --help.`,
  )
}
