/** What the kinds of options are read as: ports and sizes in bytes are numbers. */
interface KindValues {
  readonly text: string
  readonly choice: string
  readonly url: string
  readonly port: number
  readonly size: number
  readonly switch: boolean
  readonly list: readonly string[]
  readonly origins: readonly string[]
}

/** How the value of an option is written and read. */
export type OptionKind = keyof KindValues

/** A command of the command line. */
export type CommandName =
  'serve' | 'lint' | 'explain' | 'explain-state' | 'token' | 'webhook' | 'help'

/** One row of the table. */
export interface OptionRow {
  readonly kind: OptionKind
  /** What the value is called in help: `PORT`. */
  readonly value?: string
  readonly choices?: readonly string[]
  /** The value when neither flag nor environment says one, as it would be written on the command line. */
  readonly default?: string
  /** What the help says in place of a default, when it is worked out. */
  readonly defaultText?: string
  /** One letter, for `-x`. */
  readonly alias?: string
  readonly help: string
  /** The commands that read it; all when absent. */
  readonly commands?: readonly CommandName[]
  /** True for what only a flag can say. */
  readonly flagOnly?: true
  /** True for what no message may repeat. */
  readonly secret?: true
}

const serve = ['serve'] as const
const webhook = ['webhook'] as const
const stateful = ['serve', 'token'] as const

