import type { Undo } from './attempt.js'

/** Commits that become durable, or are undone, together. */
export interface Group {
  /** Why the group was undone, when all its effects in memory are gone; undefined once it is durable. */
  readonly settled: Promise<Failure | undefined>
}

/** Why commits could not be stored. */
export interface Failure {
  readonly error: unknown
  /** True when nobody can know what is stored now: nothing was undone, and nothing may follow. */
  readonly final: boolean
}

interface OpenGroup extends Group {
  readonly undos: Undo[]
  readonly settle: (failure: Failure | undefined) => void
}

/**
 * Makes commits durable, one write at a time: those that arrive during one write go into the next write
 * together, so that many clients cost hardly more writes than one.
 */
export class GroupWriter {
  readonly #write: () => Promise<Failure | undefined>
  #waiting: OpenGroup | undefined
  #writing: OpenGroup | undefined

  /** @param write Stores the state as it is at the call, later changes excluded; it does not reject. */
  constructor(write: () => Promise<Failure | undefined>) {
    this.#write = write
  }

  /** The last group that is not durable yet: who saw its effects waits for it. */
  get last(): Group | undefined {
    return this.#waiting ?? this.#writing
  }

  /** Takes in a commit whose effects are in memory. */
  add(undo: Undo): Group {
    const group = (this.#waiting ??= openGroup())
    group.undos.push(undo)
    if (this.#writing === undefined) void this.#run()
    return group
  }

  async #run(): Promise<void> {
    while (this.#waiting !== undefined) {
      const group = this.#waiting
      this.#writing = group
      this.#waiting = undefined
      const failure = await this.#write()
      if (failure === undefined) group.settle(undefined)
      else this.#fail(group, failure)
      this.#writing = undefined
    }
  }

  // What was committed during the write stands on the group, so it goes as well, the last one first.
  #fail(group: OpenGroup, failure: Failure): void {
    const later: OpenGroup | undefined = this.#waiting
    this.#waiting = undefined
    if (!failure.final) {
      for (const undo of [...group.undos, ...(later?.undos ?? [])].reverse()) undo()
    }
    group.settle(failure)
    later?.settle(failure)
  }
}

function openGroup(): OpenGroup {
  let settle: OpenGroup['settle'] = () => undefined
  const settled = new Promise<Failure | undefined>((resolve) => (settle = resolve))
  return { undos: [], settled, settle }
}
