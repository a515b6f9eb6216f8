import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { SetupError } from '../errors.js'
import { syncFolder, systemCode, usable } from './file-system.js'
import type { Failure } from './group-writer.js'
import { firstImage } from './store.js'
import { Turns } from './turns.js'
import { type FileParts, storeFailure, UnknownState, WorldFile } from './world-file.js'
import type { FoundWorld, KeptWorld, SavedState } from './world-keeper.js'
import { isWorldName } from './world-name.js'
import type { WorldState } from './world-state.js'

const FILE = 'db.json'
const IMAGES = 'images'
const REMAINS = '.removed-'

/** True for the name of a folder that was removed and is only to be emptied. */
export function isRemains(name: string): boolean {
  return name.startsWith(REMAINS)
}

/** The folder of one world: its own file, and a folder with a file for each image. */
export class WorldFolder implements KeptWorld {
  readonly #worlds: string
  readonly #folder: string
  readonly #parts: FileParts
  readonly #file: WorldFile
  readonly #images = new Map<string, WorldFile>()
  /** Images are read at any time, but not while they are written. */
  readonly #turns = new Turns()

  /** @param worlds The folder that holds those of all worlds. */
  constructor(worlds: string, name: string, parts: FileParts) {
    this.#worlds = worlds
    this.#folder = join(worlds, name)
    this.#parts = parts
    this.#file = new WorldFile([this.#folder], parts)
  }

  /** Reads it, so that a damaged one is noticed; images are left for who uses them. */
  async check(): Promise<void> {
    await this.#file.load()
  }

  /** True when there is a file of it: not for what a crash left of a first write. */
  async isStored(): Promise<boolean> {
    const names = await this.#list(this.#folder)
    return names.includes(FILE) || (names.includes(IMAGES) && (await this.#imageNames()).length > 0)
  }

  async open(): Promise<FoundWorld> {
    const saved = await this.#opened(this.#file)
    return { state: saved?.state, images: await this.#imageNames(true) }
  }

  async write(state: WorldState): Promise<Failure | undefined> {
    return this.#file.store({ state, savedAt: undefined })
  }

  readImage(image: string): Promise<SavedState | undefined> {
    return this.#turns.take(() => this.#opened(this.#image(image)))
  }

  writeImage(image: string, saved: SavedState): Promise<Failure | undefined> {
    return this.#turns.take(() => this.#image(image).store(saved))
  }

  removeImage(image: string): Promise<Failure | undefined> {
    return this.#turns.take(() => {
      this.#images.delete(image)
      return this.#removeFolder(join(this.#folder, IMAGES, image))
    })
  }

  remove(): Promise<Failure | undefined> {
    return this.#turns.take(() => this.#removeFolder(this.#folder))
  }

  #image(name: string): WorldFile {
    const images = join(this.#folder, IMAGES)
    const known = this.#images.get(name)
    const file = known ?? new WorldFile([this.#folder, images, join(images, name)], this.#parts)
    this.#images.set(name, file)
    return file
  }

  /** Reads a file, frees its folder of what killed writers left, and makes it durable before it is shown. */
  async #opened(file: WorldFile): Promise<SavedState | undefined> {
    const lost = this.#parts.lost.get(file.path)
    if (lost !== undefined) throw lost
    const saved = (await file.load()) ?? undefined
    await file.tidy()
    if (saved === undefined) return undefined
    await usable(file.path, () => file.settle()).catch((error: unknown) => {
      if (error instanceof SetupError && error.cause instanceof UnknownState) {
        this.#parts.lost.set(file.path, error)
      }
      throw error
    })
    return saved
  }

  /** The names of images that have a file; with `tidy`, the others are freed of what killed writers left. */
  async #imageNames(tidy = false): Promise<string[]> {
    const folder = join(this.#folder, IMAGES)
    const names = (await this.#list(folder)).filter(
      (name) => isWorldName(name) || name === firstImage,
    )
    const files = await Promise.all(names.map((name) => this.#list(join(folder, name))))
    const stored = names.filter((_, index) => files[index]?.includes(FILE))
    const others = tidy ? names.filter((name) => !stored.includes(name)) : []
    for (const name of others) await this.#image(name).tidy()
    return stored
  }

  async #list(folder: string): Promise<string[]> {
    return usable(folder, async () => {
      try {
        return await this.#parts.fs.readdir(folder)
      } catch (error) {
        if (systemCode(error) === 'ENOENT') return []
        throw error
      }
    })
  }

  /**
   * Removes a folder in one step that a crash can only do or not do: it gets a name that no world has, and
   * is emptied then. What a crash leaves of that goes when the store is opened next.
   */
  async #removeFolder(folder: string): Promise<Failure | undefined> {
    const { fs } = this.#parts
    const remains = join(this.#worlds, `${REMAINS}${randomUUID()}`)
    try {
      const parent = await fs.open(dirname(folder), 'r')
      try {
        await this.#rename(folder, remains)
        await syncFolder(parent).catch((error: unknown) => {
          throw new UnknownState(error)
        })
      } finally {
        await parent.close().catch(() => undefined)
      }
    } catch (error) {
      // It was never stored.
      if (systemCode(error) === 'ENOENT') return undefined
      return storeFailure(error)
    }
    await fs.rm(remains, { recursive: true }).catch(() => undefined)
    return undefined
  }

  async #rename(folder: string, remains: string): Promise<void> {
    const { fs } = this.#parts
    try {
      await fs.rename(folder, remains)
    } catch (error) {
      if (systemCode(error) === 'ENOENT') throw error
      // That it is still there proves that it had not been renamed.
      await fs.readdir(folder).catch(() => {
        throw new UnknownState(error)
      })
      throw error
    }
  }
}
