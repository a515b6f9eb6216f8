import { type Awaitable, isPending } from '../lib/and-then.js'
import { Attempt, type Fresh } from './attempt.js'
import { type Failure, type Group, GroupWriter } from './group-writer.js'
import { firstImage, type ImageInfo } from './store.js'
import { beginWork, type Result, settle, unwrap, type Work } from './work.js'
import { Turns } from './turns.js'
import { WorldImages } from './world-images.js'
import type { KeptWorld } from './world-keeper.js'
import type { WorldState } from './world-state.js'

/** How often a transaction that lost against others is run again before it gets the world to itself. */
const RERUNS = 3

/** What a world needs. */
export interface WorldDoor {
  /** Makes the contents that it begins with when no image says otherwise. */
  readonly makeInitial: () => Promise<WorldState>
  /** Where it is stored; absent: memory only. */
  readonly kept?: KeptWorld | undefined
  /** True when something of it is stored already. */
  readonly isStored: boolean
  readonly maxRecords: () => number
}

/** Says that a world was removed: another one may have its name now. */
export const gone = Symbol('gone')

interface Outcome<T> {
  readonly result: Result<T>
  /** True when the result stands for writes of its own, which may still be undone. */
  readonly wrote: boolean
  /** The last commits that the result may rest on, unless they are durable. */
  readonly group: Group | undefined
}

/** One attempt; undefined: what it read has changed. */
type Tried<T> = Promise<Outcome<T> | undefined>

/**
 * One world: its committed state, its images, and the transactions on it. They are optimistic: each runs
 * on its own, and commits in one synchronous step if what it read still holds. Whoever loses too often
 * runs while nobody else may commit, so that everybody gets through.
 *
 * What concerns the state as a whole, or an image, runs with the world to itself: nothing is being stored
 * then and nobody commits, so that nothing has to be undone when it fails. Readers go on meanwhile.
 */
export class World {
  readonly #door: WorldDoor
  readonly #writer: GroupWriter | undefined
  readonly #images: WorldImages
  readonly #turns = new Turns()
  /** undefined: not in memory yet. */
  #state: WorldState | undefined
  /** Grows with every change of the state, undoing included, and of the images. */
  #version = 0
  #exists: boolean
  #hasLooked: boolean
  #isGone = false
  /** Set when nobody can know what is stored: the world then refuses everything. */
  #lost: Failure | undefined
  #opening: Promise<void> | undefined

  constructor(door: WorldDoor) {
    this.#door = door
    const { kept } = door
    if (kept !== undefined) this.#writer = new GroupWriter(() => this.#store(kept))
    this.#images = new WorldImages(kept && ((image) => kept.readImage(image)))
    this.#exists = door.isStored
    this.#hasLooked = kept === undefined
  }

  /** True when it is in memory, or something of it is stored. */
  get exists(): boolean {
    return this.#exists
  }

  get isGone(): boolean {
    return this.#isGone
  }

