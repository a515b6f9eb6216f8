/** Work in the background: little at once, and not without end. */
export interface BoundedQueue {
  /** Does the work soon; false when too much waits already, and it never will be done. */
  readonly add: (work: () => Promise<void>) => boolean
  /** Forgets what waits. */
  readonly clear: () => void
}

/** A queue that does `atOnce` pieces of work at a time and lets `most` wait. Work must not reject. */
export const createBoundedQueue = (atOnce: number, most: number): BoundedQueue => {
  const waiting: (() => Promise<void>)[] = []
  let running = 0
  const next = (): void => {
    const work = running < atOnce ? waiting.shift() : undefined
    if (!work) return
    running++
    void work().finally(() => {
      running--
      next()
    })
  }
  return {
    add: (work) => {
      if (waiting.length >= most) return false
      waiting.push(work)
      next()
      return true
    },
    clear: () => {
      waiting.length = 0
    },
  }
}
