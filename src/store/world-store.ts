import { Problem } from '../errors.js'
import { type Awaitable, isPending } from '../lib/and-then.js'
import { requireRoom } from './require-room.js'
import {
  type Collection,
  firstImage,
  type ImageInfo,
  type InitialContents,
  type Store,
  type Transaction,
  type WorldContents,
  type WorldPlace,
} from './store.js'
import type { Table } from './table.js'
import { gone, World } from './world.js'
import type { WorldKeeper } from './world-keeper.js'
import { isWorldName } from './world-name.js'
import { tableOfRecords, WorldState } from './world-state.js'

/** How many records a world may hold when nobody says otherwise. */
const MAX_RECORDS = 200_000

/** What a WorldStore needs. */
export interface WorldStoreOptions {
  readonly initial: InitialContents
  /** Absent: worlds live in memory only. */
  readonly keeper?: WorldKeeper | undefined
  /** How many records a world may grow to, the same for all or asked at each change; 200,000 when absent. */
  readonly maxRecords?: MaxRecords | undefined
}

/** How many records a world may hold. */
export type MaxRecords = number | ((world: string) => number)

type Step<T> = (world: World) => Awaitable<T | typeof gone>

/** A Store whose worlds live in memory, and, with a keeper, outlive the program. */
export class WorldStore implements Store {
  readonly #initial: InitialContents
  readonly #keeper: WorldKeeper | undefined
  readonly #maxRecords: MaxRecords
  readonly #worlds = new Map<string, World>()
  /** Worlds that are stored and were not used yet. */
  readonly #stored: Set<string>
  /** Tables of first contents already seen: worlds made from the same objects share records and look-ups. */
  readonly #origins = new WeakMap<object, Table>()
  #running = 0
  #closed: Promise<void> | undefined
  #whenIdle: () => void = () => undefined

  constructor({ initial, keeper, maxRecords = MAX_RECORDS }: WorldStoreOptions) {
    this.#initial = initial
    this.#keeper = keeper
    this.#maxRecords = maxRecords
    this.#stored = new Set(keeper?.names)
  }

  transaction<T>(name: string, work: (state: Transaction) => Promise<T>): Promise<T>
  transaction<T>(name: string, work: (state: Transaction) => Awaitable<T>): Awaitable<T>
  transaction<T>(name: string, work: (state: Transaction) => Awaitable<T>): Awaitable<T> {
    return this.#on(name, (world) => world.run(work))
  }

  peek<T>(name: string, collection: Collection<T>): readonly T[] | undefined {
    return this.#worlds.get(name)?.peek(collection.name) as readonly T[] | undefined
  }

  has(name: string): boolean {
    return this.#worlds.get(name)?.exists ?? this.#stored.has(name)
  }

