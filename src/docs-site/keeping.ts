import { createRecentMap } from '../auth/recent-map.js'

/** So many are kept. */
const maxKept = 100

/** Makes something by key, and keeps what was made last; what failed is made again. */
export const keeping = <T>(): ((key: string, make: () => Promise<T>) => Promise<T>) => {
  const kept = createRecentMap<T>(maxKept)
  return async (key, make) => {
    const known = kept.get(key)
    if (known !== undefined) return known
    const made = await make()
    kept.set(key, made)
    return made
  }
}
