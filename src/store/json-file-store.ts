import * as promises from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type FileSystem, makeFolder, usable } from './file-system.js'
import { FolderKeeper } from './folder-keeper.js'
import { lockFolder } from './folder-lock.js'
import type { InitialContents, Store } from './store.js'
import type { SavedState } from './world-keeper.js'
import { type MaxRecords, WorldStore } from './world-store.js'
import type { FaultOf } from './world-text.js'

/** What a JSON file store needs. */
export interface JsonFileStoreOptions {
  /**
   * The data folder; made when it is missing. Worlds are kept in `sandboxes/NAME/db.json` below it, their
   * images in `sandboxes/NAME/images/IMAGE/db.json`.
   */
  readonly directory: string
  /** Makes the first contents of a world without a file. Its results are frozen. */
  readonly initial: InitialContents
  /** How many records a world may grow to; 200,000 when absent. */
  readonly maxRecords?: MaxRecords | undefined
  /** Tells damage beyond what is JSON and has the shape of a file. */
  readonly faultOf?: FaultOf
  /** Replaces node:fs/promises in tests. The lock always uses the real one. */
  readonly fs?: FileSystem
}

/**
 * A store of one JSON file per world, which a person can read at any time and edit while the server is
 * stopped. One process at a time may use a folder. Needs a file system with fsync; not for Windows or NFS.
 *
 * @throws SetupError `data-unwritable` when the folder cannot be used or another process uses it;
 *   `store-damaged` when a file in it is not a stored world (it is left as it is).
 */
export async function openJsonFileStore(options: JsonFileStoreOptions): Promise<Store> {
  const { initial, maxRecords, faultOf, fs = promises } = options
  const directory = resolve(options.directory)
  const lock = await usable(directory, async () => {
    await makeFolder(fs, directory)
    return lockFolder(directory)
  })
  try {
    const worlds = join(directory, 'sandboxes')
    await usable(directory, () => makeFolder(fs, worlds))
    const { Low } = await import('lowdb')
    const keeper = new FolderKeeper(worlds, lock, {
      ...{ fs, faultOf },
      printed: new WeakMap(),
      lost: new Map(),
      makeLow: (adapter) => new Low<SavedState | null>(adapter, null),
    })
    await keeper.look()
    return new WorldStore({ initial, keeper, maxRecords })
  } catch (error) {
    await lock.release()
    throw error
  }
}
