import * as promises from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { SetupError } from '../errors.js'
import { type FileSystem, syncFolder, systemCode, systemReason } from './file-system.js'
import { type FolderLock, lockFolder } from './folder-lock.js'
import type { InitialContents, Store } from './store.js'
import { type FileParts, UnknownState, WorldFile } from './world-file.js'
import type { WorldState } from './world-state.js'
import { isWorldName, type KeptWorld, type WorldKeeper, WorldStore } from './world-store.js'

/**
 * Up to this many stored worlds are all read when the store is opened, so that a damaged one stops the
 * start; of more, each is read at its first use, so that the start does not grow with their number.
 */
const CHECKED_AT_START = 100

/** What a JSON file store needs. */
export interface JsonFileStoreOptions {
  /** The data folder; made when it is missing. Worlds are kept in `sandboxes/NAME/db.json` below it. */
  readonly directory: string
  /** Makes the first contents of a world without a file. Its results are frozen. */
  readonly initial: InitialContents
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
  const { initial, fs = promises } = options
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
      fs,
      printed: new WeakMap(),
      makeLow: (adapter) => new Low<WorldState | null>(adapter, null),
    })
    await keeper.check()
    return new WorldStore(initial, keeper)
  } catch (error) {
    await lock.release()
    throw error
  }
}

class FolderKeeper implements WorldKeeper {
  readonly #folder: string
  readonly #lock: FolderLock
  readonly #parts: FileParts
  /** Worlds whose fsync failed while they were opened: another one might succeed without being true. */
  readonly #lost = new Map<string, SetupError>()

  constructor(folder: string, lock: FolderLock, parts: FileParts) {
    this.#folder = folder
    this.#lock = lock
    this.#parts = parts
  }

  /** Reads every stored world, if they are not too many. */
  async check(): Promise<void> {
    const names = await usable(this.#folder, () => this.#parts.fs.readdir(this.#folder))
    const worlds = names.filter(isWorldName).sort()
    if (worlds.length > CHECKED_AT_START) return
    for (const world of worlds) await this.#file(world).load()
  }

  async open(world: string): Promise<KeptWorld> {
    const lost = this.#lost.get(world)
    if (lost !== undefined) throw lost
    const file = this.#file(world)
    const state = (await file.load()) ?? undefined
    await file.tidy()
    if (state !== undefined) {
      await usable(file.path, () => file.settle()).catch((error: unknown) => {
        if (error instanceof SetupError && error.cause instanceof UnknownState) {
          this.#lost.set(world, error)
        }
        throw error
      })
    }
    return { state, write: (next) => file.store(next) }
  }

  close(): Promise<void> {
    return this.#lock.release()
  }

  #file(world: string): WorldFile {
    return new WorldFile(join(this.#folder, world), this.#parts)
  }
}

/**
 * Makes a folder that is missing, with those above it, and makes its entry durable. By hand, because
 * Node's recursive mkdir never returns where mkdir keeps saying ENOENT (`/proc/none/data`).
 */
async function makeFolder(fs: FileSystem, folder: string, parentMade = false): Promise<void> {
  try {
    await fs.mkdir(folder, { mode: 0o700 })
  } catch (error) {
    const code = systemCode(error)
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || parentMade || dirname(folder) === folder) throw error
    await makeFolder(fs, dirname(folder))
    return makeFolder(fs, folder, true)
  }
  const parent = await fs.open(dirname(folder), 'r')
  try {
    await syncFolder(parent)
  } finally {
    await parent.close()
  }
}

async function usable<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (error instanceof SetupError) throw error
    const detail = `${path} cannot be used: ${systemReason(error)}`
    const refusal = new SetupError('data-unwritable', detail, { file: path })
    refusal.cause = error
    throw refusal
  }
}
