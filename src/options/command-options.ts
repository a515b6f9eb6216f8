import type { OptionRow } from './option-row.js'

const webhook = ['webhook'] as const
const token = ['token'] as const
const samples = ['samples'] as const

/** What single commands take. */
export const commandOptions = {
  sandbox: {
    kind: 'text',
    value: 'NAME',
    default: 'default',
    help: 'Sandbox that the token is for.',
    commands: token,
  },
  scheme: {
    kind: 'text',
    value: 'NAME',
    defaultText: 'the first one',
    help: 'Security scheme of the contract that the credential is for.',
    commands: token,
  },
  scope: {
    kind: 'text',
    value: 'SCOPES',
    defaultText: 'nothing is limited',
    help: 'Scopes of the credential, separated by spaces.',
    commands: token,
  },
  user: {
    kind: 'text',
    value: 'NAME',
    default: 'user@example.com',
    help: 'User that the credential is for: a name or an address.',
    commands: token,
  },
  expires: {
    kind: 'duration',
    value: 'TIME',
    default: '24h',
    help: 'How long the credential lasts.',
    commands: token,
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
  lang: {
    kind: 'text',
    value: 'LANGUAGE',
    flagOnly: true,
    defaultText: 'all of them',
    help: 'Language of the samples: curl, javascript, node, python, java, csharp, php, go, ruby, r or payload, or one that the contract has samples in.',
    commands: samples,
  },
  base: {
    kind: 'url',
    value: 'URL',
    flagOnly: true,
    defaultText: 'samples: http://localhost:4010/_mock/SLUG/',
    help: 'Server that the samples call, or that is verified.',
    commands: ['samples', 'verify'],
  },
  as: {
    kind: 'choice',
    choices: ['code', 'postman', 'http'],
    flagOnly: true,
    default: 'code',
    help: 'What is written: code, a Postman collection, or a .http file.',
    commands: samples,
  },
  out: {
    kind: 'text',
    value: 'FILE',
    defaultText: 'standard output',
    help: 'File to write.',
    commands: ['types', 'eject', 'samples'],
  },
  force: {
    kind: 'switch',
    flagOnly: true,
    default: 'false',
    help: 'Write over a file that is there.',
    commands: ['types', 'eject', 'samples'],
  },
  all: {
    kind: 'switch',
    flagOnly: true,
    default: 'false',
    help: 'Write a handler for each operation of the contract.',
    commands: ['eject'],
  },
  js: {
    kind: 'switch',
    flagOnly: true,
    default: 'false',
    defaultText: 'what the ending of --out says, else TypeScript',
    help: 'Write JavaScript, which every Node runs as it is.',
    commands: ['eject'],
  },
  json: {
    kind: 'switch',
    flagOnly: true,
    default: 'false',
    help: 'Print JSON for programs.',
    commands: ['lint', 'explain', 'explain-state', 'samples', 'token', 'verify', 'run'],
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
