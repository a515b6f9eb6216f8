import type { OptionRow } from './option-row.js'

const serve = ['serve'] as const
const stateful = ['serve', 'token'] as const

/** What sandboxes hold, and where it is kept. */
export const sandboxOptions = {
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
    commands: ['serve', 'token', 'run'],
  },
  seeds: {
    kind: 'text',
    value: 'FOLDER',
    help: 'Folder of seeds that have a name: NAME.json is the seed NAME.',
    commands: serve,
  },
  maxSandboxes: {
    kind: 'amount',
    value: 'COUNT',
    defaultText: '10000, in the public profile 1000',
    help: 'The most sandboxes that there may be.',
    commands: serve,
  },
  maxRecords: {
    kind: 'amount',
    value: 'COUNT',
    defaultText: '200000, in the public profile 10000',
    help: 'The most records that a sandbox may hold.',
    commands: serve,
  },
  maxSnapshots: {
    kind: 'amount',
    value: 'COUNT',
    default: '20',
    help: 'The most snapshots of a sandbox.',
    commands: serve,
  },
  sandboxIdle: {
    kind: 'duration',
    value: 'TIME',
    defaultText: 'never, in the public profile 6h',
    help: 'Sandboxes that nobody has used for so long are deleted; the default one is not.',
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
  controlToken: {
    kind: 'text',
    value: 'TOKEN',
    defaultText: 'made and printed at start, where other machines reach the server',
    secret: true,
    help: 'What the control API asks for: everywhere when given, else beyond loopback only. Prefer the environment.',
    commands: stateful,
  },
  requireSandbox: {
    kind: 'switch',
    default: 'false',
    help: 'Refuse requests that name no sandbox. In the public profile they always are.',
    commands: serve,
  },
  journal: {
    kind: 'count',
    value: 'N',
    default: '300',
    help: 'How many exchanges of each sandbox its journal keeps, in memory; 0: none.',
    commands: serve,
  },
  appUrl: {
    kind: 'url',
    value: 'URL',
    default: 'http://localhost:3000',
    help: 'Front end that the links in mails lead to.',
    commands: ['serve', 'run'],
  },
} as const satisfies Record<string, OptionRow>
