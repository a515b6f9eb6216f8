/** Lets one waiter sleep until something happens; what happens meanwhile is not lost. */
export interface Wakeup {
  readonly wake: () => void
  /** Resolves when it was woken since the last time. */
  readonly woken: () => Promise<void>
}

/** Makes a wakeup. */
export const createWakeup = (): Wakeup => {
  let isDue = false
  let resume: (() => void) | undefined
  return {
    wake: () => {
      isDue = true
      resume?.()
    },
    woken: async () => {
      if (!isDue) await new Promise<void>((resolve) => (resume = resolve))
      resume = undefined
      isDue = false
    },
  }
}
