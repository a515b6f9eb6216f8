/** Who wants to be told of what happens in sandboxes. */
export interface Subscriptions {
  /** Calls `told` whenever something happens in the sandbox, until the returned function is called. */
  readonly subscribe: (sandbox: string, told: () => void) => () => void
  /** Something has happened. */
  readonly tell: (sandbox: string) => void
}

/** Makes a list of subscriptions; sandboxes that nobody asks about take no room in it. */
export const createSubscriptions = (): Subscriptions => {
  const all = new Map<string, Set<() => void>>()
  return {
    subscribe: (sandbox, told) => {
      // Two subscriptions of one function are two.
      const own = () => told()
      const known = all.get(sandbox) ?? new Set()
      all.set(sandbox, known.add(own))
      return () => {
        known.delete(own)
        if (known.size === 0 && all.get(sandbox) === known) all.delete(sandbox)
      }
    },
    tell: (sandbox) => {
      if (all.size === 0) return
      const told = all.get(sandbox)
      if (told) for (const tell of [...told]) tell()
    },
  }
}
