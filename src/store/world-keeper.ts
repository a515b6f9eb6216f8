import type { Failure } from './group-writer.js'
import type { WorldState } from './world-state.js'

/** A state as one file holds it: that of a world, or of an image, which says when it was saved. */
export interface SavedState {
  readonly state: WorldState
  /** RFC 3339 date-time; undefined when nobody said. */
  readonly savedAt: string | undefined
}

/** What is found of a world when it is first used. */
export interface FoundWorld {
  /** The state that is stored; undefined: none. It belongs to the caller. */
  readonly state: WorldState | undefined
  /** The names of its images. */
  readonly images: readonly string[]
}

/**
 * One world as its keeper holds it. What stores or removes reports failure and does not reject; of these
 * calls there is never more than one at a time.
 */
export interface KeptWorld {
  /** @throws SetupError `store-damaged`, `data-unwritable` */
  open(): Promise<FoundWorld>
  /** Stores the state as it is at the call, later changes excluded. */
  write(state: WorldState): Promise<Failure | undefined>
  /** The stored image; undefined: there is none. @throws SetupError `store-damaged`, `data-unwritable` */
  readImage(image: string): Promise<SavedState | undefined>
  writeImage(image: string, saved: SavedState): Promise<Failure | undefined>
  removeImage(image: string): Promise<Failure | undefined>
  /** Removes the world with its images. */
  remove(): Promise<Failure | undefined>
}

/** Where a WorldStore keeps its worlds between two runs of the program. */
export interface WorldKeeper {
  /** The worlds that were stored when the keeper was opened. */
  readonly names: Iterable<string>
  world(name: string): KeptWorld
  close(): Promise<void>
}
