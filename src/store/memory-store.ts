import type { InitialContents, Store } from './store.js'
import { type MaxRecords, WorldStore } from './world-store.js'

/**
 * A store that forgets everything at the end of the program.
 *
 * @param initial Its results are frozen. Worlds made from the same objects share their records.
 * @param maxRecords How many records a world may grow to; 200,000 when absent.
 */
export function createMemoryStore(initial: InitialContents, maxRecords?: MaxRecords): Store {
  return new WorldStore({ initial, maxRecords })
}
