import type { OptionRow } from './option-row.js'

const serve = ['serve', 'run'] as const

/** What requests meet, and what answers are made of. */
export const answerOptions = {
  handlers: {
    kind: 'text',
    value: 'FILE',
    help: 'ES module that exports handlers by operationId, which replace the built-in ones.',
    commands: serve,
  },
  state: {
    kind: 'choice',
    choices: ['on', 'off'],
    default: 'on',
    help: 'Whether operations without a handler remember what they are told, as far as the contract shows how; off: they answer as the mock.',
    commands: serve,
  },
  validate: {
    kind: 'choice',
    choices: ['error', 'warn', 'off'],
    default: 'error',
    help: 'What a request that breaks the contract meets: a refusal, a warning in the log, nothing.',
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
  auth: {
    kind: 'choice',
    choices: ['off', 'presence', 'verify'],
    defaultText: 'presence; off with --mock-credentials off; verify in the public profile',
    help: "What the root of other contracts than HeyDonto's asks for: nothing, that credentials are there, or that they were made here. Those made here are judged in any case but off.",
    commands: serve,
  },
  authorization: {
    kind: 'choice',
    choices: ['any', 'admin'],
    default: 'any',
    help: 'Who may manage users: any signed-in user, or administrators.',
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
  callbacks: {
    kind: 'choice',
    choices: ['off', 'loopback', 'any'],
    defaultText: 'loopback; off in the public profile',
    help: 'Where the callbacks of operations may be sent: nowhere, to this machine, anywhere.',
    commands: serve,
  },
} as const satisfies Record<string, OptionRow>
