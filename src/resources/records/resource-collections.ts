import { allRecords } from './all-records.js'
import type { JsonObject } from '../../lib/json-object.js'
import type { RecordCollection } from '../../sandbox/record-collection.js'
import type { Sandbox } from '../../sandbox/sandbox.js'
import { generateRecords } from './generate-records.js'
import { identityName, putRecord, shownRecord } from './put-record.js'
import { keyFromId } from './key-from-id.js'
import type { ResourceState } from './resource-state.js'
import type { StateRuntime } from './state-runtime.js'
import { StateSession } from './state-session.js'

const collectionOf = (
  runtime: StateRuntime,
  state: ResourceState,
  sessionIn: (sandbox: Sandbox) => Promise<StateSession>,
): RecordCollection => {
  const { resource } = state
  const find = async (session: StateSession, id: string) => {
    const key = keyFromId(state, id)
    return key === undefined ? undefined : session.get(state, key)
  }
  const all = async (sandbox: Sandbox) => allRecords(await sessionIn(sandbox), state)
  return {
    name: resource.name,
    contract: runtime.contract.slug,
    identity: identityName(state),
    standsAlone: !resource.isSingleton && state.scopeDepth === 0,
    list: async (sandbox): Promise<readonly JsonObject[]> =>
      (await all(sandbox)).map((record) => shownRecord(state, record)),
    count: async (sandbox) => (await all(sandbox)).length,
    get: async (sandbox, id) => {
      const record = await find(await sessionIn(sandbox), id)
      return record && shownRecord(state, record)
    },
    put: async (sandbox, said) => putRecord(await sessionIn(sandbox), state, said),
    remove: async (sandbox, id) => {
      const session = await sessionIn(sandbox)
      const record = await find(session, id)
      if (record) await session.remove(state, record)
      return record !== undefined
    },
    generate: async (sandbox, wish) =>
      generateRecords(runtime, await sessionIn(sandbox), state, wish),
  }
}

/** The records that are inferred of a contract, for people who set up tests. */
export const createResourceCollections = (runtime: StateRuntime): readonly RecordCollection[] => {
  const sessionIn = async (sandbox: Sandbox): Promise<StateSession> =>
    new StateSession(sandbox, { ...runtime, sampler: await runtime.samplers() })
  return [...runtime.model.resources.values()].map((resource) =>
    collectionOf(runtime, runtime.contract.of(resource), sessionIn),
  )
}
