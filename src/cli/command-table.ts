import type { CommandName } from '../options.js'

/** How a command is called and what it is for. */
export interface CommandEntry {
  /** What follows the name on the command line. */
  readonly usage: string
  readonly summary: string
}

/** Every command of the command line. Without a name it is `serve`. */
export const commandTable: Readonly<Record<CommandName, CommandEntry>> = {
  serve: {
    usage: '[serve] [CONTRACT...]',
    summary:
      'Serve OpenAPI documents, the HeyDonto contract when none is named, as a mock and a sandbox.',
  },
  lint: {
    usage: 'lint CONTRACT...',
    summary:
      'Print what is wrong with OpenAPI documents. Exit code 1 when something is, 2 when one cannot be read.',
  },
  explain: {
    usage: 'explain [CODE|RULE]',
    summary: 'Say what an error code or a rule of verify means, and how it is mended.',
  },
  'explain-state': {
    usage: 'explain-state CONTRACT',
    summary: 'Print what each operation of an OpenAPI document is taken to do with state, and why.',
  },
  types: {
    usage: 'types CONTRACT...',
    summary:
      'Write the TypeScript types of OpenAPI documents: of their handlers, and of the records that handlers act on.',
  },
  eject: {
    usage: 'eject OPERATION... [CONTRACT]',
    summary: 'Write a handler that does what is inferred of an operation, to be changed by hand.',
  },
  samples: {
    usage: 'samples [OPERATION...] [CONTRACT]',
    summary:
      'Print requests of a contract as code in ten languages, or write them as a Postman collection or a .http file; without an operation, all of them.',
  },
  token: {
    usage: 'token [EMAIL | CONTRACT...]',
    summary:
      'Print a token for a user of the HeyDonto sandbox, or a credential for any contract: of the one named, else of the server that runs on --port.',
  },
  webhook: {
    usage: 'webhook [NAME] [CONTRACT] --to URL',
    summary:
      'Send a webhook of the contract once and print the request and its answer; without a name, list the webhooks.',
  },
  verify: {
    usage: 'verify [CONTRACT] --base URL',
    summary:
      'Send requests of a contract to a running server, and report where it does not do what the contract says.',
  },
  run: {
    usage: 'run [CONTRACT...] -- COMMAND [ARGUMENT...]',
    summary:
      'Run a command, such as the tests of a client, against a fresh sandbox whose URL is in OPENAPI_SANDBOX_URL, and report which of its requests break the contract.',
  },
  help: { usage: 'help [COMMAND]', summary: 'Print the help of a command.' },
}

/** The names of all commands. */
export const commandNames = Object.keys(commandTable) as readonly CommandName[]

/** Whether a word is the name of a command. */
export const isCommand = (word: string): word is CommandName => Object.hasOwn(commandTable, word)
