import { join } from 'node:path'
import { usable } from './file-system.js'
import type { FolderLock } from './folder-lock.js'
import type { FileParts } from './world-file.js'
import { isRemains, WorldFolder } from './world-folder.js'
import type { WorldKeeper } from './world-keeper.js'
import { isWorldName } from './world-name.js'

/**
 * Up to this many stored worlds are all read when the store is opened, so that a damaged one stops the
 * start; of more, each is read at its first use, so that the start does not grow with their number.
 */
const CHECKED_AT_START = 100

/** Keeps worlds in a folder of folders, whose lock it holds. */
export class FolderKeeper implements WorldKeeper {
  readonly names = new Set<string>()
  readonly #folder: string
  readonly #lock: FolderLock
  readonly #parts: FileParts

  constructor(folder: string, lock: FolderLock, parts: FileParts) {
    this.#folder = folder
    this.#lock = lock
    this.#parts = parts
  }

  /** Finds out which worlds are stored; reads them if they are not too many. */
  async look(): Promise<void> {
    const { fs } = this.#parts
    const names = await usable(this.#folder, () => fs.readdir(this.#folder))
    for (const name of names.filter(isRemains)) {
      await fs.rm(join(this.#folder, name), { recursive: true }).catch(() => undefined)
    }
    const worlds = names.filter(isWorldName).sort()
    const stored = await Promise.all(worlds.map((world) => this.world(world).isStored()))
    worlds.forEach((world, index) => stored[index] === true && this.names.add(world))
    if (worlds.length > CHECKED_AT_START) return
    for (const world of worlds) await this.world(world).check()
  }

  world(name: string): WorldFolder {
    return new WorldFolder(this.#folder, name, this.#parts)
  }

  close(): Promise<void> {
    return this.#lock.release()
  }
}
