import { SetupError } from '../errors.js'
import { firstImage, type ImageInfo } from './store.js'
import type { SavedState } from './world-keeper.js'

/** Reads a stored image; undefined: there is none. */
export type ReadImage = (name: string) => Promise<SavedState | undefined>

/** The images of one world: those that were used are in memory, and share their records with the world. */
export class WorldImages {
  readonly #load: ReadImage | undefined
  /** undefined: stored, and not read yet. */
  readonly #images = new Map<string, SavedState | undefined>()
  #changes = 0

  constructor(load: ReadImage | undefined) {
    this.#load = load
  }

  /** Grows with every image that is saved or removed. */
  get changes(): number {
    return this.#changes
  }

  get size(): number {
    return this.#images.size
  }

  has(name: string): boolean {
    return this.#images.has(name)
  }

  /** Takes note of images that are stored. */
  note(names: readonly string[]): void {
    for (const name of names) this.#images.set(name, undefined)
  }

  set(name: string, image: SavedState): void {
    this.#images.set(name, image)
    this.#changes++
  }

  delete(name: string): void {
    this.#images.delete(name)
    this.#changes++
  }

  /** The image, whose state must not be written; undefined: none. @throws SetupError when it is damaged. */
  async read(name: string): Promise<SavedState | undefined> {
    const known = this.#images.get(name)
    if (known !== undefined || !this.#images.has(name)) return known
    const changes = this.#changes
    const loaded = await this.#load?.(name)
    // Saved anew or removed meanwhile: what was read is neither here nor there.
    if (changes !== this.#changes) return this.read(name)
    this.#images.set(name, this.#images.get(name) ?? loaded)
    return this.#images.get(name)
  }

  /** What is known of each, by name; one after the other, so that few are read at a time. */
  async list(): Promise<readonly ImageInfo[]> {
    const infos: ImageInfo[] = []
    for (const name of [...this.#images.keys()].sort()) {
      const info = name === firstImage ? undefined : await this.#info(name)
      if (info !== undefined) infos.push(info)
    }
    return infos
  }

  async #info(name: string): Promise<ImageInfo | undefined> {
    try {
      const image = await this.read(name)
      return image && { name, savedAt: image.savedAt, records: image.state.size }
    } catch (error) {
      if (!(error instanceof SetupError)) throw error
      return { name, savedAt: undefined, records: 0, damaged: true }
    }
  }
}
