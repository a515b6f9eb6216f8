/** Steps that run one after the other, in the order in which they asked. */
export class Turns {
  /** Ends when the last turn given out ends. */
  #last: Promise<void> | undefined

  /** True as long as somebody has, or waits for, a turn. */
  get taken(): boolean {
    return this.#last !== undefined
  }

  /** Runs a step after all turns given out before. */
  async take<T>(step: () => Promise<T>): Promise<T> {
    const before = this.#last
    const done = (async () => {
      await before
      return await step()
    })()
    const turn = done.then(
      () => undefined,
      () => undefined,
    )
    this.#last = turn
    try {
      return await done
    } finally {
      if (this.#last === turn) this.#last = undefined
    }
  }
}
