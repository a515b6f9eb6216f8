import { answerOptions } from './options/answer-options.js'
import { commandOptions } from './options/command-options.js'
import { contractOptions } from './options/contract-options.js'
import { listeningOptions } from './options/listening-options.js'
import { sandboxOptions } from './options/sandbox-options.js'
import { verifyOptions } from './options/verify-options.js'
import type { CommandName, KindValues, OptionRow } from './options/option-row.js'

export type { CommandName, OptionKind, OptionRow } from './options/option-row.js'

/** Every option of the product by its name in `createServer`. docs/options.md and --help are made from it. */
export const options = {
  ...listeningOptions,
  ...contractOptions,
  ...answerOptions,
  ...sandboxOptions,
  ...verifyOptions,
  ...commandOptions,
} satisfies Record<string, OptionRow>

type Table = typeof options

/** The name of an option, as in `createServer`. */
export type OptionName = keyof Table

type ValueOf<Row extends OptionRow> = Row extends { choices: readonly (infer Choice)[] }
  ? Choice
  : KindValues[Row['kind']]

/** The values of all options; undefined where there is no default and nothing was said. */
export type OptionValues = {
  readonly [Name in OptionName]: Table[Name] extends { default: string }
    ? ValueOf<Table[Name]>
    : ValueOf<Table[Name]> | undefined
}

/** The variables of a process, by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The names of all options, in the order of the table. */
export const optionNames = Object.keys(options) as readonly OptionName[]

/** The row of an option. */
export const optionRow = (name: OptionName): OptionRow => options[name]

/** The long flag of an option: `--max-body`. */
export const flagOf = (name: OptionName): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** The environment variable of an option: `OPENAPI_SANDBOX_MAX_BODY`. */
export const variableOf = (name: OptionName): string =>
  `OPENAPI_SANDBOX_${flagOf(name).slice(2).replaceAll('-', '_').toUpperCase()}`

/** Whether a command reads an option. */
export const belongsTo = (command: CommandName, name: OptionName): boolean =>
  optionRow(name).commands?.includes(command) ?? true

/** What the environment says of an option; an empty variable counts as absent. */
export const fromEnvironment = (
  name: OptionName,
  environment: Environment = process.env,
): string | undefined =>
  optionRow(name).flagOnly ? undefined : environment[variableOf(name)] || undefined

/** A variable that a user names; an empty one counts as absent. */
export const variableNamed = (
  name: string,
  environment: Environment = process.env,
): string | undefined => environment[name] || undefined

/** The variables of a process that is started, with those that are added. */
export const environmentWith = (
  added: Readonly<Record<string, string>>,
  environment: Environment = process.env,
): Environment => ({ ...environment, ...added })

/** Whether output to a terminal may be coloured (https://no-color.org). */
export const wantsColour = (environment: Environment = process.env): boolean =>
  !environment['NO_COLOR'] && environment['TERM'] !== 'dumb'

/** Whether a terminal can take back what it shows. */
export const canErase = (environment: Environment = process.env): boolean =>
  environment['TERM'] !== 'dumb'

/** Whether `npx` started this process: through a shell that dies of a signal without passing it on. */
export const isRunByNpx = (environment: Environment = process.env): boolean =>
  environment['npm_lifecycle_event'] === 'npx'

/** Whether nobody watches: a terminal of continuous integration is none. */
export const isContinuousIntegration = (environment: Environment = process.env): boolean =>
  !['', '0', 'false'].includes(environment['CI'] ?? '')

/** What GitHub Actions say of the step that is run; undefined elsewhere. */
export const gitHubActions = (
  environment: Environment = process.env,
): { readonly summaryFile: string | undefined } | undefined =>
  environment['GITHUB_ACTIONS'] === 'true'
    ? { summaryFile: environment['GITHUB_STEP_SUMMARY'] || undefined }
    : undefined
