import { Problem } from '../errors.js'

/** How much a queue lets through. */
export interface WorkQueueLimits {
  /** Pieces of work that run at the same time. */
  readonly atOnce: number
  /** Pieces of work that may wait; one more is refused. */
  readonly waiting: number
}

/**
 * Runs work when its turn comes, first in, first out.
 *
 * @throws Problem `too-busy` (429, Retry-After: 1) when too much is waiting already.
 */
export type WorkQueue = <T>(work: () => Promise<T>) => Promise<T>

/** Makes a bounded queue, so that expensive work cannot stall everything else. */
export const createWorkQueue = ({ atOnce, waiting }: WorkQueueLimits): WorkQueue => {
  const turns: (() => void)[] = []
  let running = 0

  const enter = async (): Promise<void> => {
    if (running < atOnce) {
      running += 1
      return
    }
    if (turns.length >= waiting) throw busy(waiting)
    // The place is handed over by `leave`: `running` stays as it is.
    await new Promise<void>((resolve) => turns.push(resolve))
  }
  const leave = (): void => {
    const next = turns.shift()
    if (next === undefined) running -= 1
    else next()
  }

  return async (work) => {
    await enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }
}

const busy = (waiting: number): Problem =>
  new Problem('too-busy', {
    detail: `${waiting} passwords are waiting to be hashed already.`,
    headers: ['Retry-After', '1'],
  })
