import { flagOf, type OptionName, optionNames, optionRow, variableOf } from '../options.js'
import { commandNames } from './command-table.js'
import { allowedValues } from './option-value.js'

const introduction = `# Options

<!-- Made from src/options.ts by scripts/generate-options.mjs; do not edit. -->

A flag goes before the environment, which goes before the default. Write \`--port 4010\` or \`--port=4010\`,
\`--require-sandbox\` or \`--no-require-sandbox\`; an empty variable counts as absent. In \`createServer\`
the options have the same names in camel case.
`

/** The contents of docs/options.md. */
export const optionsPage = (): string => {
  const rows = optionNames.map((name) => [
    flagCell(name),
    code(optionRow(name).flagOnly ? undefined : variableOf(name)),
    valueCell(name),
    defaultCell(name),
    (optionRow(name).commands ?? commandNames).join(', '),
    optionRow(name).help,
  ])
  const header = ['Flag', 'Environment', 'Values', 'Default', 'Commands', 'What it does']
  return `${introduction}\n${table([header, ...rows]).join('\n')}\n`
}

const code = (text: string | undefined): string => (text === undefined ? '' : `\`${text}\``)

const flagCell = (name: OptionName): string => {
  const { alias } = optionRow(name)
  return alias ? `${code(flagOf(name))}, ${code(`-${alias}`)}` : code(flagOf(name))
}

const valueCell = (name: OptionName): string => {
  const { choices, kind } = optionRow(name)
  if (choices) return choices.map(code).join(', ')
  return kind === 'text' ? 'text' : allowedValues(name)
}

const defaultCell = (name: OptionName): string => {
  const row = optionRow(name)
  return row.defaultText ?? code(row.default)
}

/** A Markdown table, padded as Prettier pads it. */
const table = (rows: readonly (readonly string[])[]): string[] => {
  const [header = []] = rows
  const widths = header.map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[], fill: string): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`
  const [first = '', ...rest] = rows.map((row) => line(row, ' '))
  return [
    first,
    line(
      header.map(() => ''),
      '-',
    ),
    ...rest,
  ]
}
