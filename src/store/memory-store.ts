import type { InitialContents, Store } from './store.js'
import { WorldStore } from './world-store.js'

/**
 * A store that forgets everything at the end of the program.
 *
 * @param initial Its results are frozen. Worlds made from the same object share its records.
 */
export function createMemoryStore(initial: InitialContents): Store {
  return new WorldStore(initial)
}
