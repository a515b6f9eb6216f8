import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { helpText } from '../../src/cli/commands/help.js'
import { commandNames } from '../../src/cli/command-table.js'
import { readValue } from '../../src/cli/option-value.js'
import { optionsPage } from '../../src/cli/options-page.js'
import { belongsTo, flagOf, optionNames, optionRow, variableOf } from '../../src/options.js'

const root = join(__dirname, '..', '..')

test('docs/options.md is what the table says (npm run generate)', () => {
  expect(readFileSync(join(root, 'docs', 'options.md'), 'utf8')).toBe(optionsPage())
})

test.each(commandNames)('the help of %s has exactly its options', (command) => {
  const flags = [...helpText(command).matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(
    ([, flag]) => flag,
  )
  const own = optionNames.filter((name) => belongsTo(command, name)).map(flagOf)
  expect(flags).toEqual(own)
})

test.each(commandNames)('the help of %s fits 100 columns', (command) => {
  const widest = Math.max(
    ...helpText(command)
      .split('\n')
      .map((line) => line.length),
  )
  expect(widest).toBeLessThanOrEqual(100)
})

test('flags, variables and aliases are unique', () => {
  const aliases = optionNames.flatMap((name) => optionRow(name).alias ?? [])
  for (const names of [optionNames.map(flagOf), optionNames.map(variableOf), aliases]) {
    expect(new Set(names).size).toBe(names.length)
  }
})

test('every default is a value that its option can have', () => {
  for (const name of optionNames) {
    const standard = optionRow(name).default
    if (standard !== undefined) expect(() => readValue(name, [standard], 'default')).not.toThrow()
  }
})
