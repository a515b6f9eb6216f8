export { createControlClient } from './control-client.js'
export type { ControlClient, Samples } from './control-client.js'
export { ControlError } from './control-error.js'
export type { ControlProblem } from './control-error.js'
export type { ControlOperation } from './control-operations.js'
export type { ControlCall, ControlMessage, ControlTarget, Fetch, ResultOf } from './control-call.js'
export type { Duration, Moment } from './duration.js'
export type { ClockClient, ClockState } from './clock-client.js'
export type {
  Fault,
  FaultRule,
  FaultsClient,
  Script,
  ScriptedAnswer,
  ScriptsClient,
} from './faults-client.js'
export type { Har, Journal, JournalClient, JournalEntry, JournalFilter } from './journal-client.js'
export type { Mail, MailFilter, MailWait, OutboxClient } from './outbox-client.js'
export type {
  Credential,
  NewSandbox,
  SandboxDetails,
  SandboxesClient,
  SandboxSummary,
  SandboxWish,
  TokensClient,
} from './sandboxes-client.js'
export type {
  Snapshot,
  SnapshotContents,
  SnapshotDiff,
  SnapshotsClient,
} from './snapshots-client.js'
export type {
  CollectionSummary,
  Generated,
  GenerateWish,
  SeedClient,
  StateClient,
  StateRecord,
} from './state-client.js'
