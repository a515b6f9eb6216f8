import { worldDiff } from '../sandbox/world-diff.js'
import type { Snapshots } from '../sandbox/snapshots.js'
import type { AllControlHandlers } from './control-context.js'
import { controlUrl } from './control-url.js'

/** What the handlers of snapshots need. */
export interface SnapshotsHandlerParts {
  readonly snapshots: Snapshots
  /** What people call a collection of the store. */
  readonly collectionName: (stored: string) => string
}

/** JSON values that the store has frozen, for an answer. */
type Exported = Extract<
  Awaited<ReturnType<AllControlHandlers['exportSnapshot']>>,
  { status: 200 }
>['body']['collections']

const diffHandler =
  ({ snapshots, collectionName }: SnapshotsHandlerParts): AllControlHandlers['diffSnapshots'] =>
  async ({ sandbox, params: { name }, query: { to } }) => {
    const before = await snapshots.contents(sandbox, name)
    const after = await (to === undefined
      ? snapshots.present(sandbox)
      : snapshots.contents(sandbox, to))
    const changes = worldDiff(before, after, collectionName).map(({ members, ...change }) => ({
      ...change,
      ...(members && { members: [...members] }),
    }))
    return { status: 200, body: { from: name, ...(to !== undefined && { to }), changes } }
  }

/** The operations of the snapshots of a sandbox. */
export const createSnapshotsHandlers = (parts: SnapshotsHandlerParts) => {
  const { snapshots } = parts
  return {
    listSnapshots: async ({ sandbox }) => ({
      status: 200,
      body: { snapshots: [...(await snapshots.list(sandbox))] },
    }),
    saveSnapshot: async (context) => {
      const saved = await snapshots.save(context.sandbox, context.body?.name)
      const headers = { Location: controlUrl(context, 'snapshots', saved.name) }
      return { status: 201, headers, body: saved }
    },
    exportSnapshot: async ({ sandbox, params: { name } }) => {
      const { createdAt } = await snapshots.info(sandbox, name)
      const { collections, counters = {} } = await snapshots.contents(sandbox, name)
      const exported = { collections: collections as Exported, counters }
      return { status: 200, body: { format: 1, name, createdAt, ...exported } }
    },
    importSnapshot: async ({ sandbox, params: { name }, body }) => {
      const { info, isNew } = await snapshots.import(sandbox, name, body)
      return { status: isNew ? 201 : 200, body: info }
    },
    deleteSnapshot: async ({ sandbox, params: { name } }) => {
      await snapshots.remove(sandbox, name)
      return { status: 204 }
    },
    restoreSnapshot: async ({ sandbox, params: { name } }) => {
      await snapshots.restore(sandbox, name)
      return { status: 204 }
    },
    diffSnapshots: diffHandler(parts),
  } satisfies Partial<AllControlHandlers>
}
