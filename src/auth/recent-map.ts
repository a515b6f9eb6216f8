/** A map that keeps the newest entries only, so that it cannot grow without end. */
export interface RecentMap<T> {
  readonly get: (key: string) => T | undefined
  readonly set: (key: string, value: T) => void
}

/** Makes a map of at most `most` entries; the one that was set first goes first. */
export const createRecentMap = <T>(most: number): RecentMap<T> => {
  const entries = new Map<string, T>()
  return {
    get: (key) => entries.get(key),
    set: (key, value) => {
      entries.set(key, value)
      const [oldest] = entries.keys()
      if (entries.size > most && oldest !== undefined) entries.delete(oldest)
    },
  }
}
