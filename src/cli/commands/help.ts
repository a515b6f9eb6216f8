import {
  belongsTo,
  type CommandName,
  flagOf,
  type OptionName,
  optionNames,
  optionRow,
} from '../../options.js'
import { commandNames, commandTable } from '../command-table.js'

const width = 100
const indent = 32

/** The help of a command, made from the tables of commands and options. */
export const helpText = (command: CommandName = 'serve'): string => {
  const { usage, summary } = commandTable[command]
  const own = optionNames.filter((name) => belongsTo(command, name))
  return [
    `Usage: openapi-sandbox ${usage} [OPTIONS]`,
    '',
    ...wrap(summary, width),
    '',
    'Commands:',
    ...commandNames.flatMap((name) => entry(commandTable[name].usage, commandTable[name].summary)),
    '',
    'Options:',
    ...own.flatMap((name) => entry(synopsis(name), describe(name))),
    '',
    ...wrap(
      'Each option that has a value of its own can also be said in the environment: --max-body as ' +
        'OPENAPI_SANDBOX_MAX_BODY. A flag goes before the environment.',
      width,
    ),
  ].join('\n')
}

/** How an option is written: `-p, --port PORT`. */
export const synopsis = (name: OptionName): string => {
  const { alias, choices, value } = optionRow(name)
  const flag = [alias && `-${alias}`, flagOf(name)].filter(Boolean).join(', ')
  const argument = choices ? choices.join('|') : value
  return argument ? `${flag} ${argument}` : flag
}

const describe = (name: OptionName): string => {
  const row = optionRow(name)
  const written = row.kind === 'switch' ? (row.default === 'true' ? 'on' : undefined) : row.default
  const standard = row.defaultText ?? written
  return standard === undefined ? row.help : `${row.help} Default: ${standard}.`
}

const entry = (term: string, text: string): string[] => {
  const lines = wrap(text, width - indent)
  const start = `  ${term}`
  const isLong = start.length > indent - 2
  const first = isLong ? [start] : [start.padEnd(indent) + (lines.shift() ?? '')]
  return [...first, ...lines.map((line) => ' '.repeat(indent) + line)]
}

const wrap = (text: string, columns: number): string[] => {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  return [...lines, line]
}
