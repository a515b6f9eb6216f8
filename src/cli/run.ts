import { SetupError } from '../errors.js'
import { nearest } from '../lib/nearest.js'
import type { CommandName } from '../options.js'
import { parseArguments } from './arguments.js'
import { commandNames, isCommand } from './command-table.js'
import type { Command, CommandWorld } from './command.js'
import { eject } from './commands/eject.js'
import { explain } from './commands/explain.js'
import { explainState } from './commands/explain-state.js'
import { helpText } from './commands/help.js'
import { lint } from './commands/lint.js'
import { runAgainst } from './commands/run-against.js'
import { samples } from './commands/samples.js'
import { serve } from './commands/serve.js'
import { token } from './commands/token.js'
import { typings } from './commands/typings.js'
import { verify } from './commands/verify.js'
import { webhook } from './commands/webhook.js'
import { errorText, exitCodeOf } from './error-text.js'
import { resolveOptions } from './resolve-options.js'
import { packageVersion } from './version.js'

/** Runs a command line, the words after the program's name; resolves to the exit code. Never rejects. */
export const run = async (words: readonly string[], world: CommandWorld): Promise<number> => {
  try {
    return await runCommand(words, world)
  } catch (error) {
    world.printer.error(errorText(error))
    return exitCodeOf(error)
  }
}

const commands: Readonly<Record<CommandName, Command>> = {
  serve,
  lint,
  explain,
  'explain-state': explainState,
  types: typings,
  eject,
  samples,
  token,
  webhook,
  verify,
  run: runAgainst,
  help: ({ positionals: [word = 'serve'], world }) => {
    if (!isCommand(word)) throw unknownCommand(word)
    world.printer.line(helpText(word))
    return Promise.resolve(0)
  },
}

const runCommand = async (words: readonly string[], world: CommandWorld): Promise<number> => {
  const { flags, positionals, behind } = parseArguments(words)
  const { command, rest } = findCommand(positionals)
  const { values, said } = resolveOptions(command, flags, world.environment)
  if (values.help) {
    world.printer.line(helpText(command))
    return 0
  }
  if (values.version) {
    world.printer.line(packageVersion())
    return 0
  }
  const call = { values, said, positionals: rest, world }
  if (command !== 'run' || !behind) return commands[command](call)
  const before = rest.slice(0, rest.length - behind.length)
  return commands.run({ ...call, positionals: before, behind })
}

/** The command named first; without one it is `serve`, and a first word that looks like a file is its contract. */
const findCommand = (
  positionals: readonly string[],
): { readonly command: CommandName; readonly rest: readonly string[] } => {
  const [first, ...rest] = positionals
  if (first === undefined || /[./\\]|^-$/.test(first))
    return { command: 'serve', rest: positionals }
  if (!isCommand(first)) throw unknownCommand(first)
  return { command: first, rest }
}

const unknownCommand = (word: string): SetupError => {
  const near = nearest(word, commandNames)
  const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
  return new SetupError(
    'command-unknown',
    `There is no command ${word}.${hint}`,
    {},
    `A contract of that name is served with: openapi-sandbox serve ${word}. Else see openapi-sandbox --help.`,
  )
}
