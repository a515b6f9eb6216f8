import type { ResourceState } from './resource-state.js'
import type { StateRecord } from './state-record.js'
import type { StateSession } from './state-session.js'

/** All records of a resource, whatever they lie below; first ones are made where they are not there yet. */
export const allRecords = async (
  session: StateSession,
  state: ResourceState,
): Promise<readonly StateRecord[]> => {
  const parent = state.parent()
  if (state.scopeDepth === 0) return session.below(state, '')
  if (parent && parent !== state && parent.depth === state.scopeDepth)
    for (const { key } of await allRecords(session, parent)) await session.below(state, key)
  return session.sandbox.state.list(state.collection)
}
