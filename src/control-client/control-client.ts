import { type ClockClient, createClockClient } from './clock-client.js'
import {
  type ControlCall,
  type ControlTarget,
  createControlCall,
  type ResultOf,
} from './control-call.js'
import {
  createFaultsClient,
  createScriptsClient,
  type FaultsClient,
  type ScriptsClient,
} from './faults-client.js'
import { createJournalClient, type JournalClient } from './journal-client.js'
import { createOutboxClient, type OutboxClient } from './outbox-client.js'
import {
  createSandboxesClient,
  createTokensClient,
  type SandboxesClient,
  type TokensClient,
} from './sandboxes-client.js'
import { createSnapshotsClient, type SnapshotsClient } from './snapshots-client.js'
import {
  createSeedClient,
  createStateClient,
  type SeedClient,
  type StateClient,
} from './state-client.js'

/** A request of an operation as code, in each language. */
export type Samples = ResultOf<'getSamples'>

/**
 * The control API of one sandbox, by topic. Every method rejects with a ControlError when the server
 * refuses. `Operation` are the operationIds that a compiler lets pass.
 */
export interface ControlClient<Operation extends string = string> {
  readonly sandboxes: SandboxesClient
  readonly snapshots: SnapshotsClient
  readonly clock: ClockClient
  readonly faults: FaultsClient<Operation>
  readonly scripts: ScriptsClient<Operation>
  readonly journal: JournalClient<Operation>
  readonly outbox: OutboxClient
  readonly state: StateClient
  readonly seed: SeedClient
  readonly tokens: TokensClient
  /** Puts the sandbox back to its first contents. */
  readonly reset: () => Promise<void>
  /** What the server is, and what it serves. */
  readonly health: () => Promise<ResultOf<'getHealth'>>
  /** The operations of the contracts that are served, with the statuses that they document. */
  readonly operations: () => Promise<ResultOf<'listOperations'>['operations']>
  /** A request of an operation as code. */
  readonly samples: (operationId: Operation) => Promise<Samples>
  /** Calls any operation of spec/control.yaml. */
  readonly call: ControlCall
}

/** A client of the control API. It needs a `fetch`, and nothing else of a browser or of Node. */
export const createControlClient = <Operation extends string = string>(
  target: ControlTarget,
): ControlClient<Operation> => {
  const call = createControlCall(target)
  return {
    sandboxes: createSandboxesClient(call),
    snapshots: createSnapshotsClient(call),
    clock: createClockClient(call),
    faults: createFaultsClient(call),
    scripts: createScriptsClient(call),
    journal: createJournalClient(call),
    outbox: createOutboxClient(call),
    state: createStateClient(call),
    seed: createSeedClient(call),
    tokens: createTokensClient(call),
    reset: () => call('resetSandbox'),
    health: () => call('getHealth'),
    operations: async () => (await call('listOperations')).operations,
    samples: (operationId) =>
      call('getSamples', {
        path: { operationId },
        headers: { Accept: 'application/json' },
      }),
    call,
  }
}