  /** Ends an object that stands for nothing and that nobody has to himself. */
  retire(): void {
    if (!this.#exists && !this.#turns.taken) this.#isGone = true
  }

  /** See Store.peek. */
  peek(collection: string): readonly object[] | undefined {
    return this.#state?.peek(collection)
  }

  /** See Store.recordCount. */
  get records(): number | undefined {
    return this.#state?.size
  }

  /** Runs one transaction; see Store.transaction. */
  run<T>(work: Work<T>): Awaitable<T | typeof gone> {
    const attempt = this.#lost || this.#isGone ? undefined : this.#begin()
    if (attempt === undefined) return this.#run(work)
    const given = beginWork(work, attempt)
    // What was read at once still holds; what it rests on may not be durable yet.
    if (isPending(given) || attempt.writes || this.#writer?.last !== undefined)
      return this.#run(work, this.#conclude(attempt, given, false))
    attempt.end()
    return given
  }

  /** `begun`: the first try, where it is under way. */
  async #run<T>(work: Work<T>, begun?: Tried<T>): Promise<T | typeof gone> {
    for (let tries = 0, first = begun; ; tries++, first = undefined) {
      if (first === undefined) {
        if (this.#lost !== undefined) throw this.#lost.error
        if (this.#isGone) return gone
        if (this.#state === undefined) await this.open()
      }
      const outcome = await (first ?? this.#tryAgain(work, tries))
      if (outcome === undefined) continue
      const failure = outcome.group && (await outcome.group.settled)
      if (failure === undefined) return unwrap(outcome.result)
      // Undone: our own writes failed, but somebody who only saw them can look again.
      if (outcome.wrote) throw failure.error
    }
  }

  /** Brings it into memory. Concurrent first uses share one opening; after one that failed the next tries again. */
  open(): Promise<void> {
    if (this.#state !== undefined) return Promise.resolve()
    return (this.#opening ??= this.#turns
      .take(() => this.#load())
      .finally(() => (this.#opening = undefined)))
  }

  /** Runs a step with the world to itself. Only such steps may call the methods below. */
  async alone<T>(step: () => Promise<T | typeof gone>): Promise<T | typeof gone> {
    return this.#turns.take(async () => {
      while (this.#writer?.last !== undefined) await this.#writer.last.settled
      if (this.#lost !== undefined) throw this.#lost.error
      return this.#isGone ? gone : step()
    })
  }

  /** The state, or that of an image, to be forked and not written; undefined: there is none. */
  async read(image: string | undefined): Promise<WorldState | undefined> {
    if (!this.#exists) return undefined
    await this.#look()
    if (image !== undefined) return (await this.#images.read(image))?.state
    if (this.#exists) await this.#load()
    return this.#state
  }

  /** Puts a state, which belongs to the world then, in the place of its own or of an image. */
  async put(state: WorldState, image?: string, savedAt?: string): Promise<void> {
    const { kept } = this.#door
    await this.#look()
    if (image === undefined) {
      this.#require(await kept?.write(state))
      this.#state = state
    } else {
      const saved = { state, savedAt }
      this.#require(await kept?.writeImage(image, saved))
      this.#images.set(image, saved)
    }
    this.#exists = true
    this.#version++
  }

  /** Removes an image, or the world. @returns false when there was none. */
  async remove(image: string | undefined): Promise<boolean> {
    if (!this.#exists) return false
    if (image === undefined) {
      this.#require(await this.#door.kept?.remove())
      this.#state = undefined
      this.#exists = false
      this.#isGone = true
      return true
    }
    await this.#look()
    if (!this.#images.has(image)) return false
    this.#require(await this.#door.kept?.removeImage(image))
    this.#images.delete(image)
    this.#exists = this.#state !== undefined || this.#images.size > 0
    this.#version++
    return true
  }

  /** Sees to it that {@link listImages} knows what is stored. */
  async findImages(): Promise<void> {
    if (this.#exists) await this.#look()
  }

  /** See Store.images. Needs no turn. */
  listImages(): Promise<readonly ImageInfo[]> {
    return this.#images.list()
  }

  async #look(): Promise<void> {
    if (this.#hasLooked || this.#door.kept === undefined) return
    const { state, images } = await this.#door.kept.open()
    this.#state = state
    this.#images.note(images)
    this.#exists = state !== undefined || images.length > 0
    this.#hasLooked = true
  }

  async #load(): Promise<void> {
    await this.#look()
    if (this.#isGone || this.#state !== undefined) return
    this.#state = await this.#makeFresh().state
    this.#exists = true
  }

  #makeFresh(): Fresh {
    const { changes } = this.#images
    const make = async (): Promise<WorldState> => {
      const image = await this.#images.read(firstImage)
      return image === undefined ? this.#door.makeInitial() : image.state.fork()
    }
    return { state: make(), holds: () => this.#images.changes === changes }
  }

  /** Begins an attempt; undefined: it is not in memory. */
  #begin(): Attempt | undefined {
    return this.#state && new Attempt(this.#state, this.#version, () => this.#makeFresh())
  }

  #tryAgain<T>(work: Work<T>, tries: number): Tried<T> {
    return tries <= RERUNS ? this.#try(work, false) : this.#turns.take(() => this.#try(work, true))
  }

  async #try<T>(work: Work<T>, ourTurn: boolean): Tried<T> {
    const attempt = this.#begin()
    return attempt && this.#conclude(attempt, beginWork(work, attempt), ourTurn)
  }

  /** What comes of an attempt that has begun. */
  async #conclude<T>(attempt: Attempt, given: Awaitable<T>, ourTurn: boolean): Tried<T> {
    const result = await settle(given)
    attempt.end()
    if (!attempt.writes || 'error' in result) return this.#finish(attempt, result)
    let fresh: WorldState | undefined
    try {
      fresh = await attempt.fresh
    } catch (error) {
      return this.#finish(attempt, { error })
    }
    const commit = () => this.#commit(attempt, result, fresh)
    return ourTurn || !this.#turns.taken ? commit() : this.#turns.take(async () => commit())
  }

  /** The outcome of an attempt that writes nothing. An error counts only if what led to it holds. */
  #finish<T>(attempt: Attempt, result: Result<T>): Outcome<T> | undefined {
    if (!attempt.holds(this.#state, this.#version)) return undefined
    return { result, wrote: false, group: this.#writer?.last }
  }

  #commit<T>(attempt: Attempt, result: Result<T>, fresh?: WorldState): Outcome<T> | undefined {
    // Lost while it waited: `run` refuses it.
    if (this.#lost !== undefined || !attempt.holds(this.#state, this.#version)) return undefined
    const before = this.#state
    if (before === undefined) return undefined
    let undo
    try {
      undo = attempt.write(fresh ?? before, this.#door.maxRecords())
    } catch (error) {
      return this.#finish(attempt, { error })
    }
    if (fresh !== undefined) {
      this.#state = fresh
      undo = () => (this.#state = before)
    }
    if (undo === undefined) return this.#finish(attempt, result)
    this.#version++
    const group = this.#writer?.add(() => {
      undo()
      this.#version++
    })
    return { result, wrote: true, group }
  }

  async #store(kept: KeptWorld): Promise<Failure | undefined> {
    const failure = this.#state && (await kept.write(this.#state))
    if (failure?.final === true) this.#lost = failure
    return failure
  }

  #require(failure: Failure | undefined): void {
    if (failure === undefined) return
    if (failure.final) this.#lost = failure
    throw failure.error
  }
}
