import { Problem } from '../errors.js'
import type { Failure } from './group-writer.js'
import type { InitialContents, Store, Transaction, WorldContents } from './store.js'
import { World } from './world.js'
import { WorldState } from './world-state.js'

const NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/

/** True when a world may have this name; no such name leads out of a folder. */
export function isWorldName(name: string): boolean {
  return NAME.test(name)
}

/** One world as its keeper holds it. */
export interface KeptWorld {
  /** The state that is stored; undefined: none yet. It belongs to the caller. */
  readonly state: WorldState | undefined
  /** Stores the state as it is at the call, later changes excluded; it reports failure and does not reject. */
  readonly write: (state: WorldState) => Promise<Failure | undefined>
}

/** Where a WorldStore keeps its worlds between two runs of the program. */
export interface WorldKeeper {
  open(world: string): Promise<KeptWorld>
  close(): Promise<void>
}

/** A Store whose worlds live in memory, and, with a keeper, outlive the program. */
export class WorldStore implements Store {
  readonly #initial: InitialContents
  readonly #keeper: WorldKeeper | undefined
  readonly #worlds = new Map<string, World>()
  readonly #opening = new Map<string, Promise<World>>()
  /** First contents already seen: a world made from the same object shares its records and look-ups. */
  readonly #origins = new WeakMap<WorldContents, WorldState>()
  #running = 0
  #closed: Promise<void> | undefined
  #whenIdle: () => void = () => undefined

  constructor(initial: InitialContents, keeper?: WorldKeeper) {
    this.#initial = initial
    this.#keeper = keeper
  }

  async transaction<T>(
    name: string,
    work: (state: Transaction) => Promise<T>,
    onWrite?: () => void,
  ): Promise<T> {
    if (this.#closed !== undefined) throw new TypeError('The store is closed')
    this.#running++
    try {
      const world = this.#worlds.get(name) ?? (await this.#open(name))
      return await world.run(work, onWrite)
    } finally {
      this.#running--
      if (this.#running === 0) this.#whenIdle()
    }
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#close())
  }

  async #close(): Promise<void> {
    if (this.#running > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve))
    await this.#keeper?.close()
  }

  /** Concurrent first uses share one opening; one that failed is forgotten, so that the next use tries again. */
  #open(name: string): Promise<World> {
    const underway = this.#opening.get(name)
    if (underway !== undefined) return underway
    const opening = this.#load(name).finally(() => this.#opening.delete(name))
    this.#opening.set(name, opening)
    return opening
  }

  async #load(name: string): Promise<World> {
    if (!isWorldName(name)) {
      const detail = `${JSON.stringify(name.slice(0, 80))} cannot name a sandbox.`
      throw new Problem('sandbox-name-invalid', { detail })
    }
    const kept = await this.#keeper?.open(name)
    const makeFresh = () => this.#fresh(name)
    const door = kept === undefined ? { makeFresh } : { makeFresh, write: kept.write }
    const world = new World(kept?.state ?? (await makeFresh()), door)
    this.#worlds.set(name, world)
    return world
  }

  async #fresh(name: string): Promise<WorldState> {
    const contents = await this.#initial(name)
    const origin = this.#origins.get(contents) ?? WorldState.of(contents)
    this.#origins.set(contents, origin)
    return origin.fork()
  }
}
