import { Attempt } from './attempt.js'
import { type Failure, type Group, GroupWriter } from './group-writer.js'
import type { Transaction } from './store.js'
import type { WorldState } from './world-state.js'

/** How often a transaction that lost against others is run again before it gets the world to itself. */
const RERUNS = 3

/** What a transaction does. */
export type Work<T> = (state: Transaction) => Promise<T>

/** How a world is kept. */
export interface WorldDoor {
  /** Makes the first contents of the world. */
  readonly makeFresh: () => Promise<WorldState>
  /** Stores the state as it is at the call; absent: memory only. It reports failure and does not reject. */
  readonly write?: (state: WorldState) => Promise<Failure | undefined>
}

type Result<T> = { readonly value: T } | { readonly error: unknown }

interface Outcome<T> {
  readonly result: Result<T>
  /** True when the result stands for writes of its own, which may still be undone. */
  readonly wrote: boolean
  /** The last commits that the result may rest on, unless they are durable. */
  readonly group: Group | undefined
}

/**
 * One world: its committed state, and the transactions on it. They are optimistic: each runs on its own,
 * and commits in one synchronous step if what it read still holds. Whoever loses too often runs while
 * nobody else may commit, so that everybody gets through.
 *
 * A transaction must not wait for another one on the same world: the other may be waiting for its turn.
 */
export class World {
  readonly #door: WorldDoor
  readonly #writer: GroupWriter | undefined
  #state: WorldState
  /** Grows with every change of the state, undoing included. */
  #version = 0
  /** Set when nobody can know what is stored: the world then refuses everything. */
  #lost: Failure | undefined
  /** Ends when the last turn given out ends; undefined: everybody may commit. */
  #lastTurn: Promise<void> | undefined

  constructor(state: WorldState, door: WorldDoor) {
    this.#state = state
    this.#door = door
    if (door.write !== undefined) this.#writer = new GroupWriter(() => this.#store())
  }

  /** Runs one transaction; see Store.transaction. */
  async run<T>(work: Work<T>, onWrite?: () => void): Promise<T> {
    for (let tries = 0; ; tries++) {
      if (this.#lost !== undefined) throw this.#lost.error
      const outcome =
        tries <= RERUNS
          ? await this.#try(work, false)
          : await this.#inTurn(() => this.#try(work, true))
      if (outcome === undefined) continue
      const failure = outcome.group && (await outcome.group.settled)
      if (failure === undefined) {
        if (outcome.wrote) onWrite?.()
        return unwrap(outcome.result)
      }
      // Undone: our own writes failed, but somebody who only saw them can look again.
      if (outcome.wrote) throw failure.error
    }
  }

  /** One attempt; undefined: what it read has changed. */
  async #try<T>(work: Work<T>, ourTurn: boolean): Promise<Outcome<T> | undefined> {
    const attempt = new Attempt(this.#state, this.#version, this.#door.makeFresh)
    const result = await settle(work, attempt)
    attempt.end()
    if (!attempt.writes || 'error' in result) return this.#finish(attempt, result)
    let fresh: WorldState | undefined
    try {
      fresh = await attempt.fresh
    } catch (error) {
      return this.#finish(attempt, { error })
    }
    const commit = () => this.#commit(attempt, result, fresh)
    return ourTurn || this.#lastTurn === undefined ? commit() : this.#inTurn(async () => commit())
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
    let undo
    try {
      undo = attempt.write(fresh ?? before)
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

  async #store(): Promise<Failure | undefined> {
    const failure = await this.#door.write?.(this.#state)
    if (failure?.final === true) this.#lost = failure
    return failure
  }

  /** Runs a step after all turns given out before; nobody commits without a turn as long as there is one. */
  async #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const before = this.#lastTurn
    const done = (async () => {
      await before
      return await step()
    })()
    const turn = done.then(
      () => undefined,
      () => undefined,
    )
    this.#lastTurn = turn
    try {
      return await done
    } finally {
      if (this.#lastTurn === turn) this.#lastTurn = undefined
    }
  }
}

async function settle<T>(work: Work<T>, attempt: Attempt): Promise<Result<T>> {
  try {
    return { value: await work(attempt) }
  } catch (error) {
    return { error }
  }
}

function unwrap<T>(result: Result<T>): T {
  if ('error' in result) throw result.error
  return result.value
}
