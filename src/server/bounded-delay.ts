import { setTimeout as delay } from 'node:timers/promises'

/** So many answers wait at once. */
const mostWaiting = 10_000

/**
 * Makes a delay: it resolves after that many milliseconds, or at once where too many wait already, so that
 * nobody can fill the memory with answers that wait.
 */
export const createBoundedDelay = (
  most = mostWaiting,
  wait: (milliseconds: number) => Promise<unknown> = delay,
) => {
  let waiting = 0
  return async (milliseconds: number): Promise<void> => {
    if (waiting >= most) return
    waiting++
    try {
      await wait(milliseconds)
    } finally {
      waiting--
    }
  }
}
