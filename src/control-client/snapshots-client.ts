import type { components } from '../generated/control.js'
import type { ControlCall } from './control-call.js'

/** A snapshot by name, time and size. */
export type Snapshot = components['schemas']['Snapshot']

/** A snapshot with its contents, to be imported anywhere. */
export type SnapshotContents = components['schemas']['SnapshotContents']

/** What changed, record by record and member by member. */
export type SnapshotDiff = components['schemas']['SnapshotDiff']

/** The snapshots of a sandbox. */
export interface SnapshotsClient {
  readonly list: () => Promise<readonly Snapshot[]>
  /** Saves what the sandbox holds; `snapshot-1` and so on without a name. */
  readonly save: (name?: string) => Promise<Snapshot>
  /** Puts the sandbox back to what it held. */
  readonly restore: (name: string) => Promise<void>
  /** What changed from one snapshot to another, or to what the sandbox holds now. */
  readonly diff: (from: string, to?: string) => Promise<SnapshotDiff>
  readonly export: (name: string) => Promise<SnapshotContents>
  readonly import: (name: string, contents: SnapshotContents) => Promise<Snapshot>
  readonly remove: (name: string) => Promise<void>
}

/** The methods of snapshots. */
export const createSnapshotsClient = (call: ControlCall): SnapshotsClient => ({
  list: async () => (await call('listSnapshots')).snapshots,
  save: (name) => call('saveSnapshot', { body: { ...(name !== undefined && { name }) } }),
  restore: (name) => call('restoreSnapshot', { path: { name } }),
  diff: (name, to) =>
    call('diffSnapshots', { path: { name }, query: { ...(to !== undefined && { to }) } }),
  export: (name) => call('exportSnapshot', { path: { name } }),
  import: (name, body) => call('importSnapshot', { path: { name }, body }),
  remove: (name) => call('deleteSnapshot', { path: { name } }),
})