  async open(name: string): Promise<void> {
    await this.#on(name, async (world) => {
      await world.open()
      return world.isGone ? gone : undefined
    })
  }

  worlds(): readonly string[] {
    const used = [...this.#worlds].filter(([, world]) => world.exists).map(([name]) => name)
    return [...this.#stored, ...used].sort()
  }

  worldCount(): number {
    let count = this.#stored.size
    for (const world of this.#worlds.values()) if (world.exists) count++
    return count
  }

  recordCount(name: string): number | undefined {
    return this.#worlds.get(name)?.records
  }

  async copy(from: WorldPlace, to: WorldPlace, savedAt?: string): Promise<void> {
    requireName(from)
    requireName(to)
    await this.#alone([from.world, to.world], async (world) => {
      const state = await world(from.world).read(from.image)
      if (state === undefined) throw nothingAt(from)
      await world(to.world).put(state.fork(), to.image, savedAt)
    })
  }

  async replace(to: WorldPlace, contents: WorldContents, savedAt?: string): Promise<void> {
    requireName(to)
    const state = this.#stateOf(contents)
    requireRoom(state.size, this.#roomOf(to.world))
    await this.#alone([to.world], (world) => world(to.world).put(state, to.image, savedAt))
  }

  async contents({ world: name, image }: WorldPlace): Promise<WorldContents | undefined> {
    return this.#alone([name], async (world) => (await world(name).read(image))?.contents)
  }

  async images(name: string): Promise<readonly ImageInfo[]> {
    const known = await this.#alone([name], async (world) => {
      await world(name).findImages()
      return world(name)
    })
    return known.listImages()
  }

  async remove({ world: name, image }: WorldPlace): Promise<boolean> {
    return this.#alone([name], (world) => world(name).remove(image))
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#close())
  }

  async #close(): Promise<void> {
    if (this.#running > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve))
    await this.#keeper?.close()
  }

  /** Runs a step that has these worlds to itself; in the order of their names, so that no two wait for each other. */
  #alone<T>(names: readonly string[], step: (world: (name: string) => World) => Promise<T>) {
    const [first = '', second] = [...new Set(names)].sort()
    return this.#on(first, (one) => {
      if (second === undefined) return one.alone(() => step(() => one))
      const both = (other: World) => step((name) => (name === first ? one : other))
      return one.alone(() => this.#on(second, (other) => other.alone(() => both(other)), true))
    })
  }

  /** Runs a step on a world; on the next one of that name when it was removed meanwhile. */
  #on<T>(name: string, step: (world: World) => Promise<T | typeof gone>, isPart?: true): Promise<T>
  #on<T>(name: string, step: Step<T>, isPart?: true): Awaitable<T>
  #on<T>(name: string, step: Step<T>, isPart?: true): Awaitable<T> {
    if (this.#closed !== undefined && isPart === undefined)
      return Promise.reject(new TypeError('The store is closed'))
    this.#running++
    const world = this.#worlds.get(name)
    const given = world && !world.isGone ? step(world) : gone
    if (given === gone || world === undefined) return this.#onNext(name, step)
    if (isPending(given)) return this.#onNext(name, step, { world, given })
    this.#leave()
    return given
  }

  /** `begun`: the step on the first world, where it is under way. */
  async #onNext<T>(
    name: string,
    step: Step<T>,
    begun?: { readonly world: World; readonly given: Promise<T | typeof gone> },
  ): Promise<T> {
    try {
      for (let first = begun; ; first = undefined) {
        const world = first?.world ?? this.#world(name)
        try {
          const result = await (first?.given ?? step(world))
          if (result !== gone) return result
        } finally {
          if (!world.exists) this.#forget(name, world)
        }
      }
    } finally {
      this.#leave()
    }
  }

  #leave(): void {
    this.#running--
    if (this.#running === 0) this.#whenIdle()
  }

  #roomOf(name: string): number {
    return typeof this.#maxRecords === 'number' ? this.#maxRecords : this.#maxRecords(name)
  }

  #world(name: string): World {
    const known = this.#worlds.get(name)
    if (known !== undefined && !known.isGone) return known
    requireName({ world: name })
    const world = new World({
      makeInitial: async () => this.#stateOf(await this.#initial(name)),
      kept: this.#keeper?.world(name),
      isStored: this.#stored.delete(name),
      maxRecords: () => this.#roomOf(name),
    })
    this.#worlds.set(name, world)
    return world
  }

  /** Forgets an object that stands for no world: one that was removed, or that could not be made. */
  #forget(name: string, world: World): void {
    world.retire()
    if (world.isGone && this.#worlds.get(name) === world) this.#worlds.delete(name)
  }

  #stateOf(contents: WorldContents): WorldState {
    return WorldState.of(contents, (records) => {
      const origin = this.#origins.get(records) ?? tableOfRecords(records)
      this.#origins.set(records, origin)
      return origin.fork()
    })
  }
}

function requireName({ world, image }: WorldPlace): void {
  if (!isWorldName(world)) throw cannotName(world, 'sandbox')
  if (image === undefined || image === firstImage || isWorldName(image)) return
  throw cannotName(image, 'snapshot')
}

function cannotName(name: string, what: string): Problem {
  const detail = `${JSON.stringify(name.slice(0, 80))} cannot name a ${what}.`
  return new Problem('sandbox-name-invalid', { detail })
}

function nothingAt({ world, image }: WorldPlace): Problem {
  if (image === undefined) {
    const detail = `There is no sandbox ${world} to copy.`
    return new Problem('sandbox-unknown', { detail, fix: 'Name one that exists.' })
  }
  return new Problem('snapshot-unknown', { detail: `Sandbox ${world} has no snapshot ${image}.` })
}
