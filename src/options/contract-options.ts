import type { OptionRow } from './option-row.js'

const serve = ['serve'] as const
const served = ['serve', 'run'] as const

/** How contracts are read, and how strictly they are taken. */
export const contractOptions = {
  allowRefs: {
    kind: 'list',
    value: 'PLACE',
    help: 'Folders and origins (https://example.com), beside the folder of the contract, that its $refs may lead to. Comma separated, or repeat the flag.',
    commands: served,
  },
  overlay: {
    kind: 'list',
    value: 'FILE',
    help: 'Overlay documents (OpenAPI Overlay 1.0 or 1.1), files or URLs, that change the contract before it is read. Comma separated, or repeat the flag.',
    commands: [
      'serve',
      'lint',
      'explain-state',
      'types',
      'eject',
      'samples',
      'webhook',
      'verify',
      'run',
    ],
  },
  strict: {
    kind: 'switch',
    default: 'false',
    help: 'serve: check everything about the contract first, and serve none that has a fault. lint: warnings count as well. verify: exit code 3 when something could not be verified.',
    commands: ['serve', 'lint', 'verify', 'run'],
  },
  watch: {
    kind: 'switch',
    default: 'true',
    help: 'Load contracts anew when one of their files changes; state and connections stay. On unless --no-watch.',
    commands: serve,
  },
  stateFile: {
    kind: 'text',
    value: 'FILE',
    help: 'YAML or JSON file that corrects what is inferred: by operationId or "METHOD /path", { role, resource, identity, ignore }.',
    commands: ['serve', 'run', 'explain-state', 'types', 'eject'],
  },
} as const satisfies Record<string, OptionRow>