/** Every option of the product by its name in `createServer`. docs/options.md and --help are made from it. */
export const options = {
  port: {
    kind: 'port',
    value: 'PORT',
    default: '4010',
    alias: 'p',
    help: 'Port to listen on; 0 takes any that is free.',
    commands: stateful,
  },
  host: {
    kind: 'text',
    value: 'HOST',
    default: 'localhost',
    alias: 'h',
    help: 'Name or address to listen on. localhost is 127.0.0.1 and ::1; any other than loopback needs --profile.',
    commands: serve,
  },
  data: {
    kind: 'text',
    value: 'FOLDER',
    default: './data',
    help: 'Folder that keeps the sandboxes and the signing key.',
    commands: stateful,
  },
  store: {
    kind: 'choice',
    choices: ['file', 'memory'],
    default: 'file',
    help: 'Where state is kept: in --data, or in memory until the server ends.',
    commands: serve,
  },
  seed: {
    kind: 'text',
    value: 'FILE',
    defaultText: "the package's data/seed.json",
    help: 'JSON file with the first contents of every sandbox.',
    commands: stateful,
  },
  stateFile: {
    kind: 'text',
    value: 'FILE',
    help: 'YAML or JSON file that corrects what is inferred: by operationId or "METHOD /path", { role, resource, identity, ignore }.',
    commands: ['serve', 'explain-state'],
  },
  allowRefs: {
    kind: 'list',
    value: 'PLACE',
    help: 'Folders and origins (https://example.com), beside the folder of the contract, that its $refs may lead to. Comma separated, or repeat the flag.',
    commands: serve,
  },
  handlers: {
    kind: 'text',
    value: 'FILE',
    help: 'ES module that exports handlers by operationId, which replace the built-in ones.',
    commands: serve,
  },
  validate: {
    kind: 'choice',
    choices: ['error', 'warn', 'off'],
    default: 'error',
    help: 'What a request that breaks the contract meets: a refusal, a warning in the log, nothing.',
    commands: serve,
  },
  state: {
    kind: 'choice',
    choices: ['on', 'off'],
    default: 'off',
    help: 'Whether operations without a handler remember what they are told, as far as the contract shows how; off: they answer as the mock.',
    commands: serve,
  },
  replyCheck: {
    kind: 'choice',
    choices: ['error', 'warn', 'off'],
    default: 'error',
    help: 'What a reply of the sandbox that breaks the contract becomes: a 500, a warning in the log, nothing.',
    commands: serve,
  },
  mockCredentials: {
    kind: 'choice',
    choices: ['presence', 'off'],
    default: 'presence',
    help: 'Whether the mock asks for the credentials of the contract. It never verifies them.',
    commands: serve,
  },
  strictExamples: {
    kind: 'switch',
    default: 'true',
    help: 'Answer examples as they are written. With --no-strict-examples values of the request replace their fields.',
    commands: serve,
  },
  errorIfForcedExampleNotFound: {
    kind: 'switch',
    default: 'true',
    help: 'Refuse (404) an example that is not documented. With --no-error-if-forced-example-not-found the usual answer is given.',
    commands: serve,
  },
  authorization: {
    kind: 'choice',
    choices: ['any', 'admin'],
    default: 'any',
    help: 'Who may manage users: any signed-in user, or administrators.',
    commands: serve,
  },
  callbacks: {
    kind: 'choice',
    choices: ['off', 'loopback', 'any'],
    defaultText: 'loopback; off in the public profile',
    help: 'Where the callbacks of operations may be sent: nowhere, to this machine, anywhere.',
    commands: serve,
  },
  profile: {
    kind: 'choice',
    choices: ['local', 'public'],
    default: 'local',
    help: 'Whom the server is for: people on this machine or a trusted network, or anybody.',
    commands: serve,
  },
  jwtSecret: {
    kind: 'text',
    value: 'SECRET',
    defaultText: 'made at the first start, kept in --data',
    secret: true,
    help: 'Key that signs tokens. Prefer the environment: other users of the machine can read flags.',
    commands: stateful,
  },
  maxBody: {
    kind: 'size',
    value: 'SIZE',
    default: '1mb',
    help: 'Largest request body, in bytes or with kb, mb or gb (powers of 1024).',
    commands: serve,
  },
  allowOrigin: {
    kind: 'origins',
    value: 'ORIGIN',
    help: 'Origins besides loopback whose pages may send cookies. Comma separated, or repeat the flag.',
    commands: serve,
  },
  allowHost: {
    kind: 'list',
    value: 'HOST',
    help: 'Host names besides loopback that the server answers for. Comma separated, or repeat the flag.',
    commands: serve,
  },
  requireSandbox: {
    kind: 'switch',
    default: 'false',
    help: 'Refuse requests that name no sandbox.',
    commands: serve,
  },
  strict: {
    kind: 'switch',
    default: 'false',
    help: 'serve: check everything about the contract first, and serve none that has a fault. lint: warnings count as well.',
    commands: ['serve', 'lint'],
  },
  json: {
    kind: 'switch',
    flagOnly: true,
    default: 'false',
    help: 'Print JSON for programs.',
    commands: ['lint', 'explain', 'explain-state'],
  },
  appUrl: {
    kind: 'url',
    value: 'URL',
    default: 'http://localhost:3000',
    help: 'Front end that the links in mails lead to.',
    commands: serve,
  },
  watch: {
    kind: 'switch',
    default: 'true',
    help: 'Load contracts anew when one of their files changes; state and connections stay. On unless --no-watch.',
    commands: serve,
  },
  logLevel: {
    kind: 'choice',
    choices: ['silent', 'error', 'warn', 'info', 'debug'],
    default: 'info',
    help: 'Least important entry to log. Below info, only the Listening line is printed at start.',
    commands: serve,
  },
  logFormat: {
    kind: 'choice',
    choices: ['pretty', 'json'],
    defaultText: 'pretty on a terminal, json otherwise',
    help: 'One line per request for people, or one JSON object. When said, json covers the list printed at start too.',
    commands: serve,
  },
  sandbox: {
    kind: 'text',
    value: 'NAME',
    default: 'default',
    help: 'Sandbox whose user the token is for.',
    commands: ['token'],
  },
  to: {
    kind: 'url',
    value: 'URL',
    help: 'Receiver of the webhook.',
    commands: webhook,
  },
  example: {
    kind: 'text',
    value: 'NAME',
    defaultText: 'the first one, else a body made from the schema',
    help: 'Documented example to send.',
    commands: webhook,
  },
  bodySeed: {
    kind: 'text',
    value: 'TEXT',
    help: 'Send a body made from the schema, always the same for the same seed.',
    commands: webhook,
  },
  body: {
    kind: 'text',
    value: 'TEXT|@FILE',
    help: 'Send this very body; @ names the file that holds it.',
    commands: webhook,
  },
  allowRemote: {
    kind: 'switch',
    default: 'false',
    help: 'Allow a receiver on another machine.',
    commands: webhook,
  },
  help: { kind: 'switch', flagOnly: true, default: 'false', help: 'Print this help.' },
  version: {
    kind: 'switch',
    flagOnly: true,
    default: 'false',
    alias: 'V',
    help: 'Print the version.',
  },
} as const satisfies Record<string, OptionRow>

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

/** Whether output to a terminal may be coloured (https://no-color.org). */
export const wantsColour = (environment: Environment = process.env): boolean =>
  !environment['NO_COLOR'] && environment['TERM'] !== 'dumb'

/** Whether `npx` started this process: through a shell that dies of a signal without passing it on. */
export const isRunByNpx = (environment: Environment = process.env): boolean =>
  environment['npm_lifecycle_event'] === 'npx'
